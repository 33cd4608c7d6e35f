"""How is a process put together? Edge: settings, logs, the parts, the worker."""

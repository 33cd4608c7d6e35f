"""How is a process put together? Edge: its settings and logs, and the composition roots."""

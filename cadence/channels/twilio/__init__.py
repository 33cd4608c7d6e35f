"""How does Twilio carry a touch? Edge: its client, its codes, its webhooks."""

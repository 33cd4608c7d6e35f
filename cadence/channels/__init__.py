"""
How does a channel's provider send and receive? Edge.

What belongs here: one folder per provider, with its client, its codes and its webhooks, behind the protocol in
`provider.py`. What a channel is in itself is described in `domain`.
"""

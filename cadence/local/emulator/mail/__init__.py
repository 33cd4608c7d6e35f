"""
Who carries e-mail on this machine? Edge: a relay that signs, the people behind the addresses, and our mailbox.

It knows nothing of the engine. What it accepts is in the record as a message on the channel `email`.
"""

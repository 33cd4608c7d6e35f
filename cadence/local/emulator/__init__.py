"""
Who carries touches on this machine? Edge: an emulator of Twilio's API, and the people behind the numbers.

Its own process with its own file. It knows nothing of the engine but the Clock, so that its record can be held against
the engine's (protocol §6.5).
"""

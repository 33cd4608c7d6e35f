"""
How does a campaign look before anybody real is contacted? Edge: real servers, an emulated carrier, a faster clock.

`cast` makes the people behind the list, `forecast` and `pace` find the speed this machine carries, `rehearsal` runs it,
and `outcome` says what came of it, with the proof.
"""

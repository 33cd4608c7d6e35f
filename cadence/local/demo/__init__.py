"""
How does a campaign run before any real person is contacted? Edge: real servers, an emulated carrier, a faster clock.

`cast` makes the people behind the list, `pace` finds the speed this machine carries, `rehearsal` runs it, and
`outcome` reports the results, with the proof.
"""

"""How does everything run on one machine? Edge: the servers, the demo, the emulated carrier and the proof."""

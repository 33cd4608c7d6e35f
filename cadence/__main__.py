"""How is the program run without being installed? Edge: `python -m cadence`."""

from cadence.cli import main

main()

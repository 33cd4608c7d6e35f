"""How is the emulator started by its old name? Edge: with a warning, until the next version."""

import runpy
import sys

if __name__ == "__main__":
    sys.stderr.write("cadence.emulator is now cadence.local.emulator; the old name goes with the next version.\n")
    runpy.run_module("cadence.local.emulator", run_name="__main__", alter_sys=True)

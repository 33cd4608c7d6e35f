"""How do tests load a program of `scripts/` or `bench/`? They are no packages."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]


def script(name: str, folder: str = "scripts") -> ModuleType:
    """Return `scripts/NAME.py`, or that of another folder, as a module."""
    spec = spec_from_file_location(f"{folder}_{name}", ROOT / folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

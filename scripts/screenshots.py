"""
What does the page look like? Writes the pictures of docs/page.md.

They show the ledger of the browser tests, so a browser is needed: `.venv/bin/python scripts/screenshots.py`.
"""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

if __name__ == "__main__":
    sys.exit(pytest.main([str(ROOT / "tests" / "browser" / "pictures.py"), "-q"]))

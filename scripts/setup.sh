#!/bin/sh
# Which Python, and what in it? Makes .venv with everything hash-locked. `make` calls this; a second run is instant.
#
# PYTHON=/path/to/python chooses the interpreter; otherwise the first of the usual names that is 3.11 or later.
set -eu
cd "$(dirname "$0")/.."

say() { echo "==> $*" >&2; }
fail() { echo "error: $*" >&2; exit 3; }

# A name on PATH may be a shim that runs nothing, so each one is asked, not looked up.
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if fits "$name"; then echo "$name"; return; fi
  done
  found=$(python3 --version 2>&1 || echo "no python3")
  fail "no Python 3.11 or later (found: ${PYTHON:-$found}). Install one, or name it: make PYTHON=/path/to/python3.11"
}

if ! { [ -x .venv/bin/python ] && fits .venv/bin/python; }; then
  python=$(find_python)
  "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
    fail "$("$python" --version) has no venv module. Install it (Debian, Ubuntu: apt install python3-venv), or name another Python: make PYTHON=..."
  say "Making .venv with $("$python" --version)"
  "$python" -m venv --clear .venv
fi

say "Installing $(grep -c '==' requirements-dev.lock) locked packages into .venv (once, a minute or two)"
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
pip install --require-hashes -r requirements-dev.lock ||
  fail "the packages could not be installed; pip says why above. With a network, 'make' again goes on where it stopped."
pip install --no-deps --no-build-isolation --editable .
touch .venv/.ready

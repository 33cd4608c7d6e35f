#!/bin/sh
# Do the unit tests pass on every supported Python? `make matrix` calls this; a version that is not on this machine is named.
#
# Arguments are passed on to pytest. PostgreSQL is not varied: the embedded server is 18, and its initdb options need 17.
set -u
cd "$(dirname "$0")/.."

report="" failed=0
note() { report="$report
$(printf '%-16s %s' "$1" "$2")"; }

# A name on PATH may be a shim that runs nothing, so each one is asked for its version.
is_version() { [ "$("$2" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$1" ]; }
find_python() {
  for path in "python$1" python3 "$HOME"/.pyenv/versions/"$1".*/bin/python /opt/python/"$1"*/bin/python; do
    if is_version "$1" "$path"; then echo "$path"; return; fi
  done
}

for version in 3.11 3.12 3.13 3.14; do
  python=$(find_python "$version")
  if [ -z "$python" ]; then note "Python $version" "not found on this machine"; continue; fi
  echo "==> Python $version: $python" >&2
  environment=.matrix/$version
  if ! [ -e "$environment/.ready" ] || [ requirements-dev.lock -nt "$environment/.ready" ]; then
    if "$python" -m venv --clear "$environment" &&
      "$environment/bin/python" -m pip --disable-pip-version-check --quiet install --only-binary :all: --require-hashes -r requirements-dev.lock &&
      "$environment/bin/python" -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .; then
      touch "$environment/.ready"
    else
      note "Python $version" "the locked packages have no wheels for it"; failed=1; continue
    fi
  fi
  if "$environment/bin/pytest" -q -p no:cacheprovider tests/unit "$@"; then note "Python $version" passed; else note "Python $version" FAILED; failed=1; fi
done

echo "$report"
exit "$failed"

# The two commands a new user needs: make demo, make test. Both set everything up by themselves, in .venv and .cadence.
#
#   make demo     watch a real campaign run, five days in about two minutes   (make demo ARGS="--help" for more)
#   make up       the same servers, staying, with their Web UI
#   make check    ruff, formatting, mypy: seconds
#   make test     check, then all tests: unit, workflow, integration, chaos, rehearsal
#   make oracle   put 100,000 random cases and 5,000 deferred ones to the gate and to a naive judge: a quarter of an hour
#   make mutants  change the rules in every small way and tell which changes no test notices; hours, or ARGS="FILE..."
#   make matrix   run the unit tests on each Python from 3.11 to 3.14 that is found, and name those that are missing
#   make proof    run what takes too long for every test run and write docs/proof.md; hours, or ARGS="--part NAME..."
#   make bench    measure everything and write docs/performance.md: 45 minutes, or ARGS="--part gate touch"
#   make docs     write docs/cli.md, the keys of the campaign language, the settings table and how well replies are read
#   make lock     lock the newest versions of what pyproject.toml asks for
#   make clean    forget .venv, .matrix, .mutants and .cadence

.DEFAULT_GOAL := help
.PHONY: help demo up check rules types unit tiers test oracle mutants matrix proof bench docs lock clean
.DELETE_ON_ERROR:

READY := .venv/.ready
RUN := .venv/bin
# Seven processes even on two processors, for many tests wait for a server; a file stays in one, and what waits runs beside
# what computes (tests/order.py). mypy runs beside them: it needs one processor for a minute, and waits for nothing.
# Rehearsals stay alone: they go as fast as the machine carries.
TIERS := tests/chaos tests/unit tests/workflow tests/integration tests/browser
BESIDE := -n 7 --dist loadfile --no-loadscope-reorder

help:
	@sed -n 's/^#   //p' Makefile

demo: $(READY)
	@$(RUN)/cadence demo $(ARGS)

up: $(READY)
	@$(RUN)/cadence up $(ARGS)

check: rules types

rules: $(READY)
	@echo "==> ruff: rules" && $(RUN)/ruff check .
	@echo "==> ruff: format" && $(RUN)/ruff format --check .

types: $(READY)
	@echo "==> mypy" && $(RUN)/mypy

tiers: $(READY)
	@echo "==> pytest: $(TIERS)"
	@$(RUN)/pytest $(TIERS) $(BESIDE) $(ARGS)

test: rules
	@$(MAKE) --no-print-directory --jobs=2 types tiers
	@echo "==> pytest: tests/rehearsal"
	@$(RUN)/pytest tests/rehearsal $(ARGS) $(if $(ARGS),|| [ $$? -eq 5 ])

unit: $(READY)
	@$(RUN)/pytest tests/unit $(ARGS)

oracle: $(READY)
	@$(RUN)/python -m tests.unit.oracle $(ARGS)

# mutmut lives beside the project's own packages, which it sees and never changes.
MUTANTS := .mutants/venv/bin/python
mutants: .mutants/.ready
	@$(MUTANTS) scripts/mutants.py $(ARGS)

.mutants/.ready: $(READY)
	@echo "==> Installing mutmut into .mutants"
	@$(RUN)/python -m venv --clear .mutants/venv
	@$(RUN)/python -c 'import site; print(site.getsitepackages()[0])' > $$(echo .mutants/venv/lib/python3*/site-packages)/project.pth
	@$(MUTANTS) -m pip install --quiet --disable-pip-version-check mutmut==3.8.1
	@touch $@

matrix: $(READY)
	@sh scripts/matrix.sh $(ARGS)

proof: $(READY)
	@$(RUN)/python scripts/proof.py $(ARGS)

bench: $(READY)
	@$(RUN)/python bench/performance.py $(ARGS)

docs: $(READY)
	@echo "==> Writing docs/cli.md and the settings of docs/operations.md" && $(RUN)/python scripts/manual.py
	@echo "==> Writing the other tables of docs/operations.md" && $(RUN)/python scripts/operations.py
	@echo "==> Writing the rules of alerts and the dashboards of deploy" && $(RUN)/python scripts/monitoring.py
	@echo "==> Writing the tables of docs/campaigns.md" && $(RUN)/python scripts/campaign_page.py
	@echo "==> Writing the schemas and examples of docs/events" && $(RUN)/python scripts/event_pages.py
	@echo "==> Compiling the packs of law" && $(RUN)/python scripts/compile_packs.py
	@echo "==> Writing docs/packs.md" && $(RUN)/python scripts/pack_page.py
	@echo "==> Measuring how replies are read, for docs/words.md" && $(RUN)/python scripts/words.py && $(RUN)/python scripts/blind.py

# The lock files name no index, so they install from whichever one the machine uses.
UV := $(RUN)/python -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --upgrade
lock: $(READY)
	@echo "==> Locking requirements.lock (what runs) and requirements-dev.lock (with embedded servers, tests and tools)"
	@$(RUN)/python -m pip --quiet --disable-pip-version-check install uv
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pyproject.toml -o requirements.lock
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock

clean:
	@echo "==> Removing .venv, .matrix, .mutants and .cadence" && rm -rf .venv .matrix .mutants .cadence

$(READY): pyproject.toml requirements-dev.lock scripts/setup.sh
	@sh scripts/setup.sh

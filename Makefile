# Palier. Bare `make` lists what there is; nothing but Python 3.11, make and git is needed.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; exit; fi; \
	done; echo python3)
VENV := .venv/bin
PYTEST := $(VENV)/python -m pytest
export PORT

.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- use -----------------------------------------------------------------------------------

.PHONY: run
run: environment ## Start the portal with its sample landlord (PORT=8123 make run)
	@$(VENV)/palier serve --sample --port $(PORT)

.PHONY: reset
reset: ## Forget the local database and files; the next `make run` begins anew
	@rm -rf var && echo "var/ is gone; make run begins anew."

.PHONY: sample
sample: environment ## Write the sample landlord's exchange files (demo/) again
	@$(VENV)/palier demo write

# --- check ---------------------------------------------------------------------------------

.PHONY: test
test: test-environment chromium lint test-sqlite test-postgresql test-soak test-browser ## Check everything, as CI does

.PHONY: check
check: test ## The same as test

.PHONY: lint
lint: test-environment ## Style, types and floors (seconds)
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check --quiet .
	@$(VENV)/lint-imports --no-logo
	@$(VENV)/mypy

.PHONY: test-sqlite
test-sqlite: test-environment ## All tests but the browser's, on SQLite
	@$(PYTEST) -n 2 -m "not browser and not soak"

.PHONY: test-postgresql
test-postgresql: test-environment ## The tests that touch a database, on a PostgreSQL of their own
	@PALIER_TEST_DATABASE=postgresql $(PYTEST) -n 2 -m "not browser and not soak" --only-database

.PHONY: test-soak
test-soak: test-environment ## 300 random schedules of bank answers, on each engine
	@PALIER_SOAK_SCHEDULES=300 $(PYTEST) -m soak tests/soak
	@PALIER_SOAK_SCHEDULES=300 PALIER_TEST_DATABASE=postgresql $(PYTEST) -m soak tests/soak

.PHONY: test-browser
test-browser: test-environment chromium ## Journeys in a real Chromium, keyboard and axe included
	@$(PYTEST) -n 2 --dist loadfile -m browser

.PHONY: soak
soak: test-environment ## 10,000 random schedules of bank answers, on each engine (long)
	@PALIER_SOAK_SCHEDULES=10000 $(PYTEST) -m soak tests/soak
	@PALIER_SOAK_SCHEDULES=10000 PALIER_TEST_DATABASE=postgresql $(PYTEST) -m soak tests/soak

.PHONY: bench
bench: test-environment ## Measure what the decision records quote (long)
	@$(VENV)/python bench/background_trial/run.py
	@for script in bench/*.py; do [ -e "$$script" ] && $(VENV)/python "$$script"; done

# --- keep ----------------------------------------------------------------------------------

.PHONY: format
format: test-environment ## Put the code in the house's shape
	@$(VENV)/ruff check --fix --quiet .
	@$(VENV)/ruff format --quiet .

.PHONY: docs
docs: environment ## Write the generated pages again (settings, exchange format)
	@$(VENV)/python -m tools.write_settings_guide
	@$(VENV)/python -m tools.write_register
	@$(VENV)/palier exchange document

.PHONY: messages
messages: test-environment ## Bring the translations in step, and list what wants one
	@$(VENV)/python -m tools.write_messages

.PHONY: lock
lock: test-environment ## Lock the packages again, with their hashes, for every platform
	@$(VENV)/python tools/lock.py

.PHONY: audit
audit: environment ## Known vulnerabilities of the locked packages (asks PyPI)
	@$(VENV)/uv tool run --quiet pip-audit@2.10.1 --strict --disable-pip --require-hashes -r requirements/run.txt

.PHONY: environment
environment:
	@$(PYTHON) tools/set_up.py run

.PHONY: test-environment
test-environment:
	@$(PYTHON) tools/set_up.py test

.PHONY: chromium
chromium: test-environment
	@$(VENV)/python -m tests.rig.chromium

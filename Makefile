PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := adapters bot domain handlers services simulator storage tests tools

.DEFAULT_GOAL := help
.PHONY: help install check test lock

help:  ## lists what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

# The stamp is newer than the lock for as long as what is installed is what is locked.
$(VENV)/.installed: requirements/dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

install: $(VENV)/.installed  ## sets up the virtual environment with pinned dependencies

check: install  ## format, lint, types, import rules, freshness of the lock
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python tools/catalogues.py check
	$(BIN)/python tools/lock.py --check

test: install  ## every test, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest -q -n 2

lock: install  ## resolves the dependencies anew
	$(BIN)/python tools/lock.py

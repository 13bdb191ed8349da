# Sets up, serves and checks the project; `make` alone lists the goals.

# Where `make run` listens.
BIND ?= 127.0.0.1:8000
# How many processes share the tests; 0 runs them in one.
TEST_PROCESSES ?= 2

# Pango lays out the paper's text; with HarfBuzz's subsetter fonts embed quickly.
RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
# Playwright's driver is a Node.js that links to libatomic, and does not bring it.
# Chromium draws pages with the system's fonts, and brings none.
# The store of several machines, and what stands before them.
# A printer that is stopped, empty or gone needs a CUPS to be so.
# A kiosk's script asks by curl whether the site is up.
TEST_PACKAGES := chromium cups-client cups-daemon cups-ipp-utils curl fonts-noto-core \
	libatomic1 nginx-light poppler-utils redis-server

# The words of the interface, for translators to copy and fill in.
MESSAGES ?= assessment/web/translations/messages.pot

# Every folder of rules that is a topic; the rest they share.
TOPICS := $(patsubst rules/%/topic.yaml,%,$(wildcard rules/*/topic.yaml))

PYTHON := .venv/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --no-input --disable-pip-version-check \
	--only-binary :all: --require-hashes
PIN := $(PYTHON) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header
PYTEST := $(PYTHON) -m pytest --numprocesses $(TEST_PROCESSES) --dist loadfile

BANDIT := $(PYTHON) -m bandit --quiet --configfile pyproject.toml --recursive assessment

# No access log: the paths of requests would say who answered what, and when.
SERVE := $(PYTHON) -m gunicorn --bind $(BIND) --config python:assessment.web.serving

# Tests start the system's Chromium and never fetch a browser.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run preview test check audit sbom bench screenshots messages requirements clean \
	run-packages test-packages runtime development static

help: ## List these goals
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: runtime ## Set up what is missing, then serve the form on http://127.0.0.1:8000
	exec $(SERVE) wsgi:app

preview: runtime ## The same with /preview, for authors: changed rules are read at once
	ASSESSMENT_PREVIEW=yes exec $(SERVE) wsgi:app

test: test-packages development static ## Set up what is missing, then run every check and test
	$(PYTEST)

check: development static ## The fast part, under two minutes: format, lint, types, rules, unit tests
	$(PYTEST) -m "not browser and not slow"

audit: development ## Look for known faults in the code and, over the network, in the libraries
	$(BANDIT)
	$(PYTHON) -m pip_audit --strict --requirement requirements/requirements.txt --disable-pip

sbom: development ## List all libraries that run, as CycloneDX, in build/sbom.cdx.json
	@mkdir -p build
	$(PYTHON) -m cyclonedx_py requirements --output-reproducible \
		--output-file build/sbom.cdx.json requirements/requirements.txt

bench: development ## Measure accuracy and speed
	$(PYTHON) -m tests.bench

screenshots: test-packages development ## Take the pictures of pages and paper
	$(PYTHON) -m tests.screenshots

messages: development ## Collect the interface's words for translators
	@$(PYTHON) -m babel.messages.frontend --quiet extract \
		--mapping-file assessment/web/babel.cfg --keyword translate --omit-header \
		--no-location --sort-output --no-wrap \
		--output-file $(MESSAGES) .

requirements: development ## Pin the newest releases of everything in requirements/*.in
	$(PIN) requirements/requirements.in \
		--output-file requirements/requirements.txt
	$(PIN) requirements/requirements-dev.in \
		--constraints requirements/requirements.txt \
		--output-file requirements/requirements-dev.txt

clean: ## Remove the virtual environment and the tools' caches
	rm -rf build .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

static:
	$(PYTHON) -m ruff format --check .
	$(BANDIT)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	@for topic in $(TOPICS); do \
		ASSESSMENT_TOPIC=$$topic $(PYTHON) -m flask --app wsgi assessment check --no-dates || exit 1; \
	done

runtime: run-packages .venv/.runtime

development: run-packages .venv/.development

run-packages:
	@.ci/system-packages $(RUN_PACKAGES)

test-packages:
	@.ci/system-packages $(RUN_PACKAGES) $(TEST_PACKAGES)

$(PYTHON):
	@.ci/virtual-environment .venv

# A stamp each, so that nothing is installed again until its pins change. The pins for
# development hold those for running, so that they count as both.
.venv/.runtime: requirements/requirements.txt $(PYTHON)
	@echo "Installing the pinned libraries"
	@$(INSTALL) --requirement $<
	@touch $@

.venv/.development: requirements/requirements-dev.txt $(PYTHON)
	@echo "Installing the pinned libraries and tools"
	@$(INSTALL) --requirement $<
	@touch $@ .venv/.runtime

# Everything a person types. It needs python3 (3.11 or newer, with venv) and make; the rest is installed into
# .venv on first use, from a lock file in which every package has its hash.

PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --quiet --no-input --disable-pip-version-check --require-hashes --only-binary :all:
# Tests wait for a database or a server a third of their time, so two cores serve four of them at once.
PYTEST := $(PY) -m pytest --numprocesses 4 --dist worksteal
# Their own tests reach every branch of the rules. Measuring that doubles the time, so nothing else is measured.
RULES := tests/core -m "not nightly" --cov=core --cov-branch --cov-fail-under=100
REST := --ignore=tests/core -m "not nightly"

# Where a machine forbids it, each process would compile everything anew, and the tests start many.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help try run test check nightly bench sabotage screenshots setup lint types contracts format lock clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

try: $(VENV)/.installed ## Try it with a pretend Slack: no account, nothing to configure
	@$(PY) -m cli try

run: $(VENV)/.installed ## Run it with your Slack, as set in .env
	@$(PY) -m cli run

test: $(VENV)/.installed-dev ## Run the quick tests
	@$(PYTEST) -m "not slow and not nightly and not browser and not postgres"

check: lint types contracts ## Run everything that must be green: lint, types, contracts, tests
	@$(PYTEST) $(RULES)
	@$(PYTEST) $(REST) || { echo 'Once more, one at a time: what failed while others kept the machine busy.'; \
	  $(PY) -m pytest --last-failed $(REST); }

nightly: check ## Run the proofs at full length too, and break the product on purpose (hours)
	@$(PYTEST) -m nightly
	@$(PY) -m tools.sabotage

bench: $(VENV)/.installed-dev ## Measure the speed of verification and rotation
	@$(PY) -m bench

sabotage: $(VENV)/.installed-dev ## Break the product on purpose and see whether the tests notice
	@$(PY) -m tools.sabotage --only "$(ONLY)"

setup: $(VENV)/.installed-dev ## Install everything for development

lint: $(VENV)/.installed-dev ## Check style and layout
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: $(VENV)/.installed-dev ## Check types
	@$(PY) -m mypy

contracts: $(VENV)/.installed-dev ## Check who imports whom
	@$(VENV)/bin/lint-imports

format: $(VENV)/.installed-dev ## Put the code into its usual layout
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

screenshots: $(VENV)/.installed-dev ## Take the pictures in docs/pictures anew (needs Chromium)
	@$(PY) -m tools.screenshots

lock: $(VENV)/.installed-dev ## Lock the newest packages that pyproject.toml allows
	$(PY) -m uv lock --quiet --upgrade
	$(PY) -m uv export --quiet --frozen --no-emit-project --no-header --no-annotate --no-dev --output-file requirements.lock
	$(PY) -m uv export --quiet --frozen --no-emit-project --no-header --no-annotate --output-file requirements-dev.lock

clean: ## Remove what was installed and what the tools remember, never data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*

# --- set-up, done by itself

$(VENV)/.installed: requirements.lock
	$(new_environment)
	@$(PIP) --requirement requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements.lock requirements-dev.lock
	$(new_environment)
	@$(PIP) --requirement requirements-dev.lock
	@touch $(VENV)/.installed $@

define new_environment
@command -v $(PYTHON) >/dev/null || { \
  echo "$(PYTHON) is not here. On Debian or Ubuntu: apt install python3 python3-venv"; exit 1; }
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "$(PYTHON) is too old: 3.11 or newer is needed. If there is another: make PYTHON=python3.12"; exit 1; }
@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo "$(PYTHON) cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
@echo "Installing packages into $(VENV), once ..."
@$(PYTHON) -m venv $(VENV)
endef

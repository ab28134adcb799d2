# `make` alone says what there is.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 4566
POSTS ?= 1000
STACK ?= prod
ARGS ?= --help

# Writable where the environment is, and on its file system: installing links files, and copies none.
export UV_CACHE_DIR ?= $(CURDIR)/.build/uv

# Settings of the machine would lead pip, uv and Python elsewhere. Those that find a mirror stay; of uv, no index
# only where there is something else.
MIRRORS := PIP_CONFIG_FILE PIP_CERT PIP_CLIENT_CERT PIP_DEFAULT_TIMEOUT PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_INDEX_URL \
	PIP_KEYRING_PROVIDER PIP_NO_INDEX PIP_PROXY PIP_RETRIES PIP_TIMEOUT PIP_TRUSTED_HOST \
	UV_CACHE_DIR UV_CONFIG_FILE UV_CREDENTIALS_DIR UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_HTTP_% UV_INDEX% \
	UV_INSECURE_HOST UV_KEYRING_PROVIDER UV_NATIVE_TLS $(if $(UV_FIND_LINKS),UV_NO_INDEX) UV_OFFLINE UV_SYSTEM_CERTS
unexport $(filter-out $(MIRRORS),$(filter PIP_% PYTHON% UV_%,$(.VARIABLES)))

.DEFAULT_GOAL := help
.PHONY: help demo up faults ops test check scan bench contracts preview template snapshots screenshot format lock clean
.SILENT:

INSTALLED := $(VENV)/.installed

# Checkov pins what the project needs newer, so the scanners have an environment of their own.
SCANNERS := .build/scanners-$(notdir $(VENV))

# It has the PYTHON that was asked for. Another one that is asked for is installed in its place.
ifneq ($(origin PYTHON),file)
ifneq ($(PYTHON),$(shell cat $(INSTALLED) 2>/dev/null))
.PHONY: $(INSTALLED)
endif
endif

help: ## Show this list
	awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	echo
	echo "The first use installs everything into $(VENV), with $(PYTHON): PYTHON=/path/to/python takes another."

demo: $(INSTALLED) ## Deploy to the local AWS, run the article's scenario, stop
	$(VENV)/bin/python -m local demo

up: $(INSTALLED) ## Deploy to the local AWS and stay up, until Ctrl-C (PORT=4566)
	$(VENV)/bin/python -m local up --port $(PORT)

faults: $(INSTALLED) ## Post while calls of AWS fail, and count what became of it (SEED=…, POSTS=1000)
	$(VENV)/bin/python -m local faults $(if $(SEED),--seed $(SEED)) --posts $(POSTS)

ops: $(INSTALLED) ## Look after a deployed stack (ARGS="status", ARGS="where POST_ID"; alone it lists all)
	$(VENV)/bin/python -m ops $(ARGS)

test: $(INSTALLED) ## Run all tests, in three processes, and name the slowest
	$(VENV)/bin/python -m pytest --numprocesses 3 --max-worker-restart 0 --durations=10

check: $(INSTALLED) ## Check format, lint, types (of the page, too), workflows, contracts and previews
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	echo "Checking types: the first time about a minute …"
	$(VENV)/bin/mypy
	DENO_DIR=.build/deno $(VENV)/bin/deno check --quiet site
	$(VENV)/bin/zizmor --quiet --offline .github
	$(VENV)/bin/python -m contracts check
	$(VENV)/bin/python -m preview check

scan: $(INSTALLED) $(SCANNERS)/.installed ## Scan the stacks' templates by cfn-lint and Checkov (docs/security-posture.md)
	echo "Scanning the templates: less than a minute …"
	$(VENV)/bin/python -m preview scan $(SCANNERS)/bin

bench: $(INSTALLED) ## Measure cold starts and calls beside a naive handler's, and write docs/performance.md
	$(VENV)/bin/python -m benchmarks

contracts: $(INSTALLED) ## Write OpenAPI, AsyncAPI, schemas and component pages from the code
	$(VENV)/bin/python -m contracts write

preview: $(INSTALLED) ## Show what a stack asks of AWS, and what changed since it was reviewed (STACK=prod)
	$(VENV)/bin/python -m preview show $(STACK)

template: $(INSTALLED) ## Print a stack as a CloudFormation template (STACK=prod)
	$(VENV)/bin/python -m preview template $(STACK)

snapshots: $(INSTALLED) ## Write what each stack asks of AWS into docs/preview/, to be reviewed
	$(VENV)/bin/python -m preview write

screenshot: $(INSTALLED) ## Take the README's picture of the page, with Chromium
	$(VENV)/bin/python -m tests.browser.screenshot

format: $(INSTALLED) ## Format the code
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

PIN := $(VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url

lock: $(INSTALLED) ## Pin the newest allowed dependencies, with hashes
	echo "Asking for the newest versions: some seconds …"
	$(PIN) functions/requirements.in --output-file functions/requirements.txt
	$(PIN) examples/fraud_check/fraud_check/requirements.in \
		--output-file examples/fraud_check/fraud_check/requirements.txt
	$(PIN) requirements.in --output-file requirements.txt
	$(PIN) requirements-dev.in --output-file requirements-dev.txt
	$(PIN) requirements-scan.in --output-file requirements-scan.txt

clean: ## Remove what was installed and built
	rm -rf $(VENV) .build .local .hypothesis .mypy_cache .ruff_cache .pytest_cache

# Prints the interpreter's own path. A command of pyenv runs only the version that .python-version names, unless it is
# told others: all of them, then.
FIND_PYTHON := $(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("%s is Python %s" % \
	(sys.executable, sys.version.split()[0])); print(sys.executable)'
PYENV_VERSIONS := { pyenv versions --bare | grep '^3\.' | sort -rV ; echo system ; } 2>/dev/null | paste -sd : -

# uv installs what the lock file names and nothing else, as `pip install --no-deps` would: the lock file is
# complete. uv itself is in that file, for pip to begin with.
# It takes for installed what an interrupted run left half done: each run begins with an empty environment.
$(INSTALLED): requirements-dev.txt
	python=$$($(FIND_PYTHON) 2>/dev/null) || \
		python=$$(PYENV_VERSION=$$($(PYENV_VERSIONS)) $(FIND_PYTHON)) || \
		{ echo "$(PYTHON) does not run, or is not 3.11 or newer. Name another: make PYTHON=/path/to/python3.11 …" >&2 ; exit 1 ; } ; \
	echo "Installing into $(VENV) with $$python: once, some seconds and a gigabyte …" ; \
	"$$python" -m venv --clear $(VENV) || \
		{ echo "On Debian and Ubuntu: apt-get install python3-venv" >&2 ; rm -rf $(VENV) ; exit 1 ; }
	sed -n '/^uv==/,/# via/p' requirements-dev.txt | PIP_USER=0 $(VENV)/bin/python -m pip install --quiet \
		--disable-pip-version-check --require-hashes --requirement /dev/stdin
	$(VENV)/bin/uv pip sync $$(test -t 2 || echo --quiet) --python $(VENV) --require-hashes requirements-dev.txt
	echo '$(PYTHON)' > $@

$(SCANNERS)/.installed: requirements-scan.txt | $(INSTALLED)
	$(VENV)/bin/uv venv --quiet --clear --python $(VENV)/bin/python $(SCANNERS)
	$(VENV)/bin/uv pip sync --quiet --python $(SCANNERS) --require-hashes requirements-scan.txt
	touch $@

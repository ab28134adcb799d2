# `make` alone says what there is.
PYTHON ?= python3
PORT ?= 4566

.DEFAULT_GOAL := help
.PHONY: help demo up test check contracts screenshot format lock clean
.SILENT:

INSTALLED := .venv/.installed

help: ## Show this list
	awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## Deploy to the local AWS, run the article's scenario, stop
	.venv/bin/python -m local demo

up: $(INSTALLED) ## Deploy to the local AWS and stay up, until Ctrl-C (PORT=4566)
	.venv/bin/python -m local up --port $(PORT)

test: $(INSTALLED) ## Run all tests
	.venv/bin/python -m pytest

check: $(INSTALLED) ## Check format, lint, types and contracts
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	DENO_DIR=.build/deno .venv/bin/deno check --quiet site
	.venv/bin/python -m contracts check

contracts: $(INSTALLED) ## Write OpenAPI, AsyncAPI and event schemas from the models
	.venv/bin/python -m contracts write

screenshot: $(INSTALLED) ## Take the README's picture of the page, with Chromium
	.venv/bin/python -m tests.browser.screenshot

format: $(INSTALLED) ## Format the code
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: $(INSTALLED) ## Pin the newest allowed dependencies, with hashes
	.venv/bin/pip install --quiet uv
	for folder in functions/ "" ; do \
		for set in requirements requirements-dev ; do \
			test ! -f $$folder$$set.in || .venv/bin/uv pip compile --quiet --upgrade --universal \
				--python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
				$$folder$$set.in --output-file $$folder$$set.txt || exit 1 ; \
		done ; \
	done

clean: ## Remove what was installed and built
	rm -rf .venv .build .local .hypothesis .mypy_cache .ruff_cache .pytest_cache

$(INSTALLED): requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …" >&2 ; exit 1 ; }
	echo "Installing into .venv: once, about a minute …"
	$(PYTHON) -m venv .venv || \
		{ echo "On Debian and Ubuntu: apt-get install python3-venv" >&2 ; rm -rf .venv ; exit 1 ; }
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	touch $@

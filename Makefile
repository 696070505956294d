# Sets up what a command needs, once, and runs it.

RESUME ?= examples/resume.yaml
PORT ?= 8000
SUITES ?=
BENCHMARKS ?= build counter

PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export BASE_URL PORT RESUME

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# By exec the server is make's own child, and a signal to make reaches it.
.PHONY: serve
serve: .venv/run.stamp ## serve RESUME (examples/resume.yaml) at PORT (8000), reloading live
	@exec $(BIN)/cloud-resume serve "$$RESUME" --port "$$PORT"

.PHONY: test
test: .venv/dev.stamp ## run every suite, or those named: SUITES="unit browser"
	@$(BIN)/python -m tools.suites $(SUITES)

# An empty BASE_URL is what a command that failed has left: it must not have the sample tested in the site's place.
.PHONY: e2e
e2e: .venv/dev.stamp ## run the smoke tests against BASE_URL, or against the sample
	@$(if $(BASE_URL)$(filter undefined file,$(origin BASE_URL)),,$(error BASE_URL is set, but empty: it names no site))
	@$(BIN)/python -m tools.suites e2e

.PHONY: pipeline
pipeline: .venv/dev.stamp ## run the pipeline on this machine, for pull requests and merges, with an emulator as AWS
	@$(BIN)/python -m tools.suites pipeline

.PHONY: lint
lint: .venv/dev.stamp ## check style, types, shell scripts and workflows
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/shellcheck .ci/run
	@$(BIN)/actionlint -shellcheck $(BIN)/shellcheck
	@$(BIN)/zizmor --quiet --offline --persona pedantic .github

.PHONY: audit
audit: .venv/dev.stamp ## ask the advisories about what we depend on
	@$(BIN)/python -m tools.audit

.PHONY: sbom
sbom: .venv/dev.stamp ## list what the package depends on, into build/sbom.json
	@$(BIN)/python -m tools.audit sbom

.PHONY: bench
bench: .venv/dev.stamp node_modules/.package-lock.json ## measure beside the peers, into docs/benchmarks
	@mkdir -p docs/benchmarks
	@for name in $(BENCHMARKS); do \
	  echo "Measuring $$name"; \
	  $(BIN)/python -m "bench.$$name" >.venv/table.md && mv .venv/table.md "docs/benchmarks/$$name.md" || exit; \
	  cat "docs/benchmarks/$$name.md"; \
	done

.PHONY: pictures
pictures: .venv/dev.stamp ## take the pictures of the sample, into docs/pictures
	@$(BIN)/python -m tools.pictures

.PHONY: gallery
gallery: .venv/dev.stamp node_modules/.package-lock.json ## set the page beside its peers, into docs/gallery.md
	@$(BIN)/python -m tools.gallery

.PHONY: tools
tools: .venv/dev.stamp ## build Terragrunt and OpenTofu where they are missing, into the user's cache
	@$(BIN)/python -m tools.go_tools install

.PHONY: clean
clean: ## remove what was made, but not the counted visits
	rm -rf .venv node_modules e2e/node_modules tools/peers/node_modules e2e/screenshots tests/infra/observatory/node_modules dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*

# dev.txt holds run.txt and more, at the same versions: the two share one environment in any order.
.venv/%.stamp: requirements/%.txt pyproject.toml .venv/made
	@echo 'Installing $< into .venv'
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement $<
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# An environment that was cut off in the making, was moved, or has lost its Python is made anew.
ifneq ($(shell test -x $(BIN)/python && cat .venv/made 2>/dev/null),$(CURDIR))
.PHONY: .venv/made
endif
.venv/made:
	@for python in $(PYTHONS); do \
	  version=$$("$$python" -c 'import sys; sys.version_info >= (3, 11) and print("%d.%d" % sys.version_info[:2])' 2>/dev/null); \
	  if [ -n "$$version" ]; then break; fi; \
	done; \
	if [ -z "$$version" ]; then \
	  echo 'Cloud Resume needs Python 3.11 or newer, and none is on PATH.' >&2; \
	  echo 'Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python; others: https://www.python.org/downloads/' >&2; \
	  exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python has no venv module. Debian, Ubuntu: apt-get install python$$version-venv" >&2; \
	  exit 1; \
	fi; \
	echo "Making .venv with Python $$version"; \
	"$$python" -m venv --clear .venv
	@pwd -P >$@

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --ignore-scripts

# Every target sets up what it needs: .venv from the locked requirements, made again only when they change.

PORT ?= 3000
BIN := .venv/bin
READY := .venv/.ready
# Tests wait as long as they work: twice as many processes as two cores. They go out singly, the long ones first.
PYTEST := $(BIN)/pytest -n 4 --maxschedchunk 1 -rfEs
UV := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --upgrade --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url

# Without bytecode every process would compile each module anew, and rewrite the assertions of each test.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-postgresql test-slow check lint format bench soak migration lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## try it: a local Slack with the bot in it, at http://127.0.0.1:3000/ (PORT=… for another)
	@exec $(BIN)/breakwater sandbox --port $(PORT)

test: $(READY) ## import contracts and tests; whatever is about databases on both of them
	@$(BIN)/lint-imports --config .importlinter > .venv/imports.txt || { cat .venv/imports.txt; exit 1; }
	@$(PYTEST) -m "not soak and not postgresql and not slow"

test-postgresql: $(READY) ## the other tests again, on PostgreSQL
	@$(PYTEST) -m "postgresql and not soak"

test-slow: $(READY) ## what takes long: roads through a browser, the installed wheel, more deaths and faults
	@$(PYTEST) -m "slow and not soak"

check: lint test test-postgresql test-slow ## everything that must hold: format, lint, types, imports, tests

lint: $(READY) ## format, lint and types, without changing a file
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(READY) ## put the files into shape
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

bench: $(READY) ## measure what we promise, and print the table
	@$(BIN)/python -m bench

soak: $(READY) ## the whole kill-and-fault matrix; takes long
	@$(BIN)/pytest -n 2 -m soak --timeout 600

migration: $(READY) ## write the next migration from the models: make migration WHY="remember who called"
	@$(BIN)/python -m migrations "$(WHY)"

lock: $(READY) ## lock the newest versions that pyproject.toml allows, with hashes
	@$(BIN)/pip install --quiet uv
	@$(UV) pyproject.toml --output-file requirements/run.txt
	@$(UV) --group dev pyproject.toml --output-file requirements/dev.txt

$(READY): requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || for python in python3.13 python3.12 python3.11 python3; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "setting up .venv with $$($$python --version)"; \
			exec $$python -m venv .venv; \
		fi; \
	done
	@test -x $(BIN)/pip || { echo "✗ this needs Python 3.11 or newer, with venv (Debian: apt-get install python3-venv)"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

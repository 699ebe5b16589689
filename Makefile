# Two commands on a new machine: `make demo` and `make test`. They need Python 3.11+ (with venv) and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

# The demonstration and the tests start this program dozens of times: it is compiled once, wherever this is set.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help:  ## these lines
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mailbot needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which one: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

.venv/runtime: .venv/made pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/developer: .venv/runtime
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

.PHONY: demo
demo: .venv/runtime  ## see the bot at its main job, then write to it yourself
	$(BIN)/mailbot demo

.PHONY: test
test: .venv/developer  ## all tests that a change must pass (three minutes on two cores)
	$(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: run
run: .venv/runtime  ## serve the config.toml in this folder
	$(BIN)/mailbot serve --config config.toml

.PHONY: lint
lint: .venv/developer  ## style, types
	$(BIN)/ruff check .
	$(BIN)/mypy

.PHONY: torture
torture: .venv/developer  ## what is slow and must hold too: kill -9 at every fault point, mutations, whole desks as processes
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "torture and not replay"

.PHONY: replay
replay: .venv/developer  ## what the tests show on SQLite only, shown on PostgreSQL: stories, and kill -9 at every fault point
	$(BIN)/python -m pytest -n 2 --dist worksteal -m replay

.PHONY: bench
bench: .venv/developer  ## measure: what is in bench/README.md
	$(BIN)/python -m bench

.PHONY: wheel
wheel: .venv/developer  ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

# make run       sets up and starts the daemon on config.example.yaml
# make test      sets up and runs the test suite, in minutes
# make test-all  the long proofs as well
# make spark     sets up Spark for them: a large download, which the other tests do without
# make docs      writes the pages that are made from the rules and their definitions
# make site      builds the documentation as a site into site/, to be read without a server
# make wheelhouse  everything a server needs, in dist/wheelhouse, for one without a registry
# make audit     known holes in what a server gets; needs the network

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test test-all spark docs site wheelhouse audit lint lock clean

run: $(VENV)/.run
	$(BIN)/watchlist run --config config.example.yaml

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not long"

test-all: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m long

spark: $(VENV)/.spark

docs: $(VENV)/.test
	$(BIN)/python -m docs.reference.make
	$(BIN)/python -m docs.make_catalogue

# What a server without a way to a registry is installed from (docs/installing.md).
wheelhouse:
	sh requirements/wheelhouse.sh $(PYTHON) dist/wheelhouse

# Asks an advisory service whether what a server gets has known holes: needs the network.
audit: $(VENV)/.audit
	$(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes \
	  -r requirements/run.txt -r requirements/server.txt

site: $(VENV)/.test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The locked versions, then the project itself without asking an index for anything more.
$(VENV)/.run: $(VENV)/.new requirements/run.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.new requirements/test.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/test.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.spark: $(VENV)/.test requirements/spark.txt
	$(PIP) install --require-hashes -r requirements/spark.txt
	@touch $@

$(VENV)/.audit: $(VENV)/.new requirements/audit.txt
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install \
	  --require-hashes -r requirements/audit.txt
	@touch $@

$(VENV)/.new:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; say which with: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# Needs uv; the lock files carry hashes and no address.
lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header -o requirements/run.txt
	uv pip compile pyproject.toml --group build --group test --extra postgres --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/test.txt
	uv pip compile pyproject.toml --extra spark --universal --python-version 3.11 \
	  --constraint requirements/test.txt \
	  --generate-hashes --no-emit-index-url --no-header -o requirements/spark.txt
	uv pip compile pyproject.toml --extra postgres --extra papers --extra microsoft --extra notify \
	  --extra oidc --universal --python-version 3.11 --constraint requirements/test.txt \
	  --generate-hashes --no-emit-index-url --no-header -o requirements/server.txt
	uv pip compile --group wheelhouse --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header -o requirements/wheelhouse.txt
	uv pip compile --group audit --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header -o requirements/audit.txt

clean:
	rm -rf $(VENV) dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis

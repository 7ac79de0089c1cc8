# Everything a newcomer needs: `make demo` and `make test` set up what they need first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FILES ?=
BUILT_FROM := pyproject.toml setup.py scripts/install scripts/system-packages \
  $(wildcard src/paraph/gost/kernel/* src/paraph/web/locale/*/LC_MESSAGES/*.po)
# Files of tests are shared out among processes in their order; each process starts what servers it needs.
# One more than there are processors: many tests wait for a server, a browser or another process.
IN_PARALLEL := -n $(shell expr $$(nproc) + 1) --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations=40 --durations-min=5
# In a usual run those where the database decides: locks, races, constraints, odd text, lists and their filters.
DATABASE_DECIDES := archive/test_integrity authority/test_register balance/test_balance parties journal \
  $(addprefix bitrix24/test_,base_events base_install registry_two_way registry_sync) \
  $(addprefix diadoc/test_,partners feed_cursor sending_exchange incoming_exchange hostile_answers hostile_crowd) \
  $(addprefix docflow/test_,at_once incoming package) \
  $(addprefix elma365/test_,elma_inbound mapping_rows blocks_once sync_journey) \
  $(addprefix link/test_,links_end) $(addprefix notifications/test_,letters_leave) \
  $(addprefix signing/test_,received rechecks tasks handoffs) \
  $(addprefix web_documents/test_,registry_page package_form incoming_lists)
USUALLY_ON_POSTGRESQL = $(foreach one,$(DATABASE_DECIDES),$(or $(wildcard tests/$(one).py),tests/$(one)))
# Besides those, when somebody asks for it.
ALSO_ON_POSTGRESQL := authority balance docflow elma365 link notifications signing \
  $(addprefix bitrix24/test_,robots_refused clickdoc_disk) \
  $(addprefix diadoc/test_,accounts answers_exchange hostile_accounts hostile_incoming hostile_sending) \
  $(addprefix web/test_,access pages) \
  $(addprefix web_documents/test_,document_page package_page department_page)
ON_POSTGRESQL := PARAPH_TEST_DATABASE=postgresql $(BIN)/python -m pytest $(IN_PARALLEL) -m "not browser"
# What tries more of the same where it is asked to.
SOAKED := tests/archive/test_protocol.py tests/demo tests/diadoc/test_faults_crash.py \
  tests/diadoc/test_hostile_crash.py tests/docflow/test_walk.py tests/docflow/test_walk_operator.py tests/web_documents/test_odd_input.py

.PHONY: help demo demo-once test test-postgresql crash soak contract-clients contract-diadoc contract-elma365 bench-trust bench-bitrix24 fuzz-trust lint format wire messages screenshots clean
.DEFAULT_GOAL := help

help: ## Show this help
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 20

$(VENV)/.run: requirements/run.txt $(BUILT_FROM)
	scripts/install run

$(VENV)/.dev: requirements/dev.txt $(BUILT_FROM)
	scripts/install dev

demo: $(VENV)/.run ## Bring up hub and sandbox and play the journey (FILES="a.pdf b.docx" for your own files)
	$(BIN)/paraph demo $(value FILES)

demo-once: $(VENV)/.run ## Play the journeys headless, print a table, write var/demo/report.json
	$(BIN)/paraph demo --once $(value FILES)

test: $(VENV)/.dev ## Lint, then run all tests (on SQLite; where the database decides on PostgreSQL too)
	@$(MAKE) --no-print-directory lint
	-@$(MAKE) --no-print-directory contract-clients
	-@$(MAKE) --no-print-directory contract-npm
	$(BIN)/python -m pytest $(IN_PARALLEL)
	$(ON_POSTGRESQL) $(USUALLY_ON_POSTGRESQL)

test-postgresql: $(VENV)/.dev ## Run the tests of every room with tables on PostgreSQL
	$(ON_POSTGRESQL) $(USUALLY_ON_POSTGRESQL) $(foreach one,$(ALSO_ON_POSTGRESQL),$(or $(wildcard tests/$(one).py),tests/$(one)))

crash: $(VENV)/.dev ## Kill the process at every commit of the journeys, on both databases
	PARAPH_CRASH_WHOLE=1 $(BIN)/python -m pytest $(IN_PARALLEL) tests/crash

soak: $(VENV)/.dev ## Try much more of what is random: walks of people, deaths between any two steps, odd input
	PARAPH_SOAK=1 $(BIN)/python -m pytest $(IN_PARALLEL) $(SOAKED)

# Clients written by others, in an environment of their own. Without them their tests are skipped by name,
# and fail where PARAPH_CONTRACT_REQUIRED is set.
CONTRACT_VENV := var/contract/venv
$(CONTRACT_VENV)/.done: requirements/contract.txt
	$(PYTHON) -m venv --clear $(CONTRACT_VENV)
	$(CONTRACT_VENV)/bin/python -m pip install -q --require-hashes -r requirements/contract.txt
	touch $@

contract-clients: $(CONTRACT_VENV)/.done

# Those of npm, in a folder of their own.
CONTRACT_NODE := var/contract/node
$(CONTRACT_NODE)/.done: requirements/contract-npm/package.json requirements/contract-npm/package-lock.json
	mkdir -p $(CONTRACT_NODE)
	cp $^ $(CONTRACT_NODE)
	cd $(CONTRACT_NODE) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

contract-npm: $(CONTRACT_NODE)/.done

contract-diadoc: $(VENV)/.dev contract-clients ## Try the emulated Диадок with clients of others (CLIENTS=folder for more of them)
	PARAPH_CONTRACT_REQUIRED=1 PARAPH_CONTRACT_CLIENTS=$(CLIENTS) $(BIN)/python -m pytest tests/contract/test_contract_*.py

contract-bitrix24: $(VENV)/.dev contract-clients contract-npm ## Try the emulated Битрикс24 with clients of others
	PARAPH_CONTRACT_REQUIRED=1 $(BIN)/python -m pytest tests/contract/test_bitrix24_*.py

contract-elma365: $(VENV)/.dev contract-npm ## Check the module for ELMA365 with the compiler its platform uses
	PARAPH_CONTRACT_REQUIRED=1 $(BIN)/python -m pytest tests/contract/test_elma365_*.py

BENCH_VENV := var/bench/venv
$(BENCH_VENV)/.done: requirements/bench.txt
	$(PYTHON) -m venv --clear $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip install -q --require-hashes -r requirements/bench.txt
	touch $@

# A peer that cannot be had is named in the table; the rest is measured.
bench-trust: $(VENV)/.run ## Measure signatures against gost-engine, OpenSSL and pyHanko; write var/bench/trust.json
	-scripts/system-packages bench
	-@$(MAKE) --no-print-directory $(BENCH_VENV)/.done
	$(BIN)/python bench/trust/run.py

bench-bitrix24: $(VENV)/.dev ## Count REST calls per document at an emulated portal; write var/bench/bitrix24.json
	$(BIN)/python bench/bitrix24/run.py

# Atheris stands in an environment of its own, which sees the product and its dependencies.
FUZZ_VENV := var/fuzz/venv
$(FUZZ_VENV)/.done: requirements/fuzz.txt
	$(PYTHON) -m venv --clear $(FUZZ_VENV)
	$(FUZZ_VENV)/bin/python -m pip install -q --require-hashes -r requirements/fuzz.txt
	touch $@

fuzz-trust: $(VENV)/.dev $(FUZZ_VENV)/.done ## Fuzz the readers of signatures, lists, МЧД and key files for FUZZ_SECONDS (600)
	PYTHONPATH=src:$$(echo $(VENV)/lib/python3*/site-packages) $(FUZZ_VENV)/bin/python -m fuzz.run $(or $(FUZZ_SECONDS),600)

lint: $(VENV)/.dev ## ruff, mypy (strict on the core), import contracts
	$(BIN)/ruff check src tests scripts bench fuzz
	$(BIN)/ruff format --check src tests scripts bench fuzz
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff format src tests scripts bench fuzz
	$(BIN)/ruff check --fix src tests scripts bench fuzz

wire: $(VENV)/.dev ## Compile the .proto files of outside services
	$(BIN)/python -m grpc_tools.protoc -Isrc --python_out=src --pyi_out=src src/paraph/wire/*/*.proto
	sed -i -E '/^ +None: /d' src/paraph/wire/*/*_pb2.pyi # a value of that name cannot be written in a stub

messages: $(VENV)/.dev ## Collect strings for translation into the .po file
	$(BIN)/python -m paraph.web.messages extract

screenshots: $(VENV)/.dev ## Take the screenshots in docs/ with Chromium
	$(BIN)/python scripts/screenshots.py
	$(BIN)/python scripts/screenshots_bitrix24.py
	$(BIN)/python scripts/screenshots_elma365.py

clean: ## Remove the environment and everything the demo made
	rm -rf $(VENV) var build

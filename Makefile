# From raw files to the report's tables. `make` alone lists the commands.

CAMPAIGN ?= 2018-03
RAW ?= raw
OUT ?= $(CURDIR)
HOST ?= 127.0.0.1
PORT ?= 3000

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONPATH := $(CURDIR)
# a region's reports/, warehouse/ and history of runs lie together
home := $(if $(filter /%,$(OUT)),$(OUT),$(CURDIR)/$(OUT))
export DAGSTER_HOME := $(home)/.dagster
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
# the browser tests run where a Chromium is installed
export CHROMIUM ?= $(shell command -v chromium chromium-browser google-chrome 2>/dev/null | head -n 1)

manifest := dbt_project/target/manifest.json
dbt_files := $(shell find dbt_project -mindepth 1 \( -name target -o -name logs \) -prune -o -not -name .user.yml -print)
graph := orchestration/warehouse/graph.py orchestration/lineage/columns.py
sql := dbt_project/models dbt_project/tests

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Variables: CAMPAIGN=$(CAMPAIGN) RAW=$(RAW) OUT=$(OUT) HOST=$(HOST) PORT=$(PORT) PYTHON=(the machine's, 3.11 to 3.13)"

.PHONY: report
report: $(manifest) ## set up; from RAW to the tables of CAMPAIGN in reports/ of OUT
	@python -m orchestration report --campaign "$(CAMPAIGN)" --raw "$(RAW)" --home "$(home)"

.PHONY: forms
forms: set-up ## set up; blank forms of CAMPAIGN in reports/ of OUT, filled from the registry in RAW and the last campaign
	@python -m orchestration forms --campaign "$(CAMPAIGN)" --raw "$(RAW)" --home "$(home)"

.PHONY: test
test: $(manifest) ## set up; format, lint, types, unit tests, the pipeline on the sample against the printed tables
	@scripts/test

.PHONY: ui
ui: export RAW := $(RAW)
ui: export MONITORING_HOME := $(home)
ui: $(manifest) ## Dagster's pages at PORT over RAW, until Ctrl-C
	@scripts/ui "$(HOST)" "$(PORT)"

.PHONY: bench
bench: $(manifest) ## how long a run takes and where
	@python -m orchestration bench

.PHONY: sample
sample: set-up ## make the sample region anew in RAW
	@python -m tests.sample_region "$(RAW)"

.PHONY: format
format: set-up ## put Python and SQL in order
	@ruff format .
	@ruff check --fix .
	@sqlfluff fix --processes 2 $(sql)

.PHONY: lock
lock: set-up ## resolve the versions of pyproject.toml anew, with hashes, for Python 3.11 to 3.13
	@scripts/lock

.PHONY: clean
clean: ## remove what these commands made, the environment too; raw/ stays
	@rm -rf .venv .tools .dagster .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@rm -rf warehouse reports logs dbt_project/target dbt_project/logs dbt_project/.user.yml
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: set-up
set-up:
	@scripts/set-up

# Dagster learns the graph from dbt's manifest; a folder's own time tells of files that went
$(manifest): $(dbt_files) $(graph) requirements/locked.txt | set-up
	@echo "set-up: reading the dbt project (some seconds)"
	@python -m orchestration graph
	@touch $@

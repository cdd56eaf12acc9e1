# Rapport. `make help` lists what there is; every target says what it does and how far it is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app app

# No model hub is ever asked for anything: the weights come in a package.
export HF_HUB_OFFLINE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

## Everyday

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^## /{sub(/^## /,""); print "\n" $$0} /^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: install model ## set everything up and serve at http://127.0.0.1:8000
	@echo "Preparing the database"
	@$(FLASK) init
	@$(FLASK) load-demo
	@$(FLASK) serve

.PHONY: test
test: $(VENV)/.dev ## run all the tests
	@$(BIN)/python -m pytest

.PHONY: lint
lint: $(VENV)/.dev ## check style, types and which room imports which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: format
format: $(VENV)/.dev ## put the code into its uniform shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: translations
translations: install ## gather all texts, bring the German ones up to date, compile them
	@$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2 \
		--add-location=file --sort-by-file --omit-header -o app/translations/messages.pot .
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -i app/translations/messages.pot -d app/translations
	@$(BIN)/pybabel -q compile -d app/translations

## The model

.PHONY: model
model: install
	@if [ ! -f artifacts/CURRENT ] && [ ! -f artifacts/shipped/manifest.json ]; then \
		echo "There is no released model yet, so one is trained (some 45 minutes)"; \
		$(BIN)/python -m training.train; \
		$(BIN)/python -m training.promote --first; \
	fi

.PHONY: corpus
corpus: install ## check the corpus, say what is in it and what might give labels away
	@$(BIN)/python -m training.corpus
	@$(BIN)/python -m training.rosters
	@$(BIN)/python -m training.giveaways

.PHONY: train
train: install ## train a candidate into artifacts/candidate (some 45 minutes)
	@$(BIN)/python -m training.train

.PHONY: evaluate
evaluate: install ## measure the method and the candidate against the baselines
	@$(BIN)/python -m training.evaluate

.PHONY: bench
bench: $(VENV)/.dev ## measure speed and memory of scoring, matching and pages, as ratios
	@$(BIN)/python -m training.bench
	@$(BIN)/python -m tests.bench.pages

.PHONY: promote
promote: install ## release the candidate if it passes the gates
	@$(BIN)/python -m training.promote

.PHONY: ship
ship: install ## make the released model the one that comes with the source
	@$(BIN)/python -m training.promote --ship

## Setting up

.PHONY: install
install: $(VENV)/.installed ## make the virtual environment with the pinned requirements

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit("Rapport needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.txt $(VENV)/.made
	@echo "Installing the requirements (several hundred megabytes the first time)"
	@$(BIN)/python -m pip install -r requirements.txt
	@$(BIN)/python -m pip check
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what tests and lint need"
	@$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@

.PHONY: pin
pin: ## resolve requirements*.in to their whole closure
	@./pin.sh

.PHONY: clean
clean: ## remove what was built, but not the database or the models
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

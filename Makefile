# Everything is set up on first use; a Python of 3.11 or later and make are all that a machine must have.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SCENARIOS ?= base
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help report examples test benchmarks faults portability mutants walk lab notebooks lint lock clean

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "make report SCENARIOS='base growth_stalls' ARGS='--as-of 2025-11-12'   (all options: $(BIN)/wattbook report --help)"

report: $(READY)  ## run the notebooks and write the report; the last line is its first page
	@$(BIN)/wattbook report $(SCENARIOS) $(ARGS)

# With bytecode: each of three processes would compile every test, and what the test tools bring, once more.
test: $(READY)  ## run all tests: library, worked examples, stored notebooks
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder --nbval notebooks tests lib

benchmarks: $(READY)  ## what all this costs beside the stock tools, as ratios within one run (ten minutes; npm brings MyST)
	@$(BIN)/python -m pip install --quiet --no-deps --target $(VENV)/beside ema_workbench platypus-opt 2>/dev/null || true
	@npm install --silent --prefix $(VENV)/beside mystmd 2>/dev/null || true
	@$(BIN)/python tests/benchmarks/measure.py $(ARGS)

faults: $(READY)  ## kill, stop and starve a run at every place, and see that nothing is lost (ten minutes)
	@$(BIN)/python -m pytest -q tests/faults/found.py
	@$(BIN)/python tests/faults/break_reports.py $(ARGS)

portability: $(READY)  ## a wheel with the lowest and the newest packages, elsewhere, gives the same outputs (needs uv; ARGS='--python PATH ...')
	@$(BIN)/python tests/portability/elsewhere.py $(ARGS)

mutants: $(READY)  ## change the library place by place and see that a test fails (hours; ARGS='finance --most 20')
	@nice -n 15 $(BIN)/python tests/mutants/mutate.py $(ARGS)

examples: $(READY)  ## make the reports that stand in reports/ again, and the pictures in the README
	@$(BIN)/wattbook report base article --as-of 2025-11-12 --lean --replace
	@$(BIN)/wattbook report base article --as-of 2026-11-27 --lean --replace
	@mkdir -p docs; if command -v chromium >/dev/null; then for one in page:2026-11-27/base/index:1000,700 shelf:index:1000,460 \
	    chapter:2026-11-27/base/03_revenue:860,1130; do set -- $$(echo $$one | tr : ' '); chromium --headless --no-sandbox --hide-scrollbars \
	    --virtual-time-budget=9000 --window-size=$$3 --screenshot=docs/$$1.png file://$(CURDIR)/reports/$$2.html 2>/dev/null; done; fi

walk: $(READY)  ## a newcomer's walk in a real JupyterLab driven by a browser, from clone to commit (needs Chromium)
	$(BIN)/python tests/browser/walk.py

lab: $(READY)  ## open the notebooks in JupyterLab; no report takes what lies in notebooks/scratch
	@mkdir -p notebooks/scratch
	@$(BIN)/jupyter trust notebooks/*.ipynb >/dev/null
	@$(BIN)/jupyter lab --notebook-dir=notebooks $(ARGS)

notebooks: $(READY)  ## run the stored notebooks again, store them, and say which outputs moved
	@$(BIN)/python -m wattbook.report.store

lint: $(READY)  ## check the style of the code
	$(BIN)/ruff check

lock:  ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command "make lock" --upgrade --quiet -o requirements.lock

clean:  ## remove the environment and all caches
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis build lib/*.egg-info
	find lib tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The lock is complete, so nothing is resolved. Bytecode is written here even where the environment forbids it:
# every notebook starts a process of its own, and compiling at each start costs more than the notebook does.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once, a minute or two)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; say make PYTHON=/path/to/python3")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --compile -r requirements.lock
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q lib
	@git config diff.notebook.textconv '$(BIN)/python -m wattbook.report.sources' 2>/dev/null || true
	@touch $@

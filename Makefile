# Set-up and the common jobs. `make demo` and `make test` need Python 3.11+ and pip, nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo crawl test test-all docs man bench bench-accept bench-growth lint format clean

# The environment is made again when pyproject.toml changes.
$(VENV)/installed: pyproject.toml
	@echo "Setting up $(VENV): it takes a minute or two, once."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,serve]'
	touch $@

# Programs that read exports: large, so for the tests only.
$(VENV)/installed-readers: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[export-test]'
	touch $@

# pywb wants older libraries than Scrapy does, so it lives apart.
$(VENV)-pywb/installed: tests/pywb-requirements.txt
	$(PYTHON) -m venv $(VENV)-pywb
	$(VENV)-pywb/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

# Spark is large, and its Python workers are to have what the extra names and no more.
$(VENV)-spark/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)-spark
	$(VENV)-spark/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]'
	touch $@

# The player that a WACZ is opened in, by npm; where that is missing, its test says so.
PLAYER := tests/replaywebpage/node_modules/replaywebpage
$(PLAYER)/installed: tests/replaywebpage/package.json
	if command -v npm >/dev/null; then cd tests/replaywebpage && \
		npm pack --silent "replaywebpage@$$(node -p 'require("./package.json").devDependencies.replaywebpage')" && \
		mkdir -p node_modules/replaywebpage && \
		tar -xzf replaywebpage-*.tgz --strip-components=1 -C node_modules/replaywebpage && \
		rm replaywebpage-*.tgz && touch node_modules/replaywebpage/installed; fi

# The libraries that ours is measured beside; an older pip stumbles over what two of them ask for.
$(VENV)-bench/installed: benchmarks/requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(VENV)-docs/installed: docs/requirements.txt
	$(PYTHON) -m venv $(VENV)-docs
	$(VENV)-docs/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

demo: $(VENV)/installed
	$(BIN)/presidency demo

crawl: $(VENV)/installed
	$(BIN)/presidency crawl

# A file's crawls are made once, not once a worker. In another order the longest test would come
# last, which is alone in its file, and one worker would wait for it.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test: lint $(VENV)/installed-readers $(VENV)-pywb/installed $(VENV)-spark/installed $(PLAYER)/installed
	$(PYTEST) -m "not slow"

# Slow is what goes further where `make test` looks at a few cases: kills at twenty random moments,
# every fault of docs/faults.md in a run of its own, every redesign, a page in every language, size
# and colours, the other cases of a kind that take the same way. And here each command starts from
# nothing; for `make test` most are forked (tests/starting.py). It takes an hour.
test-all: lint $(VENV)/installed-readers $(VENV)-pywb/installed $(VENV)-spark/installed $(PLAYER)/installed
	FROM_NOTHING=1 $(PYTEST)

# docs/performance.md says what it means.
bench: $(VENV)-bench/installed
	$(VENV)-bench/bin/python -m benchmarks

bench-accept: $(VENV)-bench/installed
	$(VENV)-bench/bin/python -m benchmarks --accept

bench-growth: $(VENV)-bench/installed
	$(VENV)-bench/bin/python -m benchmarks.growth

# The pages as a web site in build/site; a broken link or anchor ends it.
docs: $(VENV)-docs/installed
	rm -rf build/pages && mkdir -p build/pages
	cp -r README.md CONTRIBUTING.md CHANGELOG.md LICENSE CITATION.cff docs build/pages
	sed -i.bak -E 's/^```(console|sql) (no-run|edited)$$/```\1/' build/pages/*.md build/pages/docs/*.md
	find build/pages -name '*.bak' -delete
	NO_MKDOCS_2_WARNING=1 $(VENV)-docs/bin/mkdocs build --quiet --strict

# Beside $(BIN), where `man presidency` looks once that is on the path.
man: $(VENV)/installed
	$(BIN)/python docs/write_man.py $(VENV)/share/man/man1

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) $(VENV)-pywb $(VENV)-spark $(VENV)-bench $(VENV)-docs tests/replaywebpage/node_modules build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Everything happens in .venv; a fresh machine needs python3.11, pip, venv, git and make.
PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin

.PHONY: demo test quick lint wheel bench messages docs sample clean

demo: $(VENV)/installed
	@$(BIN)/python tools/demo.py

test: $(VENV)/installed
	$(BIN)/python -m pytest -n auto

# The inner loop: without the property tests, which cost most of the time.
quick: $(VENV)/installed
	$(BIN)/python -m pytest -p no:hypothesispytest -n auto -x -m "not slow"

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The wheel alone, in an environment of its own: makes the demo estate and prints a form from it.
wheel: $(VENV)/installed
	rm -rf build dist && $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	sh tools/try_wheel.sh $(PYTHON) dist/propops-*.whl

bench: $(VENV)/installed
	$(BIN)/python bench/run.py

# Collects the texts to translate and compiles what is translated.
messages: $(VENV)/installed
	$(BIN)/python tools/messages.py

# Writes docs/commands.md and docs/records.md anew from the program.
docs: $(VENV)/installed
	$(BIN)/python tools/reference.py

# Writes records/ anew from the generator.
sample: $(VENV)/installed
	$(BIN)/python -m propops.sample

clean:
	rm -rf $(VENV) build dist *.egg-info propops/locale/*/LC_MESSAGES/*.mo

$(VENV)/installed: setup.py pyproject.toml $(wildcard propops/locale/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=23'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m compileall -q propops  # an editable install does not, and an uncompiled start takes several times as long
	touch $@

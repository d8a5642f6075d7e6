# `make help` lists the targets. Everything is installed into .venv/ and node_modules/, in locked
# versions; nothing outside this folder is changed.

PYTHON ?= python3
OUT    ?= $(CURDIR)
NAME   := backpropagation-from-scratch
BIN    := .venv/bin
PDF    := $(OUT)/_build/latex/$(NAME).pdf
SCREEN := $(PDF:.pdf=-screen.pdf)
EPUB   := $(OUT)/_build/epub/$(NAME).epub
SOURCES := $(shell find book code -type f -not -name '*.pyc') _config.yml _toc.yml requirements.txt
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check
READY  := .venv/.ready node_modules/.ready node_modules/.live/editor.js

ZIP    := $(BIN)/python book/_ext/book_downloads.py $(OUT)/_build/html

# Every warning is an error. --all, because Sphinx reports a warning only on the build that reads
# the page: without it a broken book turns green the second time.
BUILD := $(BIN)/jupyter-book build book --toc $(CURDIR)/_toc.yml --path-output $(OUT) \
         --all -W -n --keep-going --quiet

LATEX_PACKAGES := latexmk texlive-xetex texlive-latex-extra texlive-fonts-recommended \
                  tex-gyre fonts-texgyre fonts-texgyre-math fonts-jetbrains-mono
LATEX_READY := $(shell for program in latexmk xelatex kpsewhich fc-list; do \
    command -v $$program >/dev/null || exit; done; \
  kpsewhich texgyrepagella-regular.otf >/dev/null && kpsewhich texgyrepagella-math.otf >/dev/null && \
  fc-list "JetBrains Mono" | grep -q . && echo yes)

export NO_COLOR := 1
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

.DEFAULT_GOAL := book
.DELETE_ON_ERROR:
.PHONY: help book html pdf epub zip anchors read workbook test check package links mutants bench speed chapter live lock clean latex-packages

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

book: $(if $(LATEX_READY),pdf) epub  ## the site and all its downloads, the PDF where LaTeX is present
	@$(ZIP)
	@echo "Your book: $(OUT)/_build/html/index.html"

html: $(READY)  ## the site alone
	@$(BUILD) | grep '^  [^ ]'

pdf: $(if $(LATEX_READY),html) $(PDF)  ## the PDF, for paper and for small screens, and the site, which offers it
	@cp $(PDF) $(SCREEN) $(OUT)/_build/html/

$(PDF): export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)

epub: html $(EPUB)  ## the EPUB, for e-readers, and the site
	@cp $(EPUB) $(OUT)/_build/html/

zip: html  ## the whole site in one file, with what was made for it before
	@$(ZIP)

# what the site offers, besides what is there already
book: export OFFER += epub zip $(if $(LATEX_READY),pdf)
pdf epub zip: export OFFER += $@

# After the site, which has run the chapters; not again while nothing has changed.
$(PDF): $(SOURCES) | $(if $(LATEX_READY),html)
	@[ "$(LATEX_READY)" ] || \
	  { echo "make pdf needs LaTeX and the book's fonts: apt-get install $(LATEX_PACKAGES)" >&2; exit 1; }
	@$(BUILD) --builder latex >/dev/null
	@echo '\def\bookscreen{}\input{$(NAME).tex}' >$(SCREEN:.pdf=.tex)
	@cd $(@D) && for name in $(NAME) $(NAME)-screen; do \
	  latexmk -xelatex -halt-on-error -interaction=nonstopmode -silent $$name.tex >latexmk.out 2>&1 || \
	    { grep -a -A 4 '^!' $$name.log || tail -n 20 latexmk.out; exit 1; }; \
	  ! grep -a '^Missing character' $$name.log || exit 1; \
	done
	@echo "  pdf: $@"

# after the site, which has run the chapters
$(EPUB): $(SOURCES) | html
	@$(BUILD) --builder custom --custom-builder epub >/dev/null
	@echo "  epub: $@"

anchors: html  ## note the new places that a link can lead to, in book/anchors.txt
	@$(BIN)/python book/_ext/book_anchors.py $(OUT)/_build/html

read: $(READY)  ## serve the site, so that its pages can start Python
	@[ -e $(OUT)/_build/html/index.html ] || $(MAKE) --no-print-directory html
	@echo "Read at http://localhost:$(or $(PORT),8000), and end it with Ctrl+C"
	@$(BIN)/python -m http.server $(or $(PORT),8000) --bind 127.0.0.1 --directory $(OUT)/_build/html \
	  2>$(OUT)/_build/read.log || { tail -n 1 $(OUT)/_build/read.log >&2; exit 1; }

workbook: $(READY)  ## write the files of the exercises into answers/, and overwrite none
	@$(BIN)/workbook start

test: $(READY)  ## all tests, and every chapter run from nothing
	@$(BIN)/python -m pytest

check: $(READY)  ## what is quick to check; run it before you commit
	@$(BIN)/python tests/check.py

package: .venv/.ready  ## the tests of the package alone, without the book
	@$(BIN)/python -m pytest --ignore=tests/book

links: $(READY)  ## ask all hosts that the book links to whether they still have it
	@$(BUILD) --builder linkcheck | grep '^  [^ ]'

# RECORD=1 writes down which test notices each, AFRESH=1 runs what is remembered too
mutants: .venv/.ready  ## break the code in many ways; the tests must notice each
	@$(if $(RECORD),$(BIN)/python tests/mutation.py,$(BIN)/python -m pytest -m mutants tests/test_mutants.py)

bench: .venv-bench/.ready  ## measure the speed targets, and write book/benchmarks.csv
	@mkdir -p $(OUT)/_build
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONPATH=code .venv-bench/bin/python -m pytest tests/benchmarks -o addopts= \
	  --quiet --benchmark-json=$(OUT)/_build/benchmarks.json
	@.venv-bench/bin/python tests/benchmarks/record.py $(OUT)/_build/benchmarks.json book/benchmarks.csv

speed: html  ## measure how soon each page can be read, and write book/speed.csv
	@$(BIN)/python tests/book/speed.py $(OUT)/_build/html

chapter: .venv/.ready  ## begin a step: make chapter NAME=my_step TITLE="My step"
	@$(BIN)/python book/_chapter/make.py

live: $(READY)  ## serve the site and build it again at each save
	@mkdir -p $(OUT)/_build/live  # what ran for `make html` need not run again
	@cp -R $(OUT)/_build/.jupyter_cache $(OUT)/_build/live/ 2>/dev/null || true
	@$(BIN)/sphinx-autobuild -n -q --watch code --watch _config.yml --watch _toc.yml \
	  --port $(or $(PORT),8000) book $(OUT)/_build/live/html

lock:  ## choose new versions, and lock them
	@$(PYTHON) -m venv _build/lock && _build/lock/bin/pip --quiet install uv
	@for what in requirements requirements-node requirements-bench; do \
	  _build/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --custom-compile-command "make lock" $$what.in -o $$what.txt; done
	@npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --silent

clean:  ## remove what was built; `rm -r .venv node_modules` removes what was installed
	@rm -rf _build

.venv/.ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "the book needs Python 3.11 or newer")'
	@echo "Setting up .venv, about a minute"
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv-bench/.ready: requirements-bench.txt
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip --quiet --disable-pip-version-check install --require-hashes -r requirements-bench.txt
	@touch $@

# npm where there is one; else the one that comes as a Python wheel
node_modules/.ready: package-lock.json .venv/.ready
	@command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements-node.txt
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# the editor of the exercises: one script made of several packages
node_modules/.live/editor.js: book/_live/editor.mjs node_modules/.ready
	@PATH="$$PATH:$(CURDIR)/$(BIN)" node_modules/.bin/esbuild $< --bundle --minify --format=iife \
	  --target=es2022 --legal-comments=none --log-level=warning --outfile=$@

# for .ci/run
latex-packages:
	@echo $(LATEX_PACKAGES)

# `make help` lists the targets. Everything is installed into .venv/ and node_modules/, in locked
# versions; nothing outside this folder is changed. All paths are relative to this file, because a
# target of make cannot have a space, and the folder may be called "mon livre é".

PYTHON ?= python3
OUT    ?= .
NAME   := backpropagation-from-scratch
BIN    := .venv/bin
BUILT  := $(OUT)/_build
LATEX  := $(BUILT)/latex
PDF    := $(LATEX)/$(NAME).pdf
SCREEN := $(LATEX)/$(NAME)-screen.pdf
EPUB   := $(BUILT)/epub/$(NAME).epub
TEST   := _build/test
# a folder is newer when a file was taken out of it
SOURCES := book/. code/. $(shell find book code -mindepth 1 -not -name '*.pyc' -not -name __pycache__ -not -name '*.egg-info' \
             -not -path '*.egg-info/*') \
           _config.yml _toc.yml requirements.txt package-lock.json pyproject.toml CITATION.cff $(wildcard LICENSE)
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check
READY  := .venv/.ready node_modules/.ready node_modules/.live/editor.js node_modules/.pyodide/.ready
ALONE  := $(PYTHON) book/_ext/press/alone.py
DOWNLOADS := PYTHONPATH=book/_ext $(BIN)/python -m press.downloads $(BUILT)/html

# Every warning is an error. What was wrong with a page is remembered (book/_ext/press/rebuild.py):
# Sphinx says it only when it reads the page, and a broken book would turn green the second time.
BUILD := $(BIN)/jupyter-book build book --toc "$(CURDIR)/_toc.yml" -W -n --keep-going --quiet --path-output

LATEX_PACKAGES := latexmk texlive-xetex texlive-latex-extra texlive-fonts-recommended \
                  tex-gyre fonts-texgyre fonts-texgyre-math fonts-jetbrains-mono
LATEX_READY := $(shell for program in latexmk xelatex kpsewhich fc-list; do \
    command -v $$program >/dev/null || exit; done; \
  kpsewhich texgyrepagella-regular.otf >/dev/null && kpsewhich texgyrepagella-math.otf >/dev/null && \
  fc-list "JetBrains Mono" | grep -q . && echo yes)
PAPER := $(if $(LATEX_READY),pdf)

# what the site offers, besides what is there already
GOALS := $(or $(MAKECMDGOALS),book)
OFFER := $(if $(filter book,$(GOALS)),epub zip $(PAPER),$(filter pdf epub zip,$(GOALS)))
export OFFER

export NO_COLOR := 1
export PYTHONUTF8 := 1
# Python reads where an editable package lies in the encoding of the locale, and the path may have an accent.
ifneq ($(shell locale charmap 2>/dev/null),UTF-8)
export LC_ALL := C.UTF-8
endif
# what these write there goes wrong where the home cannot be written, or takes over what a reader set
export MPLCONFIGDIR := $(CURDIR)/_build/.config/matplotlib
export IPYTHONDIR := $(CURDIR)/_build/.config/ipython
SHELL := /bin/bash

.DEFAULT_GOAL := book
.DELETE_ON_ERROR:
.PHONY: help book html pdf epub zip anchors read workbook test check package links mutants bench \
        speed chapter live next lock clean latex-packages artefacts remember

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

book: $(PAPER) epub  ## the site and all its downloads, the PDF where LaTeX is present
	@$(DOWNLOADS)
	@echo "Your book: $(BUILT)/html/index.html"

html: $(BUILT)/.html  ## the site alone

pdf: $(PDF) $(SCREEN) $(BUILT)/.html  ## the PDF, for paper and for small screens, and the site, which offers it
	@cp $(PDF) $(SCREEN) $(BUILT)/html/

epub: $(EPUB) $(BUILT)/.html  ## the EPUB, for e-readers, and the site
	@cp $(EPUB) $(BUILT)/html/

zip: html  ## the whole site in one file, with what was made for it before
	@$(DOWNLOADS)

# What does not stand in a file: for whom the site is built, and the day that the PDF and the EPUB
# bear, which is that of the last commit to what they are made of.
$(BUILT)/.asked: remember
	@mkdir -p $(@D); asked="$$OFFER $$REPOSITORY $$SITE"; [ "$$asked" = "$$(cat $@ 2>/dev/null)" ] || echo "$$asked" >$@

$(BUILT)/.day: remember
	@mkdir -p $(@D); day=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct -- $(filter-out book/% code/%,$(SOURCES)) book code 2>/dev/null)}; \
	  [ "$${day:-none}" = "$$(cat $@ 2>/dev/null)" ] || echo "$${day:-none}" >$@

DATED = day=$$(cat $(BUILT)/.day); [ "$$day" = none ] || export SOURCE_DATE_EPOCH=$$day

# As old as its beginning: what is changed meanwhile is newer.
$(BUILT)/.html: $(SOURCES) $(BUILT)/.asked $(READY)
	@touch $@.begun; set -o pipefail; $(BUILD) $(OUT) | grep '^  [^ ]'
	@mv $@.begun $@

# After the site, which has run the chapters.
$(LATEX)/$(NAME).tex: $(SOURCES) $(BUILT)/.day | $(BUILT)/.html
	@[ "$(LATEX_READY)" ] || \
	  { echo "make pdf needs LaTeX and the book's fonts: apt-get install $(LATEX_PACKAGES)" >&2; exit 1; }
	@mkdir -p $(@D); touch $@.begun; $(DATED); $(BUILD) $(OUT) --builder latex >/dev/null
	@touch -r $@.begun $@

$(LATEX)/$(NAME)-screen.tex: $(LATEX)/$(NAME).tex
	@echo '\def\bookscreen{}\input{$(NAME).tex}' >$@

# What a run that was interrupted has left would stop the next one.
$(PDF) $(SCREEN): %.pdf: %.tex
	@$(DATED); cd $(@D) && name=$(notdir $*); \
	  [ -e $$name.done ] || rm -f $$name.{aux,fdb_latexmk,fls,idx,ilg,ind,out,toc,xdv,pdf}; rm -f $$name.done; \
	  latexmk -xelatex -halt-on-error -interaction=nonstopmode -silent $$name.tex >$$name.out.txt 2>&1 || \
	    { grep -a -A 4 '^!' $$name.log || tail -n 20 $$name.out.txt; exit 1; }; \
	  ! grep -a '^Missing character' $$name.log || exit 1; \
	  touch $$name.done
	@touch $@; echo "  pdf: $@"

$(EPUB): $(SOURCES) $(BUILT)/.day | $(BUILT)/.html
	@mkdir -p $(BUILT); touch $(BUILT)/.epub; $(DATED); $(BUILD) $(OUT) --builder custom --custom-builder epub >/dev/null
	@touch -r $(BUILT)/.epub $@; echo "  epub: $@"

anchors: html  ## note the new places that a link can lead to, in book/anchors.txt
	@PYTHONPATH=book/_ext $(BIN)/python -m press.anchors $(BUILT)/html

read: $(READY)  ## serve the site, so that its pages can start Python
	@[ -e $(BUILT)/html/index.html ] || $(MAKE) --no-print-directory html
	@echo "Read at http://localhost:$(or $(PORT),8000), and end it with Ctrl+C"
	@$(BIN)/python -m http.server $(or $(PORT),8000) --bind 127.0.0.1 --directory $(BUILT)/html \
	  2>$(BUILT)/read.log || { tail -n 1 $(BUILT)/read.log >&2; exit 1; }

workbook: $(READY)  ## write the files of the exercises into answers/, and overwrite none
	@$(BIN)/workbook start

test: $(READY)  ## all tests, and every chapter run from nothing
	@$(ALONE) $(TEST)/.lock $(MAKE) --no-print-directory --jobs=$(or $(JOBS),2) artefacts
	@$(ALONE) $(TEST)/.lock $(BIN)/python tests/run.py

check: $(READY)  ## what is quick to check; run it before you commit
	@$(BIN)/python tests/check.py

package: .venv/.ready  ## the tests of the package alone, without the book
	@$(BIN)/python -m pytest -n 2 --ignore=tests/book

# What the tests look at. Each is built once, into its own folder, whatever comes of it: its log is
# the target, and the tests read there how it ended. What failed is built again the next time.
TRY = mkdir -p $(TEST); { $(1) ; } >$@.part 2>&1; echo "exit $$?" >>$@.part; mv $@.part $@
OWN := REPOSITORY= SITE=
LOOK := PYTHONPATH=book/_ext:tests/book $(BIN)/python
TESTED := site twin published broken begun notebooks
artefacts: $(TESTED:%=$(TEST)/%.log)
$(if $(filter artefacts,$(GOALS)),$(shell for log in $(TESTED); do log=$(TEST)/$$log.log; [ ! -e $$log ] || grep -q '^exit 0' $$log || rm $$log; done))

$(TEST)/site.log: $(SOURCES) $(BUILT)/.day
	@$(call TRY,$(MAKE) book OUT=$(TEST)/site $(OWN))

# the same from the same cells, its pages in another order and by one process
$(TEST)/twin.log: $(TEST)/site.log tests/book/build.py
	@$(call TRY,$(LOOK) tests/book/build.py twin $(TEST))

$(TEST)/published.log: $(TEST)/site.log tests/book/build.py
	@$(call TRY,$(LOOK) tests/book/build.py published $(TEST))

$(TEST)/broken.log: $(SOURCES) tests/book/build.py tests/book/broken.py
	@$(call TRY,$(LOOK) tests/book/build.py broken $(TEST))

$(TEST)/begun.log: $(SOURCES) $(shell find tests -name '*.py' 2>/dev/null)  # which are tried on it
	@$(call TRY,$(LOOK) tests/book/build.py begun $(TEST))

$(TEST)/notebooks.log: $(TEST)/site.log tests/book/build.py
	@$(call TRY,$(LOOK) tests/book/build.py notebooks $(TEST))

links: $(READY)  ## ask all hosts that the book links to whether they still have it
	@set -o pipefail; $(BUILD) $(BUILT)/links --builder linkcheck | grep '^  [^ ]'

# RECORD=1 writes down which test notices each, AFRESH=1 runs what is remembered too
mutants: .venv/.ready  ## break the code in many ways; the tests must notice each
	@$(if $(RECORD),$(BIN)/python tests/mutation.py,$(BIN)/python -m pytest -m mutants tests/test_mutants.py)

bench: .venv-bench/.ready  ## measure the speed targets, and write book/benchmarks.csv
	@mkdir -p $(BUILT)
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONPATH=code .venv-bench/bin/python -m pytest tests/benchmarks -o addopts= \
	  --quiet --benchmark-json=$(BUILT)/benchmarks.json
	@.venv-bench/bin/python tests/benchmarks/record.py $(BUILT)/benchmarks.json book/benchmarks.csv

speed: html  ## measure how soon each page can be read, and write book/speed.csv
	@$(LOOK) tests/book/speed.py $(BUILT)/html

chapter: .venv/.ready  ## begin a step: make chapter NAME=my_step TITLE="My step"
	@$(BIN)/python book/_chapter/make.py

live: $(READY)  ## serve the site and build it again at each save
	@mkdir -p $(BUILT)/live  # what ran for `make html` need not run again
	@cp -R $(BUILT)/.jupyter_cache $(BUILT)/live/ 2>/dev/null || true
	@$(BIN)/python -m sphinx_autobuild -n -q --watch code --watch _config.yml --watch _toc.yml \
	  --port $(or $(PORT),8000) book $(BUILT)/live/html

# whatever is the newest today, so there is no lock
next: $(READY)  ## build the site with the newest Sphinx, MyST and theme, without Jupyter Book
	@$(PYTHON) -m venv .venv-next
	@.venv-next/bin/python -m pip --quiet --disable-pip-version-check install --upgrade --upgrade-strategy eager \
	  --requirement requirements-next.in
	@PYTHONPATH="$(CURDIR)/code" .venv-next/bin/python -m sphinx -W -n -q --keep-going book $(BUILT)/next/html

lock:  ## choose new versions, and lock them
	@$(PYTHON) -m venv _build/lock && _build/lock/bin/python -m pip --quiet install uv
	@for what in requirements requirements-node requirements-bench requirements-page; do \
	  _build/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    $$([ $$what != requirements-page ] || echo --no-deps) --no-emit-index-url --no-annotate --custom-compile-command "make lock" $$what.in -o $$what.txt || exit; done
	@npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --silent

clean:  ## remove what was built; `rm -r .venv node_modules` removes what was installed
	@rm -rf _build

# One installation at a time; one that was interrupted is taken up again. The package was once called
# backprop, and what an older .venv has under that name would stay beside it.
.venv/.ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "the book needs Python 3.11 or newer")'
	@$(ALONE) _build/.installing $(SHELL) -ec '[ ! $@ -nt requirements.txt ] || [ ! $@ -nt pyproject.toml ] || exit 0; \
	  echo "Setting up .venv, about a minute"; \
	  "$(PYTHON)" -m venv .venv; \
	  $(PIP) install --require-hashes -r requirements.txt; \
	  $(PIP) --quiet uninstall --yes backprop; \
	  $(PIP) install --no-deps --no-build-isolation --editable .; \
	  touch $@'

.venv-bench/.ready: requirements-bench.txt
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements-bench.txt
	@touch $@

# npm where there is one; else the one that comes as a Python wheel
node_modules/.ready: package-lock.json .venv/.ready
	@$(ALONE) _build/.installing $(SHELL) -ec '[ ! $@ -nt package-lock.json ] || [ ! $@ -nt .venv/.ready ] || exit 0; \
	  command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements-node.txt; \
	  PATH="$$PATH:$$PWD/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --silent; \
	  touch $@'

# the editor of the exercises: one script made of several packages
node_modules/.live/editor.js: book/_live/editor.mjs node_modules/.ready
	@PATH="$$PATH:$$PWD/$(BIN)" node_modules/.bin/esbuild $< --bundle --minify --format=iife \
	  --target=es2022 --legal-comments=none --log-level=warning --outfile=$@

# NumPy and matplotlib for the pages. Who cannot fetch them builds the book without.
node_modules/.pyodide/.ready: requirements-page.txt book/_ext/press/wheels.py node_modules/.ready
	@$(ALONE) _build/.installing $(SHELL) -ec '[ ! $@ -nt requirements-page.txt ] || [ ! $@ -nt node_modules/.ready ] || exit 0; \
	  mkdir -p $(@D); fetched=$$(mktemp -d); trap "rm -rf $$fetched" EXIT; \
	  $(PIP) download --no-deps --require-hashes --only-binary=:all: --python-version 3.11 --retries 2 \
	    --requirement requirements-page.txt --dest $$fetched && \
	  PYTHONPATH=book/_ext $(BIN)/python -m press.wheels $$fetched/*.whl || \
	  echo "NumPy for the pages could not be fetched: the site will be without it. To try again: rm -r $(@D)" >&2; \
	  touch $@'

# for .ci/run
latex-packages:
	@echo $(LATEX_PACKAGES)

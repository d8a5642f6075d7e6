# `make help` lists the targets. Everything is installed into .venv/ and node_modules/, from locked
# versions; nothing outside this folder is changed.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Every warning is an error. --all, because Sphinx reports a warning only on the build that reads
# the page: without it a broken book turns green the second time.
BUILD  := $(BIN)/jupyter-book build book --toc $(CURDIR)/_toc.yml --all -W -n --keep-going --quiet

BOOK := backpropagation-from-scratch

LATEX_PACKAGES := latexmk texlive-xetex texlive-latex-extra texlive-fonts-recommended \
                  tex-gyre fonts-texgyre fonts-texgyre-math fonts-jetbrains-mono
LATEX_READY := $(shell for program in latexmk xelatex kpsewhich fc-list; do \
    command -v $$program >/dev/null || exit; done; \
  kpsewhich texgyrepagella-regular.otf >/dev/null && kpsewhich texgyrepagella-math.otf >/dev/null && \
  fc-list "JetBrains Mono" | grep -q . && echo yes)

export NO_COLOR := 1

.DEFAULT_GOAL := book
.DELETE_ON_ERROR:
.PHONY: help book html pdf test live lock clean distclean

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

book: $(if $(LATEX_READY),pdf,html)  ## the site, and the PDF where LaTeX is present
	@echo "Your book: $(CURDIR)/_build/html/index.html"

html: $(VENV)/.ready node_modules/.ready  ## the site alone
	@$(BUILD)

pdf: $(VENV)/.ready node_modules/.ready  ## the PDF and the site, which then offers it
	@[ "$(LATEX_READY)" ] || \
	  { echo "make pdf needs LaTeX and the book's fonts: apt-get install $(LATEX_PACKAGES)"; exit 1; }
	@$(BUILD) --builder latex
	@cd _build/latex && latexmk -xelatex -halt-on-error -interaction=nonstopmode -silent $(BOOK).tex \
	  >latexmk.out 2>&1 || { grep -a -A 4 '^!' $(BOOK).log || tail -n 20 latexmk.out; exit 1; }
	@! grep -ah '^Missing character' _build/latex/*.log
	@$(BUILD)

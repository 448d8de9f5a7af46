# SPDX-License-Identifier: Apache-2.0
# A thin front for CMake, CTest and scripts/. Every target installs the Debian packages it needs when they are missing.
#   PRESET=dev make test      another preset of CMakePresets.json

PRESET ?= release
T ?= 60
FILTER ?= .
PREFIX ?= /usr/local
build := build/$(PRESET)
picket := $(build)/src/cli/picket

ifneq ($(shell command -v ccache),)
export CMAKE_C_COMPILER_LAUNCHER ?= ccache
export CMAKE_CXX_COMPILER_LAUNCHER ?= ccache
# What ccache needs to see through precompiled headers.
export CCACHE_SLOPPINESS ?= pch_defines,time_macros
endif

.PHONY: help demo build test spec lint format fuzz bench ci install deb clean
.DEFAULT_GOAL := help
.NOTPARALLEL:

help: ## show this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 17

demo: deps-build $(build)/build.ninja ## build Picket and scan the sample logs in examples/
	@cmake --build $(build) --target picket
	$(picket) scan --format table --from 2026-03-09 examples/logs

build: deps-build $(build)/build.ninja ## build everything
	@cmake --build $(build)

test: build deps-bench ## build everything and run every test
	@ctest --preset $(PRESET) --parallel $$(nproc)

spec: build ## run the specification tests whose name matches FILTER=regex
	@ctest --preset $(PRESET) --parallel $$(nproc) --tests-regex 'spec.*$(FILTER)' --no-tests=error

lint: deps-build deps-lint ## formatting, include arrows, paths in the docs, clang-tidy (TIDY=all: every file)
	@scripts/lint

format: deps-lint ## format every C++ file
	@git ls-files -z '*.cc' '*.h' | xargs -0 clang-format-19 -i

fuzz: deps-build deps-fuzz ## fuzz every target, T=seconds altogether
	@scripts/fuzz $(T)

bench: deps-build deps-bench $(build)/build.ninja ## measure against simdjson, ripgrep and jq
	@cmake --build $(build) --target picket picket-generate picket-bench-parse
	@scripts/bench $(build)

ci: ## what continuous integration runs, step by step
	@.ci/run

install: build ## install below PREFIX (and DESTDIR)
	@cmake --install $(build) --prefix $(PREFIX)

deb: deps-deb build ## make a Debian package in build/
	@cpack --config $(build)/CPackConfig.cmake -G DEB -B build

clean: ## remove everything that was built
	rm -rf build

deps-%:
	@scripts/install-deps $*

build/%/build.ninja: CMakePresets.json
	@cmake --preset $* && touch $@

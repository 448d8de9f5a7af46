#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# scripts/check-docs must accept a sound tree and name each planted dead path, link and code.
set -euo pipefail
check=$PWD/scripts/check-docs
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

plant() { mkdir -p "$(dirname "$tree/$1")" && printf '%s\n' "${@:2}" >"$tree/$1"; }
sound() {
  rm -rf "${tree:?}"/*
  plant README.md 'See [the page](docs/page.md#part), [a site](https://example.org/x) and [below](#below).'
  plant CONTRIBUTING.md 'Nothing.'
  plant CHANGELOG.md 'Nothing.'
  plant docs/page.md 'In `src/base/a.cc`, `src/*/a.cc`, `src/decode/<format>.cc`; back to [the top](../README.md).'
  plant docs/codes.md '| code | meaning |' '| --- | --- |' '| `K104` | a value was expected |'
  plant src/base/a.cc 'f("K104");'
}
expect() { # the text that must be reported
  local output
  if output=$("$check" "$tree" 2>&1); then
    echo "accepted, expected: $1" && exit 1
  fi
  grep -qF -- "$1" <<<"$output" || { printf 'expected: %s\ngot: %s\n' "$1" "$output" && exit 1; }
}

sound
"$check" "$tree" | grep -q '5 paths and links in 5 pages, all there' || { "$check" "$tree"; exit 1; }

sound && rm "$tree/CHANGELOG.md"
expect 'CHANGELOG.md: missing'
sound && plant docs/page.md 'one' 'In `src/base/b.cc`.'
expect 'docs/page.md:2: no src/base/b.cc in the repository'
sound && plant docs/page.md '[the top](README.md)'
expect 'docs/page.md:1: link to README.md leads nowhere'
sound && plant src/base/a.cc 'f("K104"); f("R007");'
expect 'docs/codes.md: lacks R007, which src/base/a.cc gives'
sound && plant src/base/a.cc 'f();'
expect 'docs/codes.md: K104 is given by no source'

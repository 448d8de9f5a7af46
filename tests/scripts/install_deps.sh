#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# scripts/install-deps with stand-ins for dpkg-query, apt-get, id and sudo: what is asked for, when, and as whom.
set -euo pipefail
script=$PWD/scripts/install-deps
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
stand_in() { printf '#!/bin/bash\n%s\n' "$2" >"$box/$1" && chmod +x "$box/$1"; }
stand_in apt-get 'echo "apt-get $* [${DEBIAN_FRONTEND:-}]" >>"$BOX/calls"; [ "$1" != update ] || exit "${UPDATE_EXIT:-0}"'
stand_in sudo 'echo sudo >>"$BOX/calls"; "$@"'
stand_in id 'echo "$TEST_UID"'
stand_in dpkg-query 'for p in "$@"; do [[ $p = -* || " $ABSENT " = *" $p "* ]] || echo "installed $p"; done; [ -z "$ABSENT" ]'

run() { : >"$box/calls" && env -u DEBIAN_FRONTEND BOX="$box" PATH="$box:$PATH" "$@" >"$box/out" 2>&1; }
same() { [ "$1" = "$2" ] || { printf 'expected: %s\ngot: %s\n' "$1" "$2" && cat "$box/out" && exit 1; }; }

run ABSENT='' TEST_UID=1000 "$script" build lint
same '' "$(cat "$box/calls")"

run ABSENT='jq g++' TEST_UID=0 "$script" build
same $'apt-get update -qq []\napt-get install --yes -qq --no-install-recommends g++ [noninteractive]' "$(cat "$box/calls")"

run ABSENT='jq g++' TEST_UID=1000 "$script" build bench
same $'sudo\napt-get update -qq []\nsudo\napt-get install --yes -qq --no-install-recommends g++ jq [noninteractive]' "$(cat "$box/calls")"

# A repository that does not answer must not keep the others from being used.
run ABSENT=cmake TEST_UID=0 UPDATE_EXIT=100 "$script"
grep -q 'install .* cmake' "$box/calls"

code=0
run ABSENT='' TEST_UID=0 "$script" nonsense || code=$?
same 2 "$code"
grep -q "no set 'nonsense'; sets: bench build" "$box/out"

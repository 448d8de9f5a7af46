# SPDX-License-Identifier: Apache-2.0
# Sourced by the end-to-end tests: a temporary folder, and checks that say what they expected.
set -euo pipefail
picket=${1:?usage: $0 PICKET SOURCE_DIR}
root=${2:?usage: $0 PICKET SOURCE_DIR}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NO_COLOR=1

# expect_exit CODE COMMAND...: output goes to $folder/out and $folder/err.
expect_exit() {
  local wanted=$1 code=0
  shift
  "$@" >"$folder/out" 2>"$folder/err" </dev/null || code=$?
  [ "$code" = "$wanted" ] && return
  echo "FAIL: expected exit code $wanted, got $code: $*"
  tail -n 20 "$folder/out" "$folder/err"
  exit 1
}

# expect_text FILE TEXT
expect_text() {
  grep -qF -- "$2" "$1" && return
  echo "FAIL: expected '$2' in $1:"
  tail -n 40 "$1"
  exit 1
}
expect_no_text() {
  grep -qF -- "$2" "$1" || return 0
  echo "FAIL: did not expect '$2' in $1"
  exit 1
}
ids() { sed -nE 's/.*"kibana\.alert\.uuid":"([0-9a-f]+)".*/\1/p' "$1" | sort; }

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The rule that started it, on the sample logs.
. "$(dirname "$0")/lib.sh"
logs=$root/examples/logs
rule=b4a80990-e028-4792-83eb-09e59959059f
expect_exit 0 "$picket" scan --rule "$rule" --format table "$logs"
expect_text "$folder/out" "HEALTH-"
expect_text "$folder/out" "through a group"
expect_text "$folder/err" "carried no authorization evidence"
expect_text "$folder/err" "less history than the rule wants"
expect_exit 0 "$picket" scan --rule "$rule" --baseline hold --from 2026-03-01 "$logs"
expect_text "$folder/err" "held back for want of history"
expect_exit 0 "$picket" rules show --rule "$rule"
expect_text "$folder/out" "T1651"
expect_exit 0 "$picket" rules explain --rule "$rule"
expect_text "$folder/out" "program"
expect_exit 0 "$picket" search --count 'event.action:*RUNCOMMANDS/WRITE and event.outcome:success' "$logs"
[ "$(cat "$folder/out")" -gt 2 ] || { echo "FAIL: the sample logs hold run commands"; exit 1; }
expect_exit 0 "$picket" man-page
expect_text "$folder/out" ".TH PICKET"
for shell in bash zsh fish; do expect_exit 0 "$picket" completions "$shell"; done
"$picket" completions bash | bash -n

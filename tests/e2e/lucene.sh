#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Queries in Lucene's syntax: searches, and a rule from its file to its alert.
. "$(dirname "$0")/lib.sh"
logs=$root/examples/logs

expect_exit 0 "$picket" search --count 'event.action:*RUNCOMMANDS/WRITE and event.outcome:success' "$logs"
cp "$folder/out" "$folder/kql"
[ "$(cat "$folder/kql")" -gt 0 ]
expect_exit 0 "$picket" search --language lucene --count 'event.action:*RUNCOMMANDS\/WRITE AND event.outcome:success' "$logs"
cmp "$folder/kql" "$folder/out"
expect_exit 0 "$picket" search --language lucene --count '+event.action:/.*RUNCOMMANDS\/WRITE/ +event.outcome:sucess~1' "$logs"
cmp "$folder/kql" "$folder/out"

expect_exit 2 "$picket" search --language lucene 'event.action:(a OR' "$logs"
expect_text "$folder/err" "L112"
expect_exit 0 "$picket" search --language lucene --count 'source.port:http' "$logs"
expect_text "$folder/err" "K224"

cat >"$folder/rule.toml" <<'RULE'
[rule]
rule_id = "00000000-0000-4000-8000-000000000001"
name = "Command on a machine"
description = "d"
risk_score = 21
severity = "low"
type = "query"
language = "lucene"
index = ["logs-*"]
query = '''event.action:/.*RUNCOMMANDS\/WRITE/ AND NOT event.outcome:failure'''
RULE
expect_exit 0 "$picket" rules explain "$folder/rule.toml"
expect_text "$folder/out" "must not text event.outcome:failure"
expect_text "$folder/out" "[regexp]"
expect_exit 0 "$picket" scan --rules "$folder/rule.toml" --format jsonl "$logs"
expect_text "$folder/out" "Command on a machine"

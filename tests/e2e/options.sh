#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Options that may be repeated take one value each time, so they never swallow a path.
. "$(dirname "$0")/lib.sh"
one=$folder/one.json
two=$folder/two.json
printf '{"@timestamp":"2026-01-01T00:00:00Z","event":{"action":"a"},"data_stream":{"dataset":"app","type":"logs","namespace":"default"}}\n' >"$one"
printf '{"@timestamp":"2026-01-01T00:01:00Z","event":{"action":"b"},"data_stream":{"dataset":"app","type":"logs","namespace":"default"}}\n' >"$two"
cat >"$folder/rule.toml" <<'TOML'
[metadata]
creation_date = "2026/01/01"
[rule]
author = ["x"]
description = "no index: Kibana's default patterns hold"
language = "kuery"
license = "Apache-2.0"
name = "Every event"
risk_score = 21
rule_id = "6d3f3a0e-7a0b-4f43-9d0f-0a3b8a0f7a13"
severity = "low"
type = "query"
query = "event.action:*"
TOML
expect_exit 0 "$picket" scan -r "$folder/rule.toml" --format jsonl "$one" "$two"
[ "$(wc -l <"$folder/out")" = 2 ] || { echo "FAIL: expected two alerts of a rule without index"; exit 1; }
expect_exit 0 "$picket" scan "$one" "$two" --rules="$folder/rule.toml" --rule 'Every*' --format jsonl
[ "$(wc -l <"$folder/out")" = 2 ] || { echo "FAIL: expected two alerts with the options last"; exit 1; }
expect_exit 0 "$picket" search --field event.action --field @timestamp '*' "$one" "$two"
[ "$(cut -f 1 "$folder/out" | tr '\n' ' ')" = "a b " ] || { echo "FAIL: expected the actions of both files"; exit 1; }
mkdir "$folder/rules"
expect_exit 3 "$picket" test "$folder/rules"

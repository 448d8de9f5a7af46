#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Rules that count and rules that suppress, from the file to every form of output.
. "$(dirname "$0")/lib.sh"
fail() {
  echo "FAIL: $1"
  exit 1
}

rules=0
rule() { # NAME TYPE REST
  rules=$((rules + 1))
  printf '[metadata]\ncreation_date = "2026/01/01"\n[rule]\nrule_id = "00000000-0000-4000-8000-00000000000%d"\nname = "%s"\n' "$rules" "$1"
  printf 'description = "d"\nseverity = "low"\nrisk_score = 21\nindex = ["logs-x-*"]\nlanguage = "kuery"\n'
  printf 'query = "event.action: login"\ntype = "%s"\n%s\n' "$2" "$3"
}
event() { # MINUTE USER IP
  printf '{"@timestamp":"2026-03-02T10:%02d:00Z","data_stream":{"type":"logs","dataset":"x","namespace":"default"},' "$1"
  printf '"event":{"action":"login","dataset":"x"},"user":{"name":"%s"},"source":{"ip":"%s"}}\n' "$2" "$3"
}
{
  event 1 alice 10.0.0.1
  event 2 alice 10.0.0.2
  event 2 bob 10.0.0.2
  event 3 alice 10.0.0.2
  event 7 alice 10.0.0.3
} >"$folder/log.jsonl"

rule counting threshold $'[rule.threshold]\nfield = ["user.name"]\nvalue = 3\n[[rule.threshold.cardinality]]\nfield = "source.ip"\nvalue = 2' \
  >"$folder/counting.toml"
expect_exit 0 "$picket" scan --rules "$folder/counting.toml" --format jsonl "$folder/log.jsonl"
expect_text "$folder/out" '"kibana.alert.threshold_result":{"terms":[{"field":"user.name","value":"alice"}],"count":3,"from":"2026-03-02T10:01:00.000Z","cardinality":[{"field":"source.ip","value":2}]}'
[ "$(wc -l <"$folder/out")" = 1 ] || fail "the fifth event is below the threshold"
expect_no_text "$folder/out" '"origin"'
expect_exit 0 "$picket" scan --rules "$folder/counting.toml" --format table "$folder/log.jsonl"
expect_text "$folder/out" "user.name=alice (3 events)"
expect_exit 0 "$picket" scan --rules "$folder/counting.toml" --format csv "$folder/log.jsonl"
expect_text "$folder/out" 'user.name=alice,3,2026-03-02T10:01:00.000Z,2 of source.ip,'
expect_exit 0 "$picket" scan --rules "$folder/counting.toml" --format html "$folder/log.jsonl"
expect_text "$folder/out" '<dt>Events counted</dt><dd>3</dd>'

rule suppressing query $'[rule.alert_suppression]\ngroup_by = ["user.name"]\nmissing_fields_strategy = "suppress"\n[rule.alert_suppression.duration]\nvalue = 1\nunit = "h"' \
  >"$folder/suppressing.toml"
expect_exit 0 "$picket" scan --rules "$folder/suppressing.toml" --format jsonl "$folder/log.jsonl"
expect_text "$folder/out" '"kibana.alert.suppression.terms":[{"field":"user.name","value":"alice"}],"kibana.alert.suppression.start":"2026-03-02T10:01:00.000Z","kibana.alert.suppression.end":"2026-03-02T10:07:00.000Z","kibana.alert.suppression.docs_count":3'
[ "$(wc -l <"$folder/out")" = 2 ] || fail "two users, two alerts"
expect_text "$folder/err" "3 more alerts are suppressed"
expect_exit 0 "$picket" scan --rules "$folder/suppressing.toml" --format table "$folder/log.jsonl"
expect_text "$folder/out" "user.name=alice (3 suppressed)"

# The alerts depend on the set of events: not on their order, their files, or on how often they are read.
expect_exit 0 "$picket" scan --rules "$folder/counting.toml" --rules "$folder/suppressing.toml" --format jsonl "$folder/log.jsonl"
without_origin() { sed -E 's/"origin":\{[^}]*\},?//' "$1"; }
without_origin "$folder/out" >"$folder/forward"
mkdir "$folder/parts"
tac "$folder/log.jsonl" | head -n 3 >"$folder/parts/a.jsonl"
tac "$folder/log.jsonl" | tail -n +3 >"$folder/parts/b.jsonl"
expect_exit 0 "$picket" scan --rules "$folder/counting.toml" --rules "$folder/suppressing.toml" --format jsonl "$folder/parts"
without_origin "$folder/out" >"$folder/backward"
cmp "$folder/forward" "$folder/backward" || fail "the order changes the alerts"

# A field that no event has.
sed -i 's/user.name/user.nickname/' "$folder/suppressing.toml" "$folder/counting.toml"
expect_exit 0 "$picket" scan --rules "$folder/suppressing.toml" --format jsonl "$folder/log.jsonl"
expect_text "$folder/err" "suppression groups by user.nickname, which never occurred"
expect_exit 0 "$picket" scan --rules "$folder/counting.toml" --format jsonl "$folder/log.jsonl"
expect_text "$folder/err" "field never occurred"

# A stored query without its text is not guessed.
rule stored saved_query 'saved_id = "x"' | sed '/^query/d' >"$folder/stored.toml"
expect_exit 0 "$picket" scan --rules "$folder/stored.toml" --format jsonl "$folder/log.jsonl"
expect_text "$folder/err" "its query is a saved query of Kibana"
rule repeated saved_query 'saved_id = "x"' >"$folder/stored.toml"
expect_exit 0 "$picket" scan --rules "$folder/stored.toml" --format jsonl "$folder/log.jsonl"
[ "$(wc -l <"$folder/out")" = 5 ] || fail "with its text it runs like a query rule"

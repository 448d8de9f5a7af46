#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A rule with filters and exceptions, as an export holds it: what is silenced, what has expired, what is missing.
. "$(dirname "$0")/lib.sh"
logs=$folder/logs.jsonl
for user in alice bob carol dave; do
  printf '{"time":"2026-03-01T10:00:00Z","operationName":"MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMANDS/WRITE","category":"Administrative","resultType":"Success","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/%s","correlationId":"%s","callerIpAddress":"203.0.113.%s"}\n' \
    "$user" "$user" "${#user}" >>"$logs"
done
# rule EXTRA
rule() {
  printf '{"rule_id":"r1","type":"query","language":"kuery","name":"runs","description":"d","risk_score":21,"severity":"low","index":["logs-*"],"from":"now-6m","interval":"5m","query":"event.action:*RUNCOMMANDS*"%s}\n' "$1"
}
list='"exceptions_list":[{"id":"L","list_id":"mine","type":"detection","namespace_type":"single"}]'
container='{"id":"L","list_id":"mine","type":"detection","name":"n","description":"d","namespace_type":"single"}'
# item ID ENTRY EXTRA
item() {
  printf '{"item_id":"%s","list_id":"mine","type":"simple","name":"%s","namespace_type":"single","entries":[%s]%s}\n' "$1" "$1" "$2" "$3"
}
match() { printf '{"field":"azure.correlation_id","type":"match","operator":"included","value":"%s"}' "$1"; }
alerts() {
  expect_exit 0 "$picket" scan --format jsonl "$@" "$logs"
  wc -l <"$folder/out"
}
expect_alerts() {
  local wanted=$1
  shift
  local found
  found=$(alerts "$@")
  [ "$found" = "$wanted" ] || { echo "FAIL: expected $wanted alerts, found $found: $*"; cat "$folder/err"; exit 1; }
}

rule "" >"$folder/plain.ndjson"
expect_alerts 4 --rules "$folder/plain.ndjson"

# A filter that is turned around takes one away.
rule ',"filters":[{"meta":{"negate":true},"query":{"match_phrase":{"azure.correlation_id":"dave"}}}]' >"$folder/filter.ndjson"
expect_alerts 3 --rules "$folder/filter.ndjson"

# Items that are valid and one whose time is over.
{
  rule ",$list"
  echo "$container"
  item a "$(match alice)" ""
  item b "$(match bob)" ',"expire_time":"2020-01-01T00:00:00Z"'
  echo '{"exported_count":4,"exported_rules_count":1,"exported_exception_list_count":1,"exported_exception_list_item_count":2}'
} >"$folder/export.ndjson"
expect_alerts 3 --rules "$folder/export.ndjson"
expect_text "$folder/err" "1 item applied, 1 expired"
expect_exit 0 "$picket" rules explain --phase bound "$folder/export.ndjson"
expect_text "$folder/out" 'azure.correlation_id: "alice"'

# The same items in a file of their own; without them the rule runs, with a warning.
rule ",$list" >"$folder/alone.ndjson"
{
  echo "$container"
  item a "$(match alice)" ""
} >"$folder/items.ndjson"
expect_alerts 3 --rules "$folder/alone.ndjson" --exceptions "$folder/items.ndjson"
expect_alerts 4 --rules "$folder/alone.ndjson"
expect_text "$folder/err" "R157"

# A value list: missing, given, given as a folder.
{
  echo "$container"
  item c '{"field":"azure.correlation_id","type":"list","operator":"included","list":{"id":"known","type":"keyword"}}' ""
} >"$folder/items.ndjson"
expect_exit 0 "$picket" rules check --exceptions "$folder/items.ndjson" "$folder/alone.ndjson"
expect_text "$folder/out" "needs the value list known, which was not given"
mkdir "$folder/lists"
printf 'alice\r\nbob\n\n' >"$folder/lists/known.txt"
expect_alerts 2 --rules "$folder/alone.ndjson" --exceptions "$folder/items.ndjson" --value-list "known=$folder/lists/known.txt"
expect_alerts 2 --rules "$folder/alone.ndjson" --exceptions "$folder/items.ndjson" --value-list "$folder/lists"

# Forms that cannot be evaluated, and mistakes, are named with their place.
rule ',"filters":[{"query":{"script":{"script":"x"}}}]' >"$folder/script.ndjson"
expect_exit 0 "$picket" rules check "$folder/script.ndjson"
expect_text "$folder/out" "it has a filter with a script query, which cannot be evaluated"
expect_text "$folder/out" "F102"
rule ',"filters":[{"query":{"trem":{"a":"x"}}}]' >"$folder/misspelled.ndjson"
expect_exit 2 "$picket" rules check "$folder/misspelled.ndjson"
expect_text "$folder/out" "did you mean term?"

# Tests of a rule take the same options.
{
  echo "$container"
  item a "$(match alice)" ""
} >"$folder/own.ndjson"
cat >"$folder/alone.test.toml" <<'END'
rule = "alone.ndjson"
[[test]]
name = "alice is left alone"
because = [{ event = 1, contains = "exception item a of list mine silences it" }]
[[test.event]]
record = { operationName = "MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMANDS/WRITE", category = "Administrative", resultType = "Success", resourceId = "/SUBSCRIPTIONS/S/RESOURCEGROUPS/G", correlationId = "alice", time = "" }
[[test.event]]
record = { operationName = "MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMANDS/WRITE", category = "Administrative", resultType = "Success", resourceId = "/SUBSCRIPTIONS/S/RESOURCEGROUPS/G", correlationId = "bob", time = "" }
[[test.expect]]
event = 2
END
expect_exit 0 "$picket" test "$folder/alone.test.toml" --exceptions "$folder/own.ndjson"
expect_exit 1 "$picket" test "$folder/alone.test.toml"
{
  echo "$container"
  item a '{"field":"azure.correlation_id","type":"list","operator":"included","list":{"id":"mine","type":"keyword"}}' ""
} >"$folder/listed.ndjson"
printf 'alice\n' >"$folder/mine.txt"
expect_exit 0 "$picket" test "$folder/alone.test.toml" --exceptions "$folder/listed.ndjson" --value-list "mine=$folder/mine.txt"
expect_exit 2 "$picket" test "$folder/alone.test.toml" --exceptions "$folder/no-such-file.ndjson"

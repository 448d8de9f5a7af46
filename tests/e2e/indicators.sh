#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# threat_match rules: indicators from a folder, alerts with what matched, and a reason where nothing could.
. "$(dirname "$0")/lib.sh"
cat >"$folder/rule.toml" <<'RULE'
[rule]
rule_id = "00000000-0000-4000-8000-000000000001"
name = "bad address"
description = "d"
risk_score = 50
severity = "high"
type = "threat_match"
index = ["logs-*"]
from = "now-9m"
query = "event.kind: event"
threat_index = ["logs-ti_*"]
threat_query = '@timestamp >= "now-30d/d" and event.module: (threatintel or ti_*) and threat.indicator.ip: *'
[[rule.threat_mapping]]
entries = [{ field = "source.ip", type = "mapping", value = "threat.indicator.ip" }]
[[rule.threat_mapping]]
entries = [{ field = "destination.ip", type = "mapping", value = "threat.indicator.ip" }]
RULE
cat >"$folder/events.ndjson" <<'EVENTS'
{"@timestamp":"2026-03-01T10:00:00Z","event":{"kind":"event"},"source":{"ip":"192.0.2.7"},"destination":{"ip":"198.51.100.9"}}
{"@timestamp":"2026-03-01T10:01:00Z","event":{"kind":"event"},"destination":{"ip":"203.0.113.77"}}
{"@timestamp":"2026-03-01T10:02:00Z","event":{"kind":"event"},"source":{"ip":"203.0.113.1"}}
{"@timestamp":"2026-03-01T10:03:00Z","event":{"kind":"alert"},"source":{"ip":"192.0.2.7"}}
EVENTS
feeds=$folder/feeds
mkdir "$feeds"
printf '# networks\n192.0.2.0/24\nwhat is this\n' >"$feeds/list.txt"
printf 'IOC,Confidence\n198.51.100.9,90\n' >"$feeds/table.csv"
cat >"$feeds/export.ndjson" <<'EXPORT'
{"_index":"logs-ti_x-default","_id":"new","_source":{"@timestamp":"2026-02-20T00:00:00Z","event":{"module":"ti_x"},"threat":{"indicator":{"type":"ipv4-addr","ip":"203.0.113.77"}}}}
{"_index":"logs-ti_x-default","_id":"old","_source":{"@timestamp":"2025-02-20T00:00:00Z","event":{"module":"ti_x"},"threat":{"indicator":{"type":"ipv4-addr","ip":"203.0.113.1"}}}}
{"_index":"logs-other-default","_id":"other","_source":{"@timestamp":"2026-02-20T00:00:00Z","event":{"module":"ti_x"},"threat":{"indicator":{"type":"ipv4-addr","ip":"203.0.113.1"}}}}
EXPORT

expect_exit 0 "$picket" scan -r "$folder/rule.toml" "$folder/events.ndjson"
expect_text "$folder/err" "bad address: no indicators were given (--indicators PATH)"
expect_exit 0 "$picket" rules check "$folder/rule.toml"
expect_text "$folder/out" "1 rule loaded, 0 with errors; 1 can run"

scan() { expect_exit 0 "$picket" scan -r "$folder/rule.toml" -f jsonl --indicators "$@" "$folder/events.ndjson"; }
scan "$feeds"
expect_text "$folder/err" "5 indicators: ipv4-addr 5"
expect_text "$folder/err" "list.txt: list 1"
expect_text "$folder/err" "table.csv: CSV 1"
expect_text "$folder/err" "export.ndjson: ECS 3"
expect_text "$folder/err" "list.txt:3: neither an address, a domain, a URL, a hash nor an e-mail address: what is this"
matched() { jq -r '[.threat.enrichments[].matched | "\(.field) \(.atomic) \(.index)/\(.type)"] | sort | join(", ")' "$folder/out"; }
[ "$(matched)" = "destination.ip 198.51.100.9 null/indicator_match_rule, source.ip 192.0.2.7 null/indicator_match_rule
destination.ip 203.0.113.77 logs-ti_x-default/indicator_match_rule" ]
[ "$(jq -r '.threat.enrichments[] | select(.matched.id == "new") | .indicator.ip' "$folder/out")" = "203.0.113.77" ]
[ "$(jq -r '.threat.enrichments[] | .indicator.confidence | select(.)' "$folder/out")" = "High" ]
[ "$(jq -r '.threat.enrichments[] | .feed.name | select(.)' "$folder/out" | sort | tr '\n' ' ')" = "list.txt table.csv " ]
[ "$(jq -r '.["kibana.alert.rule.rule_type_id"]' "$folder/out" | sort -u)" = "siem.indicatorRule" ]

# The order of files does not matter.
cp "$folder/out" "$folder/first"
scan "$feeds/table.csv" --indicators "$feeds/list.txt" --indicators "$feeds/export.ndjson"
cmp "$folder/first" "$folder/out"

# Nothing that could match, and files that are none.
scan "$feeds/export.ndjson"
[ "$(jq -s length "$folder/out")" = 1 ]
printf 'evil.example\n' >"$folder/domains.txt"
scan "$folder/domains.txt"
expect_text "$folder/err" "none of the 1 indicators is selected"
expect_exit 4 "$picket" scan -r "$folder/rule.toml" --indicators "$folder/missing" "$folder/events.ndjson"
: >"$folder/empty"
expect_exit 4 "$picket" scan -r "$folder/rule.toml" --indicators "$folder/empty" "$folder/events.ndjson"

# Filters select indicators as they select events.
sed '/^threat_query/a threat_filters = [{ meta = { negate = false }, query = { match_phrase = { "threat.indicator.ip" = "198.51.100.9" } } }]' \
  "$folder/rule.toml" >"$folder/filtered.toml"
expect_exit 0 "$picket" scan -r "$folder/filtered.toml" -f jsonl --indicators "$feeds" "$folder/events.ndjson"
[ "$(matched)" = "destination.ip 198.51.100.9 null/indicator_match_rule" ]
sed 's/match_phrase = .*$/script = {} } }]/' "$folder/filtered.toml" >"$folder/script.toml"
expect_exit 0 "$picket" scan -r "$folder/script.toml" --indicators "$feeds" "$folder/events.ndjson"
expect_text "$folder/err" "it has a threat filter with"

# Exceptions silence indicators as well as events.
sed '/^threat_query/a exceptions_list = [{ id = "x", list_id = "l", type = "detection", namespace_type = "single" }]' \
  "$folder/rule.toml" >"$folder/excepted.toml"
cat >"$folder/exceptions.ndjson" <<'EXCEPTIONS'
{"list_id":"l","name":"n","description":"d","type":"detection","namespace_type":"single"}
{"list_id":"l","item_id":"i","name":"n","description":"d","type":"simple","namespace_type":"single","entries":[{"field":"threat.indicator.ip","type":"match","operator":"included","value":"198.51.100.9"}]}
EXCEPTIONS
expect_exit 0 "$picket" scan -r "$folder/excepted.toml" --exceptions "$folder/exceptions.ndjson" -f jsonl --indicators "$feeds" "$folder/events.ndjson"
[ "$(matched)" = "source.ip 192.0.2.7 null/indicator_match_rule
destination.ip 203.0.113.77 logs-ti_x-default/indicator_match_rule" ]

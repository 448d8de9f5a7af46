#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What an attacker writes into a log harms no one who looks at the alerts.
. "$(dirname "$0")/lib.sh"
cat >"$folder/rule.toml" <<'TOML'
[metadata]
creation_date = "2026/01/01"
[rule]
author = ["x"]
description = "d"
index = ["logs-*"]
language = "kuery"
license = "Apache-2.0"
name = "Every event"
note = "# Guide\n<script>alert(1)</script> [x](javascript:alert(2))"
risk_score = 21
rule_id = "6d3f3a0e-7a0b-4f43-9d0f-0a3b8a0f7a12"
severity = "low"
type = "query"
query = "event.action:*"
TOML
cat >"$folder/log.json" <<'JSON'
{"@timestamp":"2026-01-01T00:00:00Z","event":{"action":"=HYPERLINK(\"http://x\")"},"user":{"name":"\u001b[2J<img src=x onerror=alert(3)>\u202e"},"source":{"ip":"203.0.113.9"}}
JSON
for format in table csv html jsonl; do
  expect_exit 0 "$picket" scan -r "$folder/rule.toml" --format "$format" "$folder/log.json"
  cp "$folder/out" "$folder/$format"
  if grep -q $'\x1b' "$folder/$format"; then echo "FAIL: a raw escape character in $format"; exit 1; fi
  if [ "$format" != jsonl ] && grep -q $'\xe2\x80\xae' "$folder/$format" && [ "$format" != html ]; then
    echo "FAIL: a raw direction control in $format"
    exit 1
  fi
done
expect_text "$folder/csv" "'=HYPERLINK"
expect_no_text "$folder/html" "<script"
expect_no_text "$folder/html" "<img"
expect_no_text "$folder/html" 'href="javascript'
expect_no_text "$folder/html" "http-equiv=\"refresh\""
expect_text "$folder/html" "&lt;script&gt;"
id=$(ids "$folder/jsonl")
expect_exit 0 "$picket" scan -r "$folder/rule.toml" --explain "${id:0:8}" "$folder/log.json"
expect_text "$folder/out" "Guide"
if grep -q $'\x1b' "$folder/out"; then echo "FAIL: a raw escape character in --explain"; exit 1; fi

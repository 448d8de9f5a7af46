#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every file of a folder is accounted for: what loads, what cannot run and why, what has an error.
. "$(dirname "$0")/lib.sh"
rules=$folder/rules
mkdir "$rules"

number=0
# rule NAME TYPE LANGUAGE QUERY
rule() {
  printf '[rule]\nrule_id = "00000000-0000-4000-8000-%012d"\nname = "%s"\ndescription = "d"\nrisk_score = 21\nseverity = "low"\ntype = "%s"\nlanguage = "%s"\nquery = \x27\x27\x27%s\x27\x27\x27\n' \
    "$((++number))" "$1" "$2" "$3" "$4" >"$rules/$1.toml"
}
rule runs query kuery 'event.action: "a" and evnt.outcome: success'
rule sequence eql eql 'process where true'
rule table esql esql 'FROM logs-*'
rule broken query kuery 'event.action: (a or'
rule classic query lucene 'event.action:(a OR b)'
rule unclosed query lucene 'event.action:(a OR b'
: >"$rules/empty.toml"
printf '[rule]\nname = "a\0b"\n' >"$rules/nul.toml"

expect_exit 2 "$picket" rules check "$rules"
expect_text "$folder/out" "8 files: 6 rules loaded, 3 with errors; 2 can run"
expect_text "$folder/out" "did you mean"
expect_text "$folder/out" "sequence.toml:1: cannot run: sequence: EQL is not supported yet"
expect_text "$folder/out" "unclosed.toml:9:25: error L113"
expect_text "$folder/out" "unclosed.toml:1: cannot run: unclosed: its query has an error"
expect_text "$folder/out" "the file is empty"
expect_text "$folder/out" "line 2 has a NUL byte"

expect_exit 2 "$picket" rules check --format json "$rules"
[ "$(jq -c '[.files, .rules_loaded, .rules_failed, .rules_runnable]' "$folder/out")" = "[8,6,3,2]" ]
[ "$(jq -r '.by_type[] | select(.type == "query" and .language == "kuery") | "\(.rules) \(.runnable)"' "$folder/out")" = "2 1" ]
[ "$(jq -r '.by_type[] | select(.language == "lucene") | "\(.rules) \(.runnable)"' "$folder/out")" = "2 1" ]
[ "$(jq '[.cannot_run[].rules] | add' "$folder/out")" = 4 ]
[ "$(jq '.rules | length' "$folder/out")" = 6 ]

# As many rules as are published.
rm "$rules"/*
for i in $(seq 2066); do
  rule "rule-$i" query kuery "event.action: (\"a$i\" or b$i*) and not user.name: (x or y$i) and source.ip: 10.0.0.0/8"
done
expect_exit 0 "$picket" rules check "$rules"
expect_text "$folder/out" "2066 files: 2066 rules loaded, 0 with errors; 2066 can run"

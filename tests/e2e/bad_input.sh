#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Bad input is counted by reason, the rest is still scanned, and the exit code says so.
. "$(dirname "$0")/lib.sh"
mkdir "$folder/in"
record=$(head -n 1 "$root/examples/logs/"*/PT1H.json 2>/dev/null | head -n 1 || true)
[ -n "$record" ] || record=$("$picket" search --raw --limit 1 '*' "$root/examples/logs")
printf '%s\n{"broken": \n%s\n' "$record" "$record" >"$folder/in/middle.json"
printf '%s\n%s' "$record" "${record:0:200}" >"$folder/in/cut.json"
: >"$folder/in/empty.json"
echo 'no log at all' >"$folder/in/text.json"
printf '%s{"a":1}%s' "$(printf '{"a":%.0s' {1..300})" "$(printf '}%.0s' {1..300})" >"$folder/in/deep.json"
head -c 200000000 /dev/zero | gzip >"$folder/in/bomb.json.gz"
printf '%s\n' "${record/\"time\":\"/\"time\":\"gestern }" >"$folder/in/time.json"
expect_exit 4 "$picket" scan --format jsonl "$folder/in"
for reason in not_json truncated_record expansion_limit too_deep unknown_container empty_file; do
  expect_text "$folder/err" "$reason"
done
expect_text "$folder/err" "no usable time"
expect_text "$folder/err" "4 records read"
expect_text "$folder/err" "cut.json:2"
expect_exit 4 "$picket" scan --strict "$folder/in"
expect_exit 4 "$picket" normalize "$folder/in/middle.json"
[ "$(wc -l <"$folder/out")" = 2 ] || { echo "FAIL: the records around a broken one were lost"; exit 1; }

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# However the same records are read, the alerts are the same.
. "$(dirname "$0")/lib.sh"
logs=$root/examples/logs
expect_exit 0 "$picket" normalize --hits "$logs"
cp "$folder/out" "$folder/all.ndjson"
lines=$(wc -l <"$folder/all.ndjson")
[ "$lines" -gt 500 ] || { echo "FAIL: only $lines sample records"; exit 1; }
expect_exit 0 "$picket" scan --format jsonl "$folder/all.ndjson"
ids "$folder/out" >"$folder/wanted"
[ "$(wc -l <"$folder/wanted")" -gt 10 ] || { echo "FAIL: hardly any alert to compare"; exit 1; }

same() {
  expect_exit 0 "$picket" scan --format jsonl "$@"
  ids "$folder/out" | cmp -s - "$folder/wanted" || { echo "FAIL: other alerts for: $*"; exit 1; }
}
shuf --random-source=<(yes) "$folder/all.ndjson" >"$folder/shuffled.ndjson"
same "$folder/shuffled.ndjson"
same "$folder/all.ndjson" "$folder/shuffled.ndjson" # every record twice
tac "$folder/all.ndjson" | gzip >"$folder/backwards.gz"
same "$folder/backwards.gz"
mkdir "$folder/split"
split -l 97 "$folder/shuffled.ndjson" "$folder/split/part-"
same "$folder/split"
{ printf '{"records":['; sed '$!s/$/,/' "$folder/all.ndjson"; printf ']}'; } >"$folder/batch.json"
same "$folder/batch.json"
sed 's/$/\r/' "$folder/all.ndjson" | sed '1s/^/\xef\xbb\xbf/' >"$folder/windows.json"
same "$folder/windows.json"
iconv -f UTF-8 -t UTF-16 "$folder/all.ndjson" >"$folder/utf16.json"
same "$folder/utf16.json"
code=0
"$picket" scan --format jsonl - <"$folder/all.ndjson" >"$folder/out" 2>/dev/null || code=$?
[ "$code" = 0 ] && ids "$folder/out" | cmp -s - "$folder/wanted" || { echo "FAIL: other alerts from standard input"; exit 1; }

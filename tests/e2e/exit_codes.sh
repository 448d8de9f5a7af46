#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
logs=$root/examples/logs
expect_exit 0 "$picket" scan "$logs"
expect_exit 1 "$picket" scan --fail-on-alert "$logs"
expect_exit 3 "$picket" scan
expect_exit 3 "$picket" scan --formt csv "$logs"
expect_exit 3 "$picket" scan --from yesterday "$logs"
expect_text "$folder/err" "expected a date"
expect_exit 3 "$picket" scan --value-list vpn.txt "$logs"
expect_text "$folder/err" "expected ID=FILE"
expect_exit 3 "$picket" scna
expect_text "$folder/err" "did you mean 'scan'"
expect_exit 3 "$picket" scan --geoip "$folder" "$logs"
expect_exit 4 "$picket" scan "$folder/nothing-here"
expect_exit 4 "$picket" scan --quiet --indicators "$folder/nothing-here" "$logs"
expect_text "$folder/err" "not all of the input could be read"
printf '[metadata]\n[rule]\nname = "x"\ntype = "qery"\n' >"$folder/broken.toml"
expect_exit 2 "$picket" rules check "$folder/broken.toml"
expect_text "$folder/out" "$folder/broken.toml:4"
expect_exit 2 "$picket" scan -r "$folder/broken.toml" "$logs"
expect_exit 2 "$picket" search 'event.action:(a or' "$logs"
expect_text "$folder/err" "^"
expect_exit 0 "$picket" rules check
expect_exit 0 "$picket" --help
expect_exit 0 "$picket" --version

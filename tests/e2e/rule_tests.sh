#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
cp "$root"/rules/azure/lateral_movement_azure_vm_serial_console_connected.{toml,test.toml} "$root/rules/azure/templates.toml" "$folder"
good=$folder/lateral_movement_azure_vm_serial_console_connected.test.toml
rule='rule = "lateral_movement_azure_vm_serial_console_connected.toml"
templates = "templates.toml"'

# Without a path it is the current folder.
(cd "$folder" && expect_exit 0 "$picket" test)
expect_text "$folder/out" "PASS Azure VM serial console connected by unusual caller - "
expect_text "$folder/out" " passed, 0 failed"
expect_exit 0 "$picket" test -q "$folder"
expect_no_text "$folder/out" "PASS"
expect_exit 0 "$picket" test -v --filter 'SECOND CONNECTION' "$good"
expect_text "$folder/out" "1 passed, 0 failed"
expect_text "$folder/out" "was seen in event 1"
expect_exit 3 "$picket" test --filter 'no such test' "$good"

# A failure says why, is named in the JUnit file, and nothing of it breaks the XML.
cat >"$folder/failing.test.toml" <<END
$rule
[[test]]
name = 'a refused connection <alerts> & "more"'
[[test.event]]
template = ["serial_console", "denied"]
[[test.expect]]
event = 1
END
expect_exit 1 "$picket" test --junit "$folder/junit.xml" "$folder"
expect_text "$folder/out" 'FAIL Azure VM serial console connected by unusual caller - a refused connection <alerts> & "more"'
expect_text "$folder/out" "     missing alert: event 1 at 2026-01-05T10:00:00.000Z: the query does not select it: event.outcome"
expect_text "$folder/out" "     at $folder/failing.test.toml:3"
expect_text "$folder/out" ", 1 failed"
expect_text "$folder/junit.xml" 'name="a refused connection &lt;alerts&gt; &amp; &quot;more&quot;"'
expect_text "$folder/junit.xml" '<failure message="missing alert: event 1'
if command -v python3 >/dev/null; then
  python3 -c 'import sys, xml.etree.ElementTree as t
root = t.parse(sys.argv[1]).getroot()
assert root.get("failures") == "1" and len(root.findall("testsuite")) == 2' "$folder/junit.xml"
fi

# A file that cannot be loaded wins over a failure, and the others still run.
printf '%s\n[[test]]\nnmae = "x"\nname = "y"\nexpect_none = true\nevent = [{ template = "serial_consol" }]\n' "$rule" \
  >"$folder/broken.test.toml"
expect_exit 2 "$picket" test --junit "$folder/junit.xml" "$folder"
expect_text "$folder/err" "broken.test.toml:4:1: error R170"
expect_text "$folder/err" 'did you mean `name`?'
expect_text "$folder/err" 'did you mean `serial_console`?'
expect_text "$folder/out" ", 1 failed, 1 file could not be loaded"
expect_text "$folder/junit.xml" "<error message="
printf 'rule = "none.toml"\n[[test]]\nname = "y"\nexpect_none = true\nevent = [{ record = { a = 1 } }]\n' >"$folder/broken.test.toml"
expect_exit 2 "$picket" test "$folder/broken.test.toml"
expect_exit 2 "$picket" test "$folder/not-there"
expect_exit 3 "$picket" test --junit "$folder/no/such/folder.xml" "$good"
expect_exit 3 "$picket" test --fliter x
mkdir "$folder/empty"
expect_exit 3 "$picket" test "$folder/empty"

// SPDX-License-Identifier: Apache-2.0
#include "spec_runner/spec_file.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"

namespace picket::spec {
namespace {

constexpr std::string_view kSeparator = "----";
constexpr std::string_view kNameHead = "# name:";
constexpr std::string_view kAboutHead = "# about:";

// Reads one block that begins at `at`; leaves `at` behind it.
Block read_block(const std::vector<std::string>& lines, std::size_t& at) {
  Block block;
  block.line = at + 1;
  const std::string_view head = lines[at];
  const std::size_t blank = std::min(head.find(' '), head.size());
  block.directive = head.substr(0, blank);
  block.argument = trim_ascii(head.substr(blank));
  for (++at; at < lines.size() && !lines[at].empty(); ++at) {
    if (!block.has_separator && lines[at] == kSeparator) {
      block.has_separator = true;
      block.expected_begin = at + 1;
    } else {
      (block.has_separator ? block.expected : block.body).push_back(lines[at]);
    }
  }
  return block;
}

}  // namespace

Result<SpecFile> parse_spec(std::string_view text) {
  SpecFile file;
  for (const std::string_view line : split(text, '\n')) file.lines.emplace_back(line);
  if (file.lines.size() < 2 || !file.lines[0].starts_with(kNameHead) || !file.lines[1].starts_with(kAboutHead)) {
    return fail("a spec begins with the lines '# name:' and '# about:'");
  }
  file.name = trim_ascii(std::string_view(file.lines[0]).substr(kNameHead.size()));
  for (std::size_t at = 2; at < file.lines.size();) {
    if (file.lines[at].empty() || file.lines[at].front() == '#') {
      ++at;
    } else {
      file.blocks.push_back(read_block(file.lines, at));
    }
  }
  return file;
}

std::string with_expectations(const SpecFile& file,
                              const std::vector<std::optional<std::vector<std::string>>>& actual) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  for (std::size_t i = 0; i < file.blocks.size(); ++i) {
    const Block& block = file.blocks[i];
    if (!actual[i] || !block.has_separator) continue;
    while (at < block.expected_begin) lines.push_back(file.lines[at++]);
    lines.insert(lines.end(), actual[i]->begin(), actual[i]->end());
    at += block.expected.size();
  }
  while (at < file.lines.size()) lines.push_back(file.lines[at++]);
  return join(lines, "\n");
}

}  // namespace picket::spec

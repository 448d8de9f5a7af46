// SPDX-License-Identifier: Apache-2.0
#include "source/input.h"

namespace picket::source {
namespace {

constexpr InputFormatName kFormats[] = {
    {"jsonl", InputFormat::json_lines, "every line is one JSON value"},
    {"json", InputFormat::json, "JSON values of any layout"},
    {"csv", InputFormat::csv, "CSV with a header row, separated by comma, semicolon or tab"},
};

}  // namespace

std::span<const InputFormatName> input_format_names() {
  return kFormats;
}

std::optional<InputFormat> parse_input_format(std::string_view name) {
  for (const InputFormatName& row : kFormats) {
    if (row.name == name) return row.format;
  }
  return std::nullopt;
}

bool InputReport::complete() const {
  for (std::size_t i = 0; i < refusals.size(); ++i) {
    if (refusals[i] > 0 && info(static_cast<Reason>(i)).loss != Loss::none) return false;
  }
  return true;
}

}  // namespace picket::source

// SPDX-License-Identifier: Apache-2.0
#include "rule/value_list.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "rule/files.h"
#include "rule/problems.h"

namespace picket::rule {
namespace {

namespace fs = std::filesystem;

void load_one(std::string id, const std::string& path, ValueLists& lists, Diagnostics& diagnostics) {
  if (const std::optional<std::string> text = read_value_file(path, diagnostics)) {
    lists.insert_or_assign(std::move(id), parse_value_list(path, *text));
  }
}

}  // namespace

ValueList parse_value_list(std::string file, std::string_view text) {
  ValueList list{std::move(file), {}};
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!trim_ascii(line).empty()) list.values.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

std::string mistake_in_value_list(const std::string& argument) {
  std::error_code error;
  const std::size_t separator = argument.find('=');
  if ((separator != std::string::npos && separator != 0) || fs::is_directory(argument, error)) return "";
  return fmt::format("expected ID=FILE, such as vpn-addresses=vpn.txt, or a folder of value lists, found '{}'",
                     argument);
}

void load_value_lists(const std::string& argument, ValueLists& lists, Diagnostics& diagnostics) {
  std::error_code error;
  if (!fs::is_directory(argument, error)) {
    const std::size_t separator = argument.find('=');
    if (separator == std::string::npos || separator == 0) {
      report_file(Code::unreadable, argument, mistake_in_value_list(argument), "", diagnostics);
      return;
    }
    load_one(argument.substr(0, separator), argument.substr(separator + 1), lists, diagnostics);
    return;
  }
  std::vector<fs::path> files;
  for (fs::directory_iterator at(argument, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(error)) files.push_back(at->path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) load_one(file.stem().string(), file.string(), lists, diagnostics);
}

}  // namespace picket::rule

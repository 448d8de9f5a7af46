// SPDX-License-Identifier: Apache-2.0
#include "sink/sink.h"

#include <algorithm>

#include "base/check.h"

namespace picket::sink {
namespace {

struct Entry {
  std::string_view name;
  Format format;
  std::unique_ptr<AlertSink> (*make)(std::FILE* out, const Style& style);
};
constexpr Entry kSinks[] = {
    {"table", Format::table, make_table},
    {"jsonl", Format::jsonl, make_jsonl},
    {"csv", Format::csv, make_csv},
    {"html", Format::html, make_html},
};

}  // namespace

std::optional<Format> parse_format(std::string_view name) {
  const auto* entry = std::ranges::find(kSinks, name, &Entry::name);
  return entry == std::end(kSinks) ? std::nullopt : std::optional(entry->format);
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kSinks) names.emplace_back(entry.name);
  return names;
}

std::unique_ptr<AlertSink> make_sink(Format format, std::FILE* out, const Style& style) {
  const auto* entry = std::ranges::find(kSinks, format, &Entry::format);
  PICKET_CHECK(entry != std::end(kSinks), "every format has a sink");
  return entry->make(out, style);
}

}  // namespace picket::sink

// SPDX-License-Identifier: Apache-2.0
#include "engine/index_pattern.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace picket::engine {
namespace {

bool is_generation(std::string_view text) {
  return text.size() >= 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_backing_date(std::string_view text) {
  constexpr std::string_view kShape = "0000.00.00";
  return text.size() == kShape.size() && std::ranges::equal(text, kShape, [](char c, char shape) {
           return shape == '.' ? c == '.' : (c >= '0' && c <= '9');
         });
}

// A name and the remote cluster that it is of, if any: "cluster:name".
struct Place {
  std::string_view cluster;
  std::string_view name;
};
Place split_place(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? Place{{}, text} : Place{text.substr(0, colon), text.substr(colon + 1)};
}

// A file seldom says which cluster it comes from, so a pattern of a remote cluster sees names without one as well. A
// name with a cluster is seen by patterns of that cluster only, as in a search.
bool fits(const Place& pattern, const Place& index) {
  if (!index.cluster.empty() && (pattern.cluster.empty() || !glob_match(pattern.cluster, index.cluster))) return false;
  return glob_match(pattern.name, index.name) || glob_match(pattern.name, data_stream_of(index.name));
}

}  // namespace

std::string_view data_stream_of(std::string_view index) {
  constexpr std::string_view kPrefix = ".ds-";
  for (const std::string_view mounted : {"partial-", "restored-"}) {  // searchable snapshots
    if (index.starts_with(mounted) && index.substr(mounted.size()).starts_with(kPrefix)) {
      index.remove_prefix(mounted.size());
    }
  }
  if (!index.starts_with(kPrefix)) return index;
  const std::size_t generation = index.rfind('-');
  if (generation == std::string_view::npos || !is_generation(index.substr(generation + 1))) return index;
  const std::string_view dated = index.substr(0, generation);
  const std::size_t date = dated.rfind('-');
  if (date == std::string_view::npos || date <= kPrefix.size() || !is_backing_date(dated.substr(date + 1)))
    return index;
  return dated.substr(kPrefix.size(), date - kPrefix.size());
}

bool sees_index(std::span<const std::string> patterns, std::string_view index) {
  if (index.empty()) return true;
  const Place place = split_place(index);
  bool seen = false;
  for (const std::string& listed : patterns) {
    for (std::string_view pattern : split(listed, ',')) {  // Elasticsearch reads one with commas as several
      pattern = trim_ascii(pattern);
      const bool exclude = pattern.starts_with('-') && pattern.size() > 1;
      // Names that begin with a dash do not exist; `-*elastic-cloud-logs-*` of Kibana's defaults takes away as well.
      if (exclude) pattern.remove_prefix(1);
      if (fits(split_place(pattern), place)) seen = !exclude;
    }
  }
  return seen;
}

}  // namespace picket::engine

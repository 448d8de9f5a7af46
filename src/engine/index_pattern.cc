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

}  // namespace

std::string_view data_stream_of(std::string_view index) {
  constexpr std::string_view kPrefix = ".ds-";
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
  const std::string_view stream = data_stream_of(index);
  bool seen = false;
  for (std::string_view pattern : patterns) {
    const bool exclude = pattern.starts_with('-') && pattern.size() > 1;
    // Names that begin with a dash do not exist; `-*elastic-cloud-logs-*` of Kibana's defaults takes away as well.
    if (exclude) pattern.remove_prefix(1);
    if (const std::size_t colon = pattern.find(':'); colon != std::string_view::npos) pattern.remove_prefix(colon + 1);
    if (glob_match(pattern, index) || glob_match(pattern, stream)) seen = !exclude;
  }
  return seen;
}

}  // namespace picket::engine

// SPDX-License-Identifier: Apache-2.0
#include "indicator/set.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"

namespace picket::indicator {

void Set::add(const json::Object& source, std::string_view index, std::string_view id) {
  const std::string text = json::serialize(source);
  Entry entry{.identity = {},
              .begin = bytes_.size(),
              .id_size = static_cast<std::uint32_t>(id.size()),
              .text_size = static_cast<std::uint32_t>(text.size()),
              .index = 0};
  if (id.empty()) {
    entry.identity = hash128(text);
  } else {
    std::string whole(index);
    whole += '\0';
    whole += id;
    entry.identity = hash128(whole);
  }
  auto known = index_ids_.find(index);
  if (known == index_ids_.end()) {
    indices_.emplace_back(index);
    known = index_ids_.emplace(indices_.back(), static_cast<std::uint32_t>(indices_.size() - 1)).first;
  }
  entry.index = known->second;
  bytes_ += id;
  bytes_ += text;
  entries_.push_back(entry);
}

std::size_t Set::finish() {
  const std::size_t given = entries_.size();
  std::ranges::sort(entries_, [&](const Entry& a, const Entry& b) {
    if (a.identity != b.identity) return a.identity < b.identity;
    return text_bytes(a) < text_bytes(b);
  });
  const auto repeated = std::ranges::unique(entries_, {}, &Entry::identity);
  entries_.erase(repeated.begin(), repeated.end());
  entries_.shrink_to_fit();
  bytes_.shrink_to_fit();
  return given - entries_.size();
}

std::string_view Set::text(Position position) const {
  return text_bytes(entries_[position]);
}

std::string Set::id(Position position) const {
  const Entry& entry = entries_[position];
  if (entry.id_size > 0) return std::string(id_bytes(entry));
  return fmt::format("{:016x}{:016x}", entry.identity.high, entry.identity.low);
}

json::Object Set::document(Position position) const {
  auto parsed = json::parse(text(position));
  PICKET_CHECK(parsed.has_value() && parsed->is_object(), "an indicator's text was an object once");
  return std::move(parsed->get_object());
}

}  // namespace picket::indicator

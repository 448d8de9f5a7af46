// SPDX-License-Identifier: Apache-2.0
// All indicators that were given, as the texts of their documents: half a million of them are some hundred megabytes
// of text, and many times that as trees. A document is parsed where it is looked at.
//
// Filled by one thread; after finish() safe to read from many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/json.h"
#include "event/document.h"

namespace picket::indicator {

// Names one indicator of a finished set. Positions follow the order of the indicators' identities (hashes of _index and
// _id, or of the content), so they do not depend on the order of files and lines.
using Position = std::uint32_t;

class Set {
 public:
  // `index`, `id`: what the document carried; empty where it carried none.
  void add(const json::Object& source, std::string_view index, std::string_view id);

  // Orders the indicators; of those with the same identity one stays. Returns how many were repeated.
  std::size_t finish();

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  std::string_view text(Position position) const;
  // Empty where the document carried none.
  std::string_view index(Position position) const { return indices_[entries_[position].index]; }
  // Where the document carried none, made from its content.
  std::string id(Position position) const;
  json::Object document(Position position) const;

 private:
  struct Entry {
    Hash128 identity;
    std::uint64_t begin = 0;  // of the id in bytes_, which the text follows
    std::uint32_t id_size = 0;
    std::uint32_t text_size = 0;
    std::uint32_t index = 0;
  };
  std::string_view id_bytes(const Entry& entry) const {
    return std::string_view(bytes_).substr(entry.begin, entry.id_size);
  }
  std::string_view text_bytes(const Entry& entry) const {
    return std::string_view(bytes_).substr(entry.begin + entry.id_size, entry.text_size);
  }

  std::string bytes_;
  std::vector<Entry> entries_;
  std::deque<std::string> indices_{std::string()};
  std::unordered_map<std::string_view, std::uint32_t> index_ids_{{std::string_view(), 0}};
};

}  // namespace picket::indicator

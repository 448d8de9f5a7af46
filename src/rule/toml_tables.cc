// SPDX-License-Identifier: Apache-2.0
#include "rule/toml_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rule/limits.h"

namespace picket::rule {
namespace {

// How a table came to be decides what may be done to it.
enum class Origin : std::uint8_t {
  implicit,  // on the way of a header: may be opened once
  header,    // by a header of its own
  dotted,    // by a dotted key: only dotted keys of the same table extend it
};

// Tables of rules have up to 30 keys; looking through so few is faster than keeping a map.
constexpr std::size_t kFewEntries = 32;

}  // namespace

// A value, a table, or a list of tables. What needs a whole Table is defined behind it.
struct TomlTables::Entry {
  explicit Entry(const KeyPart& part);
  Entry(Entry&&) noexcept;
  Entry& operator=(Entry&&) noexcept;
  ~Entry();

  bool is_value() const { return table == nullptr && list.empty(); }

  std::string name;
  Span name_span;
  Node value;
  std::unique_ptr<Table> table;
  std::vector<std::unique_ptr<Table>> list;
};

struct TomlTables::Table {
  Table(Origin table_origin, Span table_span, std::size_t table_depth)
      : origin(table_origin), span(table_span), depth(table_depth) {}

  Entry* find(std::string_view name);
  Entry& add(const KeyPart& part);

  Origin origin;
  Span span;
  std::size_t depth;
  std::vector<Entry> entries;
  std::map<std::string, std::size_t, std::less<>> index;  // used once there are more than kFewEntries
};

TomlTables::Entry::Entry(const KeyPart& part) : name(part.name), name_span(part.span) {}
TomlTables::Entry::Entry(Entry&&) noexcept = default;
TomlTables::Entry& TomlTables::Entry::operator=(Entry&&) noexcept = default;
TomlTables::Entry::~Entry() = default;

TomlTables::Entry* TomlTables::Table::find(std::string_view name) {
  if (entries.size() <= kFewEntries) {
    const auto found = std::ranges::find(entries, name, &Entry::name);
    return found == entries.end() ? nullptr : &*found;
  }
  const auto found = index.find(name);
  return found == index.end() ? nullptr : &entries[found->second];
}

TomlTables::Entry& TomlTables::Table::add(const KeyPart& part) {
  entries.emplace_back(part);
  if (entries.size() == kFewEntries + 1) {
    for (std::size_t i = 0; i < entries.size(); ++i) index.emplace(entries[i].name, i);
  } else if (entries.size() > kFewEntries) {
    index.emplace(part.name, entries.size() - 1);
  }
  return entries.back();
}

TomlTables::TomlTables(Problems& problems, std::size_t depth)
    : problems_(problems), root_(std::make_unique<Table>(Origin::header, Span{}, depth)), open_(root_.get()) {}

TomlTables::~TomlTables() = default;

TomlTables::Table* TomlTables::discard() {
  discarded_ = std::make_unique<Table>(Origin::header, Span{}, 0);
  return discarded_.get();
}

void TomlTables::report_twice(const KeyPart& part, const Entry& earlier) {
  problems_.add(Code::toml_syntax, part.span,
                fmt::format("not valid TOML: `{}` is there twice, first on line {}", part.name,
                            problems_.locate(earlier.name_span.begin).line),
                "remove one of them");
}

// The table under that name, made when it is not there. nullptr after reporting that there is something else.
TomlTables::Table* TomlTables::step_into(Table& table, const KeyPart& part, Span header) {
  Entry* entry = table.find(part.name);
  if (entry == nullptr) {
    entry = &table.add(part);
    entry->table = std::make_unique<Table>(Origin::implicit, header, table.depth + 1);
  }
  if (entry->table != nullptr) return entry->table.get();
  if (!entry->list.empty()) return entry->list.back().get();
  report_twice(part, *entry);
  return nullptr;
}

// The table in which the last part of a header's key is looked up.
TomlTables::Table* TomlTables::walk(const TomlKey& key, Span header) {
  // A list of tables is two levels.
  if (key.size() > kMaxNesting / 2) {
    problems_.add(Code::too_deep, header, fmt::format("a header has more than {} parts", kMaxNesting / 2));
    return nullptr;
  }
  Table* table = root_.get();
  for (std::size_t i = 0; i + 1 < key.size() && table != nullptr; ++i) table = step_into(*table, key[i], header);
  return table;
}

void TomlTables::open_table(const TomlKey& key, Span header) {
  open_ = discard();
  Table* const parent = walk(key, header);
  if (parent == nullptr) return;
  const Entry* earlier = parent->find(key.back().name);
  Table* const table =
      earlier == nullptr || earlier->table != nullptr ? step_into(*parent, key.back(), header) : nullptr;
  if (table == nullptr || table->origin != Origin::implicit) {
    report_twice(key.back(), *earlier);
    return;
  }
  table->origin = Origin::header;
  table->span = header;
  open_ = table;
}

void TomlTables::open_list_entry(const TomlKey& key, Span header) {
  open_ = discard();
  Table* const parent = walk(key, header);
  if (parent == nullptr) return;
  Entry* entry = parent->find(key.back().name);
  if (entry != nullptr && entry->list.empty()) {
    report_twice(key.back(), *entry);
    return;
  }
  if (entry == nullptr) entry = &parent->add(key.back());
  entry->list.push_back(std::make_unique<Table>(Origin::header, header, parent->depth + 2));
  open_ = entry->list.back().get();
}

std::size_t TomlTables::depth_of(const TomlKey& key) const {
  return open_->depth + key.size();
}

void TomlTables::add(const TomlKey& key, Node value) {
  Table* table = open_;
  for (std::size_t i = 0; i + 1 < key.size(); ++i) {
    Entry* entry = table->find(key[i].name);
    if (entry == nullptr) {
      entry = &table->add(key[i]);
      entry->table = std::make_unique<Table>(Origin::dotted, key[i].span, table->depth + 1);
    }
    if (entry->table == nullptr || entry->table->origin != Origin::dotted) {
      report_twice(key[i], *entry);
      return;
    }
    table = entry->table.get();
  }
  if (const Entry* earlier = table->find(key.back().name)) {
    report_twice(key.back(), *earlier);
    return;
  }
  table->add(key.back()).value = std::move(value);
}

Node TomlTables::take_root() {
  return to_node(*root_);
}

Node TomlTables::to_node(Table& table) {
  Node::Object members;
  members.reserve(table.entries.size());
  for (Entry& entry : table.entries) members.push_back({std::move(entry.name), entry.name_span, to_node(entry)});
  return {table.span, std::move(members)};
}

Node TomlTables::to_node(Entry& entry) {
  if (entry.is_value()) return std::move(entry.value);
  if (entry.table != nullptr) return to_node(*entry.table);
  Node::List list;
  list.reserve(entry.list.size());
  for (const std::unique_ptr<Table>& table : entry.list) list.push_back(to_node(*table));
  return {entry.list.front()->span, std::move(list)};
}

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
// The tables of a TOML document (or of one inline table) as headers and dotted keys define them: which may be opened,
// extended, or appear again. Tables keep the order of the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rule/node.h"
#include "rule/problems.h"
#include "rule/toml_scanner.h"

namespace picket::rule {

class TomlTables {
 public:
  // `depth`: how many lists and tables are around the root.
  TomlTables(Problems& problems, std::size_t depth);
  TomlTables(const TomlTables&) = delete;
  TomlTables& operator=(const TomlTables&) = delete;
  ~TomlTables();

  // `[key]` and `[[key]]`. After a problem, what follows goes to a table that nobody sees, so that it gives no problems
  // of its own.
  void open_table(const TomlKey& key, Span header);
  void open_list_entry(const TomlKey& key, Span header);
  // `key = value` in the table that was opened last, which is the root at first.
  void add(const TomlKey& key, Node value);
  // How many lists and tables are around a value of that key in the open table.
  std::size_t depth_of(const TomlKey& key) const;

  Node take_root();

 private:
  struct Table;
  struct Entry;

  Table* step_into(Table& table, const KeyPart& part, Span header);
  Table* walk(const TomlKey& key, Span header);
  Table* discard();
  void report_twice(const KeyPart& part, const Entry& earlier);
  static Node to_node(Table& table);
  static Node to_node(Entry& entry);

  Problems& problems_;
  std::unique_ptr<Table> root_;
  std::unique_ptr<Table> discarded_;
  Table* open_;
};

}  // namespace picket::rule

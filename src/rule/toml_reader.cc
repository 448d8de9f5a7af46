// SPDX-License-Identifier: Apache-2.0
#include "rule/toml_reader.h"

#include <fmt/format.h>

#include <utility>

#include "rule/limits.h"
#include "rule/toml_scanner.h"
#include "rule/toml_tables.h"

namespace picket::rule {
namespace {

class Reader {
 public:
  explicit Reader(Problems& problems) : problems_(problems), in_(problems) {}

  std::optional<Node> read() {
    const std::size_t errors_before = problems_.errors();
    TomlTables tables(problems_, 0);
    while (true) {
      const bool good = in_.skip_to_word();
      if (in_.is_at_end()) break;
      const std::size_t begin = in_.position();
      if (!good || !read_statement(tables)) in_.skip_to_statement(begin);
    }
    if (problems_.errors() > errors_before) return std::nullopt;
    return tables.take_root();
  }

 private:
  bool read_statement(TomlTables& tables) {
    const bool good = in_.peek() == '[' ? read_header(tables) : read_member(tables);
    return good && in_.end_line();
  }

  bool read_header(TomlTables& tables) {
    const std::size_t begin = in_.position();
    in_.take("[");
    const bool is_list = in_.take("[");
    const std::optional<TomlKey> key = in_.read_key();
    if (!key.has_value()) return false;
    if (!in_.take(is_list ? "]]" : "]")) {
      in_.fail_expected(is_list ? "`]]`" : "`]`");
      return false;
    }
    if (is_list) {
      tables.open_list_entry(*key, in_.span_from(begin));
    } else {
      tables.open_table(*key, in_.span_from(begin));
    }
    return true;
  }

  bool read_member(TomlTables& tables) {
    const std::optional<TomlKey> key = in_.read_key();
    if (!key.has_value()) return false;
    if (!in_.take("=")) {
      in_.fail_expected("`=` after the key");
      return false;
    }
    in_.skip_blanks();
    std::optional<Node> value = read_value(tables.depth_of(*key));
    if (!value.has_value()) return false;
    tables.add(*key, std::move(*value));
    return true;
  }

  std::optional<Node> read_value(std::size_t depth) {
    const std::size_t begin = in_.position();
    if (depth > kMaxNesting) {
      problems_.add(Code::too_deep, in_.span_from(begin),
                    fmt::format("lists and tables are nested more than {} deep", kMaxNesting));
      return std::nullopt;
    }
    std::optional<Node> value;
    if (in_.take("[")) {
      value = read_list(depth);
    } else if (in_.take("{")) {
      value = read_inline_table(depth);
    } else {
      return in_.read_scalar();
    }
    if (value.has_value()) value->span = in_.span_from(begin);
    return value;
  }

  std::optional<Node> read_list(std::size_t depth) {
    Node::List entries;
    while (in_.skip_to_word()) {
      if (in_.take("]")) return Node{{}, std::move(entries)};
      std::optional<Node> entry = read_value(depth + 1);
      if (!entry.has_value()) return std::nullopt;
      entries.push_back(std::move(*entry));
      if (!in_.skip_to_word()) return std::nullopt;
      if (in_.take("]")) return Node{{}, std::move(entries)};
      if (!in_.take(",")) return in_.fail_expected("`,` or `]`");
    }
    return std::nullopt;
  }

  // On one line and without a comma at the end, as TOML 1.0 has it.
  std::optional<Node> read_inline_table(std::size_t depth) {
    TomlTables tables(problems_, depth);
    in_.skip_blanks();
    if (in_.take("}")) return tables.take_root();
    const std::size_t errors_before = problems_.errors();
    while (read_member(tables)) {
      in_.skip_blanks();
      if (in_.take("}")) {
        if (problems_.errors() > errors_before) return std::nullopt;
        return tables.take_root();
      }
      if (!in_.take(",")) return in_.fail_expected("`,` or `}`");
    }
    return std::nullopt;
  }

  Problems& problems_;
  TomlScanner in_;
};

}  // namespace

std::optional<Node> read_toml(Problems& problems) {
  return Reader(problems).read();
}

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
#include "rule/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "rule/limits.h"

namespace picket::rule {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";
constexpr std::string_view kDelimiters = " \t\r\n,:[]{}\"";

class Reader {
 public:
  explicit Reader(Problems& problems) : text_(problems.text()), problems_(problems) {}

  std::optional<Node> read() {
    std::optional<Node> root = read_value(0);
    if (!root.has_value()) return std::nullopt;
    skip_white_space();
    if (at_ < text_.size()) return fail("the end of the value", at_);
    return root;
  }

 private:
  std::optional<Node> read_value(std::size_t depth) {
    skip_white_space();
    if (depth > kMaxNesting) {
      add(Code::too_deep, {offset(at_), offset(at_ + 1)},
          fmt::format("lists and objects are nested more than {} deep", kMaxNesting));
      return std::nullopt;
    }
    const std::size_t begin = at_;
    std::optional<Node> node;
    switch (peek()) {
      case '{':
        node = read_object(depth);
        break;
      case '[':
        node = read_list(depth);
        break;
      case '"':
        node = read_string();
        break;
      default:
        node = read_word();
    }
    if (node.has_value()) node->span = {offset(begin), offset(at_)};
    return node;
  }

  std::optional<Node> read_list(std::size_t depth) {
    Node::List entries;
    ++at_;
    skip_white_space();
    if (take(']')) return Node{{}, std::move(entries)};
    while (true) {
      std::optional<Node> entry = read_value(depth + 1);
      if (!entry.has_value()) return std::nullopt;
      entries.push_back(std::move(*entry));
      skip_white_space();
      if (take(']')) return Node{{}, std::move(entries)};
      if (!take(',')) return fail("`,` or `]`", at_);
    }
  }

  std::optional<Node> read_object(std::size_t depth) {
    Node::Object members;
    ++at_;
    skip_white_space();
    if (take('}')) return Node{{}, std::move(members)};
    while (true) {
      if (!read_member(depth, members)) return std::nullopt;
      skip_white_space();
      if (take('}')) break;
      if (!take(',')) return fail("`,` or `}`", at_);
    }
    drop_duplicates(members);
    return Node{{}, std::move(members)};
  }

  bool read_member(std::size_t depth, Node::Object& members) {
    skip_white_space();
    const std::size_t begin = at_;
    if (peek() != '"') {
      fail("a key in quotes", at_);
      return false;
    }
    std::optional<Node> key = read_string();
    if (!key.has_value()) return false;
    const Span name_span{offset(begin), offset(at_)};
    skip_white_space();
    if (!take(':')) {
      fail("`:`", at_);
      return false;
    }
    std::optional<Node> value = read_value(depth + 1);
    if (!value.has_value()) return false;
    members.push_back({std::move(*key->text()), name_span, std::move(*value)});
    return true;
  }

  // Sorting first keeps an object of many keys from costing the square of their number.
  void drop_duplicates(Node::Object& members) {
    std::vector<std::size_t> order(members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(std::string_view(members[i].name), i); });
    std::vector<bool> dropped(members.size());
    for (std::size_t i = 1; i < order.size(); ++i) {
      const Member& member = members[order[i]];
      if (member.name != members[order[i - 1]].name) continue;
      add(Code::duplicate_key, member.name_span, fmt::format("`{}` is given twice; the last one counts", member.name),
          "remove one of them");
      dropped[order[i - 1]] = true;
    }
    std::size_t index = 0;
    std::erase_if(members, [&](const Member&) { return dropped[index++]; });
  }

  std::optional<Node> read_string() {
    const std::size_t begin = at_;
    bool plain = true;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte < 0x20) return fail("an escape instead of a control character, or `\"`", at_);
      if (byte == '\\') {
        plain = false;
        ++at_;
      }
    }
    if (at_ >= text_.size()) return fail("`\"` at the end of the string", begin);
    ++at_;
    const std::string_view literal = text_.substr(begin, at_ - begin);
    if (plain) return Node{{}, std::string(literal.substr(1, literal.size() - 2))};
    const Result<json::Value> value = json::parse(literal);
    if (!value.has_value() || !value->is_string()) return fail("a string with valid escapes", begin);
    return Node{{}, std::string(json::view(*value))};
  }

  // A number, true, false or null.
  std::optional<Node> read_word() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(kDelimiters, at_), text_.size());
    const Result<json::Value> value = json::parse(text_.substr(begin, at_ - begin));
    if (!value.has_value()) {
      at_ = begin;
      return fail("a value", begin);
    }
    if (value->is_bool()) return Node{{}, value->get_bool()};
    if (value->is_int64()) return Node{{}, value->get_int64()};
    if (value->is_uint64()) return Node{{}, static_cast<double>(value->get_uint64())};
    if (value->is_double()) return Node{{}, value->get_double()};
    return Node{};
  }

  std::nullopt_t fail(std::string_view expected, std::size_t at) {
    const std::size_t end = std::min(text_.find_first_of(kDelimiters, at + 1), text_.size());
    const std::string found =
        at >= text_.size() ? "the end of the text"
                           : fmt::format("`{}`", printable(text_.substr(at, std::min(end - at, std::size_t{20}))));
    add(Code::json_syntax, {offset(at), offset(std::max(end, at))},
        fmt::format("not valid JSON: expected {}, found {}", expected, found), {});
    return std::nullopt;
  }

  void add(Code code, Span span, std::string message, std::string hint = {}) {
    problems_.add(code, span, std::move(message), std::move(hint));
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  void skip_white_space() { at_ = std::min(text_.find_first_not_of(kWhiteSpace, at_), text_.size()); }
  static std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

  std::string_view text_;
  Problems& problems_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Node> read_json(Problems& problems) {
  return Reader(problems).read();
}

bool is_json_value(std::string_view text) {
  Diagnostics ignored;
  Problems problems("", text, 1, ignored);
  return read_json(problems).has_value();
}

}  // namespace picket::rule

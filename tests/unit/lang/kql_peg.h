// SPDX-License-Identifier: Apache-2.0
// The grammar once more, slow and obvious: a PEG that is interpreted character by character, with ordered choice and
// backtracking, as the facts about Kibana's grammar have it. It shares no code with the reader and says of a query only
// whether it is valid, and its tree in canonical form. Exponential for hostile text, so for short queries only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "base/utf8.h"

namespace picket::kql::test {

class Peg {
 public:
  explicit Peg(std::string_view query) {
    for (std::size_t at = 0; at < query.size();) {
      const DecodedCodePoint decoded = decode_utf8(query, at);
      text_ += decoded.value;
      at += decoded.length;
    }
  }

  // nullopt: not KQL.
  std::optional<std::string> tree() {
    skip_spaces();
    Tree tree = or_(false);
    skip_spaces();
    if (at_ != text_.size()) return std::nullopt;
    return tree ? tree : R"(is(wild["", ""], wild["", ""]))";
  }

 private:
  using Tree = std::optional<std::string>;
  // Stands in the trees of a value list where the field belongs.
  static constexpr std::string_view kField = "\x01";

  template <class Attempt>
  auto attempt(Attempt body) {
    const std::size_t begin = at_;
    auto result = body();
    if (!result) at_ = begin;
    return result;
  }

  template <class Condition>
  bool ahead(Condition condition) {
    const std::size_t begin = at_;
    const bool result = condition();
    at_ = begin;
    return result;
  }

  bool character(char32_t c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool any_of(std::u32string_view set) {
    if (at_ >= text_.size() || !set.contains(text_[at_])) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view lower) {
    return attempt([&] {
      for (const char c : lower) {
        const char32_t letter = static_cast<char32_t>(c);
        if (!character(letter) && !character(letter - 32)) return false;
      }
      return true;
    });
  }
  bool space() { return any_of(U" \t\r\n\u00a0"); }
  bool spaces() {
    if (!space()) return false;
    skip_spaces();
    return true;
  }
  void skip_spaces() {
    while (space()) {
    }
  }

  bool or_keyword() {
    return attempt([&] { return spaces() && word("or") && spaces(); });
  }
  bool and_keyword() {
    return attempt([&] { return spaces() && word("and") && spaces(); });
  }
  bool not_keyword() {
    return attempt([&] { return word("not") && spaces(); });
  }

  template <class Operand, class Keyword>
  Tree chain(std::string_view name, Operand operand, Keyword keyword) {
    Tree first = operand();
    if (!first) return first;
    std::string trees = *first;
    bool several = false;
    for (;;) {
      const Tree next = attempt([&]() -> Tree { return keyword() ? operand() : std::nullopt; });
      if (!next) break;
      trees += ", " + *next;
      several = true;
    }
    return several ? std::string(name) + "(" + trees + ")" : trees;
  }

  Tree or_(bool of_values) {
    return chain("or", [&] { return and_(of_values); }, [&] { return or_keyword(); });
  }
  Tree and_(bool of_values) {
    return chain("and", [&] { return unary(of_values); }, [&] { return and_keyword(); });
  }
  Tree unary(bool of_values) {
    const Tree negated = attempt([&]() -> Tree {
      if (!not_keyword()) return std::nullopt;
      const Tree tree = of_values ? values() : group();
      return tree ? Tree("not(" + *tree + ")") : tree;
    });
    if (negated) return negated;
    return of_values ? values() : group();
  }
  Tree between(char32_t open, char32_t close, bool of_values) {
    return attempt([&]() -> Tree {
      if (!character(open)) return std::nullopt;
      skip_spaces();
      Tree tree = or_(of_values);
      skip_spaces();
      return tree && character(close) ? tree : std::nullopt;
    });
  }
  Tree group() {
    const Tree tree = between(U'(', U')', false);
    return tree ? tree : nested();
  }
  Tree nested() {
    const Tree tree = attempt([&]() -> Tree {
      const Tree path = literal();
      if (!path) return std::nullopt;
      skip_spaces();
      if (!character(U':')) return std::nullopt;
      skip_spaces();
      const Tree child = between(U'{', U'}', false);
      return child ? Tree("nested(" + *path + ", " + *child + ")") : child;
    });
    return tree ? tree : term();
  }
  Tree term() {
    if (const Tree tree = attempt([&] { return range(); })) return tree;
    if (const Tree tree = attempt([&] { return field_value(); })) return tree;
    const Tree value = literal();
    return value ? Tree("is(null, " + *value + ")") : value;
  }
  Tree range() {
    const Tree field = literal();
    if (!field) return std::nullopt;
    skip_spaces();
    std::string op;
    if (character(U'<')) {
      op = "lt";
    } else if (character(U'>')) {
      op = "gt";
    } else {
      return std::nullopt;
    }
    if (character(U'=')) op += "e";
    skip_spaces();
    const Tree value = literal();
    return value ? Tree("range(" + *field + ", " + op + ", " + *value + ")") : value;
  }
  Tree field_value() {
    const Tree field = literal();
    if (!field) return std::nullopt;
    skip_spaces();
    if (!character(U':')) return std::nullopt;
    skip_spaces();
    Tree tree = values();
    if (!tree) return tree;
    for (std::size_t at = tree->find(kField); at != std::string::npos; at = tree->find(kField, at + field->size())) {
      tree->replace(at, kField.size(), *field);
    }
    return tree;
  }
  Tree values() {
    if (const Tree tree = between(U'(', U')', true)) return tree;
    const Tree value = literal();
    return value ? Tree("is(" + std::string(kField) + ", " + *value + ")") : value;
  }

  Tree literal() {
    const Tree tree = attempt([&] { return quoted(); });
    return tree ? tree : attempt([&] { return unquoted(); });
  }

  // A decoded literal in UTF-16, as JavaScript has it; kStar, which is no character, stands for a wildcard.
  static constexpr char16_t kStar = 0xffff;

  std::optional<char16_t> control_escape() {
    return attempt([&]() -> std::optional<char16_t> {
      if (!character(U'\\')) return std::nullopt;
      if (character(U't')) return u'\t';
      if (character(U'r')) return u'\r';
      if (character(U'n')) return u'\n';
      return std::nullopt;
    });
  }
  std::optional<char16_t> unicode_escape() {
    return attempt([&]() -> std::optional<char16_t> {
      if (!character(U'\\') || !character(U'u')) return std::nullopt;
      unsigned value = 0;
      for (int i = 0; i < 4; ++i) {
        static constexpr std::u32string_view kDigits = U"0123456789abcdefABCDEF";
        if (at_ >= text_.size()) return std::nullopt;
        const std::size_t digit = kDigits.find(text_[at_]);
        if (digit == std::u32string_view::npos) return std::nullopt;
        value = value * 16 + static_cast<unsigned>(digit < 16 ? digit : digit - 6);
        ++at_;
      }
      return static_cast<char16_t>(value);
    });
  }
  std::optional<char16_t> special_escape(std::u32string_view set) {
    return attempt([&]() -> std::optional<char16_t> {
      if (!character(U'\\') || !any_of(set)) return std::nullopt;
      return static_cast<char16_t>(text_[at_ - 1]);
    });
  }

  void append(std::u16string& out, char32_t c) {
    if (c < 0x10000) {
      out += static_cast<char16_t>(c);
    } else {
      out += static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10));
      out += static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  }

  Tree quoted() {
    if (!character(U'"')) return std::nullopt;
    std::u16string out;
    while (at_ < text_.size()) {
      std::optional<char16_t> unit = control_escape();
      if (!unit) unit = unicode_escape();
      if (!unit) unit = special_escape(U"\\\"");
      if (unit) {
        out += *unit;
      } else if (character(U'"')) {
        return "phrase" + json_string(out);
      } else {
        append(out, text_[at_++]);
      }
    }
    return std::nullopt;
  }

  bool unquoted_unit(std::u16string& out) {
    std::optional<char16_t> unit = control_escape();
    if (!unit) unit = special_escape(U"\\():<>\"*{}");
    if (!unit) unit = unicode_escape();
    if (unit) {
      out += *unit;
      return true;
    }
    const std::size_t begin = at_;
    if (character(U'\\') && (word("or") || word("and") || word("not"))) {
      for (std::size_t i = begin + 1; i < at_; ++i) append(out, text_[i]);
      return true;
    }
    at_ = begin;
    if (character(U'*')) {
      out += kStar;
      return true;
    }
    if (at_ >= text_.size() || std::u32string_view(U"\\():<>\"*{}").contains(text_[at_])) return false;
    if (ahead([&] { return or_keyword() || and_keyword() || not_keyword(); })) return false;
    append(out, text_[at_++]);
    return true;
  }

  Tree unquoted() {
    std::u16string out;
    bool any = false;
    while (unquoted_unit(out)) any = true;
    if (!any) return std::nullopt;
    static constexpr std::u16string_view kTrimmed =
        u"\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
        u"\u205f\u3000\ufeff";
    while (!out.empty() && kTrimmed.contains(out.front())) out.erase(0, 1);
    while (!out.empty() && kTrimmed.contains(out.back())) out.pop_back();
    if (out == u"null" || out == u"true" || out == u"false") return std::string(out.begin(), out.end());
    if (!out.contains(kStar)) return json_string(out);
    std::string tree = "wild[";
    std::u16string part;
    for (const char16_t c : out + std::u16string(1, kStar)) {
      if (c != kStar) {
        part += c;
        continue;
      }
      if (tree != "wild[") tree += ", ";
      tree += json_string(part);
      part.clear();
    }
    return tree + "]";
  }

  static std::string json_string(const std::u16string& units) {
    std::string text;
    for (std::size_t i = 0; i < units.size(); ++i) {
      char32_t c = units[i];
      const bool is_high = c >= 0xd800 && c < 0xdc00;
      const bool pairs = is_high && i + 1 < units.size() && units[i + 1] >= 0xdc00 && units[i + 1] < 0xe000;
      if (pairs) {
        c = 0x10000 + ((c - 0xd800) << 10) + (units[++i] - 0xdc00u);
      } else if (c >= 0xd800 && c < 0xe000) {
        c = kReplacementCharacter;
      }
      append_utf8(text, c);
    }
    std::string json;
    json::append_string(json, text);
    return json;
  }

  std::u32string text_;
  std::size_t at_ = 0;
};

}  // namespace picket::kql::test

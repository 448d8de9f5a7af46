// SPDX-License-Identifier: Apache-2.0
#include "rule/toml_scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/text.h"
#include "rule/toml_word.h"

namespace picket::rule {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_bare_key_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}
bool is_word_char(char c) {
  return is_bare_key_char(c) || c == '+' || c == '.' || c == ':';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
// Tabs are the only control characters that strings and comments may hold.
bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f';
}

constexpr std::string_view kBackslashHint = "a backslash is written \\\\ in \" \", and as it is in ' ' and ''' '''";

struct Escape {
  char letter;
  char meaning;
};
constexpr Escape kEscapes[] = {{'b', '\b'}, {'t', '\t'}, {'n', '\n'}, {'f', '\f'},
                               {'r', '\r'}, {'"', '"'},  {'\\', '\\'}};

// True when the line looks like `[` or `key =`.
bool begins_statement(std::string_view line) {
  line = trim_ascii(line);
  if (line.starts_with('[')) return true;
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  return std::ranges::all_of(line.substr(0, equals), [](char c) {
    return is_bare_key_char(c) || is_blank(c) || c == '.' || c == '"' || c == '\'' || c == '$';
  });
}

}  // namespace

bool TomlScanner::take(std::string_view expected) {
  if (!text_.substr(at_).starts_with(expected)) return false;
  at_ += expected.size();
  return true;
}

Span TomlScanner::span_from(std::size_t begin) const {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
}

void TomlScanner::skip_blanks() {
  while (!is_at_end() && is_blank(text_[at_])) ++at_;
}

bool TomlScanner::take_line_break() {
  return take("\n") || take("\r\n");
}

bool TomlScanner::take_comment() {
  while (!is_at_end() && text_[at_] != '\n' && !text_.substr(at_).starts_with("\r\n")) {
    if (is_control(text_[at_])) {
      fail(at_, "a control character in a comment");
      return false;
    }
    ++at_;
  }
  return true;
}

bool TomlScanner::skip_to_word() {
  while (true) {
    skip_blanks();
    if (peek() == '#' && !take_comment()) return false;
    if (!take_line_break()) return true;
  }
}

bool TomlScanner::end_line() {
  skip_blanks();
  if (peek() == '#' && !take_comment()) return false;
  if (is_at_end() || take_line_break()) return true;
  fail_expected("the end of the line");
  return false;
}

void TomlScanner::skip_to_statement(std::size_t begin) {
  const auto is_at_statement = [&] {
    const std::string_view rest = text_.substr(at_);
    return begins_statement(rest.substr(0, rest.find('\n')));
  };
  // What was met may itself be the next statement, when a list was not closed before it.
  const std::size_t line_begin = at_ == 0 ? 0 : text_.rfind('\n', at_ - 1) + 1;
  if (line_begin > begin) {
    at_ = line_begin;
    if (is_at_statement()) return;
  }
  while (!is_at_end()) {
    at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
    if (is_at_statement()) return;
  }
}

std::optional<TomlKey> TomlScanner::read_key() {
  TomlKey key;
  while (true) {
    skip_blanks();
    const std::size_t begin = at_;
    if (peek() == '"' || peek() == '\'') {
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("\"\"\"") || rest.starts_with("'''")) return fail(at_, "a key cannot have several lines");
      std::optional<std::string> name = read_string();
      if (!name.has_value()) return std::nullopt;
      key.push_back({std::move(*name), span_from(begin)});
    } else {
      while (!is_at_end() && is_bare_key_char(text_[at_])) ++at_;
      if (at_ == begin) return fail_expected("a key");
      key.push_back({std::string(text_.substr(begin, at_ - begin)), span_from(begin)});
    }
    skip_blanks();
    if (!take(".")) return key;
  }
}

std::optional<Node> TomlScanner::read_scalar() {
  const std::size_t begin = at_;
  if (peek() == '"' || peek() == '\'') {
    std::optional<std::string> string = read_string();
    if (!string.has_value()) return std::nullopt;
    return Node{span_from(begin), std::move(*string)};
  }
  const std::string_view word = read_word();
  if (word.empty()) return fail_expected("a value");
  std::expected<TomlWord, std::string> value = parse_toml_word(word);
  if (!value.has_value()) {
    problems_.add(Code::toml_syntax, span_from(begin), fmt::format("not valid TOML: {}", value.error()),
                  is_digit(word.front()) ? "" : "text stands in quotes");
    return std::nullopt;
  }
  Node node{span_from(begin), {}};
  std::visit([&](auto& each) { node.value = std::move(each); }, *value);
  return node;
}

// A date and a time may be divided by a blank.
std::string_view TomlScanner::read_word() {
  const std::size_t begin = at_;
  const auto run = [&] {
    while (!is_at_end() && is_word_char(text_[at_])) ++at_;
  };
  run();
  const std::string_view rest = text_.substr(at_);
  const bool time_follows =
      rest.size() > 3 && rest[0] == ' ' && is_digit(rest[1]) && is_digit(rest[2]) && rest[3] == ':';
  if (time_follows && at_ - begin == std::string_view("1979-05-27").size()) {
    ++at_;
    run();
  }
  return text_.substr(begin, at_ - begin);
}

std::optional<std::string> TomlScanner::read_string() {
  if (take("'''")) return read_literal(true);
  if (take("\"\"\"")) return read_basic(true);
  if (take("'")) return read_literal(false);
  at_ += 1;
  return read_basic(false);
}

bool TomlScanner::read_line_break_in_string(std::string& out) {
  if (!take_line_break()) return false;
  out += '\n';
  return true;
}

std::optional<std::string> TomlScanner::read_literal(bool is_multi_line) {
  const std::string_view quotes = is_multi_line ? "'''" : "'";
  const std::size_t begin = at_ - quotes.size();
  std::string out;
  if (is_multi_line) take_line_break();
  while (!is_at_end()) {
    const char c = text_[at_];
    if (c == '\'' && take(quotes)) {
      // Up to two more quotes at the end belong to the text.
      for (int i = 0; is_multi_line && i < 2 && take("'"); ++i) out += '\'';
      return out;
    }
    if (is_control(c)) {
      if (is_multi_line && read_line_break_in_string(out)) continue;
      if (!is_multi_line && (c == '\n' || c == '\r')) break;
      return fail(at_, "a control character in a string", "write it as an escape, such as \\u0007, in \" \"");
    }
    out += c;
    ++at_;
  }
  return fail_unclosed(begin, is_multi_line);
}

std::optional<std::string> TomlScanner::read_basic(bool is_multi_line) {
  const std::string_view quotes = is_multi_line ? "\"\"\"" : "\"";
  const std::size_t begin = at_ - quotes.size();
  std::string out;
  if (is_multi_line) take_line_break();
  while (!is_at_end()) {
    const char c = text_[at_];
    if (c == '"' && take(quotes)) {
      for (int i = 0; is_multi_line && i < 2 && take("\""); ++i) out += '"';
      return out;
    }
    if (c == '\\') {
      if (!read_escape(is_multi_line, out)) return std::nullopt;
    } else if (is_control(c)) {
      if (is_multi_line && read_line_break_in_string(out)) continue;
      if (!is_multi_line && (c == '\n' || c == '\r')) break;
      return fail(at_, "a control character in a string", "write it as an escape, such as \\u0007");
    } else {
      out += c;
      ++at_;
    }
  }
  return fail_unclosed(begin, is_multi_line);
}

bool TomlScanner::read_escape(bool is_multi_line, std::string& out) {
  const std::size_t begin = at_;
  ++at_;
  for (const Escape& escape : kEscapes) {
    if (peek() != escape.letter || is_at_end()) continue;
    out += escape.meaning;
    ++at_;
    return true;
  }
  if (take("u")) return read_unicode_escape(4, out);
  if (take("U")) return read_unicode_escape(8, out);
  // A backslash at the end of a line takes the break and all white space that follows.
  if (is_multi_line) {
    skip_blanks();
    if (take_line_break()) {
      while (!is_at_end() && (is_blank(text_[at_]) || take_line_break())) skip_blanks();
      return true;
    }
  }
  at_ = begin;
  fail(begin, fmt::format("{} is no escape sequence", printable(text_.substr(begin, 2))), std::string(kBackslashHint));
  return false;
}

bool TomlScanner::read_unicode_escape(std::size_t digits, std::string& out) {
  const std::size_t begin = at_ - 2;
  const std::optional<std::uint32_t> number = parse_hex(text_.substr(at_, digits));
  const bool is_surrogate = number.has_value() && *number >= 0xD800 && *number <= 0xDFFF;
  if (!number.has_value() || text_.size() - at_ < digits || *number > 0x10FFFF || is_surrogate) {
    fail(begin, fmt::format("expected a character's number in {} hexadecimal digits", digits),
         std::string(kBackslashHint));
    return false;
  }
  append_utf8(out, static_cast<char32_t>(*number));
  at_ += digits;
  return true;
}

std::nullopt_t TomlScanner::fail_unclosed(std::size_t begin, bool is_multi_line) {
  // What follows an unclosed text of several lines is all text, so nothing more can be said about it.
  if (is_multi_line) at_ = text_.size();
  const std::size_t quotes = is_multi_line ? 3 : 1;
  return fail(begin, "the string that begins here is not closed",
              fmt::format("close it with {}", text_.substr(begin, quotes)));
}

std::nullopt_t TomlScanner::fail(std::size_t at, std::string_view message, std::string hint) {
  const auto begin = static_cast<std::uint32_t>(at);
  const std::uint32_t end = std::min(begin + 1, static_cast<std::uint32_t>(text_.size()));
  problems_.add(Code::toml_syntax, {begin, end}, fmt::format("not valid TOML: {}", message), std::move(hint));
  return std::nullopt;
}

std::nullopt_t TomlScanner::fail_expected(std::string_view expected) {
  std::string found = "the end of the text";
  if (!is_at_end()) {
    const std::string_view rest = text_.substr(at_);
    const bool is_line_end = rest.starts_with('\n') || rest.starts_with("\r\n");
    std::size_t length = 1;
    while (at_ + length < text_.size() && (static_cast<unsigned char>(text_[at_ + length]) & 0xC0U) == 0x80U) ++length;
    found = is_line_end ? "the end of the line" : fmt::format("`{}`", printable(text_.substr(at_, length)));
  }
  return fail(at_, fmt::format("expected {}, found {}", expected, found));
}

}  // namespace picket::rule

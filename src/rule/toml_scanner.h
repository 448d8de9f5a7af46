// SPDX-License-Identifier: Apache-2.0
// The words of TOML 1.0: keys, strings, numbers, dates, and what may stand between them. One scanner goes once over one
// text. A function that meets something else reports it and returns nullopt or false; where the scanner stands then is
// of no meaning, and the reader goes on at another line.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

struct KeyPart {
  std::string name;
  Span span;
};
using TomlKey = std::vector<KeyPart>;  // a.b.c; never empty

class TomlScanner {
 public:
  explicit TomlScanner(Problems& problems) : text_(problems.text()), problems_(problems) {}
  TomlScanner(const TomlScanner&) = delete;
  TomlScanner& operator=(const TomlScanner&) = delete;

  bool is_at_end() const { return at_ >= text_.size(); }
  char peek() const { return is_at_end() ? '\0' : text_[at_]; }
  bool take(std::string_view expected);
  std::size_t position() const { return at_; }
  Span span_from(std::size_t begin) const;

  void skip_blanks();   // spaces and tabs
  bool skip_to_word();  // blanks, line breaks and comments
  bool end_line();      // blanks, a comment if there is one, and a line break or the end of the text
  // After a problem in the statement that began at `begin`: to the next line that looks like the beginning of a header
  // or of `key =`, or to the end.
  void skip_to_statement(std::size_t begin);

  std::optional<TomlKey> read_key();
  std::optional<Node> read_scalar();  // a string, number, true, false, date or time (dates and times as text)

  std::nullopt_t fail(std::size_t at, std::string_view message, std::string hint = {});
  std::nullopt_t fail_expected(std::string_view expected);  // "expected ..., found ..." at the present position

 private:
  std::optional<std::string> read_string();
  std::optional<std::string> read_literal(bool is_multi_line);
  std::optional<std::string> read_basic(bool is_multi_line);
  bool read_escape(bool is_multi_line, std::string& out);
  bool read_unicode_escape(std::size_t digits, std::string& out);
  bool read_line_break_in_string(std::string& out);
  std::nullopt_t fail_unclosed(std::size_t begin, bool is_multi_line);
  bool take_comment();
  bool take_line_break();
  std::string_view read_word();

  std::string_view text_;
  Problems& problems_;
  std::size_t at_ = 0;
};

}  // namespace picket::rule

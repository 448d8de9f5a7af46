// SPDX-License-Identifier: Apache-2.0
// Diagnostics: what an author (of a rule, a query, a configuration) reads when something is wrong. Every phase takes a
// Diagnostics sink, adds all that it finds (never only the first) and returns std::nullopt when it could not go on.
// Codes are stable and documented in docs/codes.md. Not thread-safe: one sink belongs to one loading thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace picket {

// Half-open range of byte offsets into the text of a SourceText.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// A text that diagnostics point into, and where it stands: a query inside a rule file has the file's name and the line
// and column of its first character there, so that positions are the file's own.
struct SourceText {
  std::string name;
  std::string text;
  std::uint32_t first_line = 1;
  std::uint32_t first_column = 1;
};

struct LineColumn {
  std::uint32_t line = 1;    // from 1
  std::uint32_t column = 1;  // from 1, in code points
};
LineColumn locate(const SourceText& source, std::uint32_t offset);

enum class Level : std::uint8_t { note, warning, error };
std::string_view to_string(Level level);

struct Diagnostic {
  std::string code;  // e.g. "K104"; stable
  Level level = Level::error;
  const SourceText* source = nullptr;  // null: the diagnostic is about a whole file or argument; see `where`
  std::string where;                   // file (and rule) when there is no source text
  Span span;
  std::string message;  // lower case: what was expected and what was found
  std::string hint;     // one next step; empty when there is none
};

class Diagnostics {
 public:
  // The sink keeps copies of the source texts that diagnostics point into; the returned pointer lives as long as it.
  const SourceText* add_source(SourceText source);
  void add(Diagnostic diagnostic);
  void error(const SourceText* source, Span span, std::string code, std::string message, std::string hint = {});
  void warning(const SourceText* source, Span span, std::string code, std::string message, std::string hint = {});

  const std::vector<Diagnostic>& items() const { return items_; }
  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }

 private:
  std::vector<std::unique_ptr<SourceText>> sources_;  // pointers stay valid while the vector grows or moves
  std::vector<Diagnostic> items_;
  std::size_t errors_ = 0;
};

// "name:line:column: error K104: message", the line with a caret under the span, and the hint. No trailing newline.
// `color` adds ANSI colors. Control characters of the source are shown as escapes, never sent as they are.
std::string render(const Diagnostic& diagnostic, bool color);

}  // namespace picket

// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"

namespace picket {
namespace {

// What is shown of a line: enough for most queries whole, and a window around the span of a longer one.
constexpr std::size_t kMaxColumns = 100;
// Columns of the window that the span and what follows may claim from what precedes it.
constexpr std::size_t kMaxColumnsAfter = 60;
// A code point has at most four bytes, so a window never needs more bytes of a line than this, however long the line
// is.
constexpr std::size_t kMaxBytes = 4 * kMaxColumns;
constexpr std::string_view kTab = "    ";
constexpr std::string_view kCut = "...";

struct LevelLook {
  std::string_view name;
  std::string_view color;
};
constexpr std::array<LevelLook, 3> kLooks = {{
    {"note", "\x1b[36m"},
    {"warning", "\x1b[33m"},
    {"error", "\x1b[31m"},
}};
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kReset = "\x1b[0m";

const LevelLook& look_of(Level level) {
  return kLooks[static_cast<std::size_t>(level)];
}

std::string paint(std::string_view text, std::string_view style, bool color) {
  return color ? fmt::format("{}{}{}", style, text, kReset) : std::string(text);
}

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;  // without the line break
};

Line line_around(std::string_view text, std::size_t offset) {
  const std::size_t break_before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  Line line{break_before == std::string_view::npos ? 0 : break_before + 1,
            std::min(text.find('\n', offset), text.size())};
  if (line.end > line.begin && text[line.end - 1] == '\r') --line.end;
  return line;
}

// A code point as it is shown.
struct Glyph {
  std::string text;
  std::size_t width = 0;
  bool marked = false;
};

std::vector<Glyph> glyphs_of(std::string_view text, std::size_t begin, std::size_t end, Span span) {
  std::vector<Glyph> glyphs;
  for (std::size_t i = begin; i < end;) {
    const std::string_view code_point = text.substr(i, decode_utf8(text, i).length);
    Glyph glyph{code_point == "\t" ? std::string(kTab) : printable(code_point), 0, i >= span.begin && i < span.end};
    glyph.width = display_width(glyph.text);
    glyphs.push_back(std::move(glyph));
    i += code_point.size();
  }
  return glyphs;
}

std::size_t width_of(const std::vector<Glyph>& glyphs) {
  std::size_t width = 0;
  for (const Glyph& glyph : glyphs) width += glyph.width;
  return width;
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The line of the span's beginning, cut to kMaxColumns, and the marks under it.
struct Excerpt {
  std::string text;
  std::string indent;
  std::string marks;
};

Excerpt excerpt_of(std::string_view text, Span span) {
  const std::size_t offset = std::min<std::size_t>(span.begin, text.size());
  const Line line = line_around(text, offset);
  const std::size_t begin = std::min(offset, line.end);
  std::size_t from = begin - std::min(begin - line.begin, kMaxBytes);
  while (from < begin && is_continuation(text[from])) ++from;
  const std::size_t to = begin + std::min(line.end - begin, kMaxBytes);

  std::vector<Glyph> before = glyphs_of(text, from, begin, {});
  std::vector<Glyph> after = glyphs_of(text, begin, to, span);
  bool cut_before = from > line.begin;
  bool cut_after = to < line.end;
  const std::size_t room_before = kMaxColumns - std::min(width_of(after), kMaxColumnsAfter);
  while (width_of(before) > room_before) {
    before.erase(before.begin());
    cut_before = true;
  }
  const std::size_t room_after = kMaxColumns - width_of(before);
  while (width_of(after) > room_after) {
    after.pop_back();
    cut_after = true;
  }

  Excerpt excerpt;
  std::size_t marked = 0;
  if (cut_before) excerpt.text += kCut;
  for (const Glyph& glyph : before) excerpt.text += glyph.text;
  excerpt.indent.assign(display_width(excerpt.text), ' ');
  for (const Glyph& glyph : after) {
    excerpt.text += glyph.text;
    if (glyph.marked) marked += glyph.width;
  }
  if (cut_after) excerpt.text += kCut;
  excerpt.marks.assign(std::max<std::size_t>(1, marked), '^');
  return excerpt;
}

std::string place_of(const Diagnostic& diagnostic) {
  if (diagnostic.source == nullptr) return printable(diagnostic.where);
  const LineColumn at = locate(*diagnostic.source, diagnostic.span.begin);
  return fmt::format("{}:{}:{}", printable(diagnostic.source->name), at.line, at.column);
}

}  // namespace

std::string_view to_string(Level level) {
  return look_of(level).name;
}

LineColumn locate(const SourceText& source, std::uint32_t offset) {
  const std::string_view text = source.text;
  const std::size_t end = std::min<std::size_t>(offset, text.size());
  const std::string_view before = text.substr(0, end);
  const auto breaks = static_cast<std::uint32_t>(std::ranges::count(before, '\n'));
  const std::size_t line_begin = breaks == 0 ? 0 : before.rfind('\n') + 1;
  const auto column = static_cast<std::uint32_t>(count_code_points(before.substr(line_begin)));
  return {source.first_line + breaks, column + (breaks == 0 ? source.first_column : 1)};
}

const SourceText* Diagnostics::add_source(SourceText source) {
  sources_.push_back(std::make_unique<SourceText>(std::move(source)));
  return sources_.back().get();
}

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.level == Level::error) ++errors_;
  items_.push_back(std::move(diagnostic));
}

void Diagnostics::error(const SourceText* source, Span span, std::string code, std::string message, std::string hint) {
  add({std::move(code), Level::error, source, {}, span, std::move(message), std::move(hint)});
}

void Diagnostics::warning(const SourceText* source, Span span, std::string code, std::string message,
                          std::string hint) {
  add({std::move(code), Level::warning, source, {}, span, std::move(message), std::move(hint)});
}

std::string render(const Diagnostic& diagnostic, bool color) {
  const LevelLook& look = look_of(diagnostic.level);
  const std::string place = place_of(diagnostic);
  std::string out;
  if (!place.empty()) out += paint(place + ":", kBold, color) + " ";
  std::string label(look.name);
  if (!diagnostic.code.empty()) label += " " + diagnostic.code;
  out += paint(label + ":", look.color, color) + " " + printable(diagnostic.message);
  if (diagnostic.source != nullptr) {
    const std::string number = fmt::format("{}", locate(*diagnostic.source, diagnostic.span.begin).line);
    const Excerpt excerpt = excerpt_of(diagnostic.source->text, diagnostic.span);
    out += fmt::format("\n {} | {}", number, excerpt.text);
    out += fmt::format("\n {:{}} | {}{}", "", number.size(), excerpt.indent, paint(excerpt.marks, look.color, color));
  }
  if (!diagnostic.hint.empty()) out += "\n " + paint("hint:", kBold, color) + " " + printable(diagnostic.hint);
  return out;
}

}  // namespace picket

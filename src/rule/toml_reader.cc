// SPDX-License-Identifier: Apache-2.0
#include "rule/toml_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "rule/limits.h"

// toml++ 3.3 states as assumptions what it checks right afterwards: with assertions on, a header such as `[#` would
// abort, with them off the compiler may drop the check. Without NDEBUG and with an empty assertion neither happens.
#undef NDEBUG
#define TOML_ASSERT(expr) static_cast<void>(0)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_HEADER_ONLY 1
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

namespace picket::rule {
namespace {

static_assert(TOML_MAX_NESTED_VALUES <= kMaxNesting);

// toml++ counts lines and code points; everything else here counts bytes.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text) : text_(text), line_begins_{0} {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
      line_begins_.push_back(at + 1);
    }
  }

  std::uint32_t offset_of(const toml::source_position& position) const {
    if (position.line == 0) return 0;
    const std::size_t line = std::min<std::size_t>(position.line, line_begins_.size()) - 1;
    std::size_t at = line_begins_[line];
    for (toml::source_index column = 1; column < position.column && at < text_.size(); ++column) {
      do {
        ++at;
      } while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U);
    }
    return static_cast<std::uint32_t>(at);
  }

  Span span_of(const toml::source_region& region) const { return {offset_of(region.begin), offset_of(region.end)}; }

 private:
  std::string_view text_;
  std::vector<std::size_t> line_begins_;
};

// Where a string or comment that begins at `at` ends; `at` itself when none begins there.
std::size_t skip_opaque(std::string_view text, std::size_t at) {
  const char quote = text[at];
  if (quote == '#') return std::min(text.find('\n', at), text.size());
  if (quote != '"' && quote != '\'') return at;
  const bool multi_line = text.substr(at, 3) == std::string(3, quote);
  const std::string_view end = text.substr(at, multi_line ? 3 : 1);
  for (at += end.size(); at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (!multi_line && text[at] == '\n') {
      return at;
    } else if (text.substr(at, end.size()) == end) {
      return at + end.size();
    }
  }
  return text.size();
}

// toml++ 3.3 bounds how deep values nest but not how many parts a dotted key has, and each part is a table inside the
// one before: without this check a long line of dots would overflow the stack when those tables are destroyed.
std::optional<std::size_t> find_too_long_key(std::string_view text) {
  std::size_t parts = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t after = skip_opaque(text, at);
    if (after > at) {
      at = after;
      continue;
    }
    const char c = text[at];
    if (c == '.' && ++parts > kMaxKeyParts) return at;
    if (c == '\n' || c == '=' || c == ',' || c == '[' || c == '{') parts = 1;
    ++at;
  }
  return std::nullopt;
}

template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return std::move(out).str();
}

class Converter {
 public:
  Converter(const LineIndex& lines, Problems& problems) : lines_(lines), problems_(problems) {}

  Node convert(const toml::node& in, std::size_t depth) {
    Node out;
    out.span = lines_.span_of(in.source());
    if (depth > kMaxNesting) {
      problems_.add(Code::too_deep, out.span,
                    fmt::format("lists and tables are nested more than {} deep", kMaxNesting));
      return out;
    }
    in.visit([&](const auto& value) { out.value = convert_value(value, out.span, depth); });
    return out;
  }

 private:
  using Value = decltype(Node::value);

  Value convert_value(const toml::table& table, Span, std::size_t depth) {
    Node::Object members;
    members.reserve(table.size());
    for (const auto& [key, value] : table) {
      members.push_back({std::string(key.str()), lines_.span_of(key.source()), convert(value, depth + 1)});
    }
    // toml++ sorts its tables by name; a reader of messages expects the order of the file.
    std::ranges::stable_sort(members, {}, [](const Member& member) { return member.name_span.begin; });
    return members;
  }

  Value convert_value(const toml::array& array, Span, std::size_t depth) {
    Node::List entries;
    entries.reserve(array.size());
    for (const toml::node& entry : array) entries.push_back(convert(entry, depth + 1));
    return entries;
  }

  Value convert_value(const toml::value<std::string>& value, Span, std::size_t) { return value.get(); }
  Value convert_value(const toml::value<std::int64_t>& value, Span, std::size_t) { return value.get(); }
  Value convert_value(const toml::value<bool>& value, Span, std::size_t) { return value.get(); }

  Value convert_value(const toml::value<double>& value, Span span, std::size_t) {
    if (std::isfinite(value.get())) return value.get();
    problems_.add(Code::wrong_type, span, "expected a number, found one that JSON cannot express",
                  "infinity and nan have no place in a rule");
    return std::monostate();
  }

  template <class T>
  Value convert_value(const toml::value<T>& date_or_time, Span, std::size_t) {
    return printed(date_or_time.get());
  }

  const LineIndex& lines_;
  Problems& problems_;
};

// "Error while parsing array: encountered end-of-file" says where the parser was before what it met; we say it as
// "in array: ...".
std::string explain(std::string_view description) {
  static constexpr std::string_view kPrefix = "Error while parsing ";
  if (description.starts_with(kPrefix)) {
    return fmt::format("not valid TOML, in a {}", description.substr(kPrefix.size()));
  }
  return fmt::format("not valid TOML: {}", description);
}

}  // namespace

std::optional<Node> read_toml(Problems& problems) {
  const std::string_view text = problems.text();
  if (const std::optional<std::size_t> at = find_too_long_key(text)) {
    const auto offset = static_cast<std::uint32_t>(*at);
    problems.add(Code::too_deep, {offset, offset + 1}, fmt::format("a key has more than {} parts", kMaxKeyParts));
    return std::nullopt;
  }
  const LineIndex lines(text);
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    const bool string = error.description().find("string") != std::string_view::npos;
    problems.add(Code::toml_syntax, lines.span_of(error.source()), explain(error.description()),
                 string ? "inside ''' ''' nothing is escaped; in \" \" a backslash is written \\\\" : "");
    return std::nullopt;
  }
  const std::size_t errors_before = problems.errors();
  Node root = Converter(lines, problems).convert(parsed.table(), 0);
  if (problems.errors() > errors_before) return std::nullopt;
  return root;
}

}  // namespace picket::rule

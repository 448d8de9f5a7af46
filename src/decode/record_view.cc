// SPDX-License-Identifier: Apache-2.0
#include "decode/record_view.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/check.h"
#include "base/text.h"
#include "decode/record_json.h"

namespace picket::decode {
namespace {

// Fewer than RecordParser's, which counts in its own way.
constexpr std::size_t kMaxOpen = kMaxDepth - 8;
// Of a number without an exponent: it fits into 64 bits or a double.
constexpr std::size_t kSafeLength = 18;

// What may stand after a number or a literal.
bool ends_scalar(char c) {
  return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// The code unit of four hexadecimal digits.
std::optional<std::uint32_t> code_unit(const char* digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits, digits + 4, value, 16);
  return error == std::errc{} && end == digits + 4 ? std::optional(value) : std::nullopt;
}
bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

struct Escape {
  char32_t character = 0;
  std::size_t length = 0;  // 0: no escape of JSON
};

// The escape at a backslash.
Escape read_escape(const char* at, const char* end) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (end - at < 2) return {};
  if (const std::size_t letter = kLetters.find(at[1]); letter != std::string_view::npos) {
    return {static_cast<unsigned char>(kMeanings[letter]), 2};
  }
  if (at[1] != 'u' || end - at < 6) return {};
  const auto unit = code_unit(at + 2);
  if (!unit || is_low_surrogate(*unit)) return {};
  if (!is_high_surrogate(*unit)) return {*unit, 6};
  if (end - at < 12 || at[6] != '\\' || at[7] != 'u') return {};
  const auto low = code_unit(at + 8);
  if (!low || !is_low_surrogate(*low)) return {};
  return {0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), 12};
}

const char* find_backslash(const char* at, const char* end) {
  return at == end ? nullptr : static_cast<const char*>(std::memchr(at, '\\', static_cast<std::size_t>(end - at)));
}

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// By JSON's grammar a number with any of these is no integer.
bool is_integer(std::string_view number) {
  return number.find_first_of(".eE") == std::string_view::npos;
}

const char* skip_digits(const char* at) {
  while (at[0] >= '0' && at[0] <= '9') ++at;
  return at;
}

// The end of the number that begins here, by JSON's grammar; nullptr where there is none.
const char* skip_number(const char* at) {
  if (*at == '-') ++at;
  const char* const integer = at;
  at = skip_digits(at);
  if (at == integer || (*integer == '0' && at != integer + 1)) return nullptr;
  if (*at == '.') {
    const char* const fraction = ++at;
    at = skip_digits(at);
    if (at == fraction) return nullptr;
  }
  if (*at == 'e' || *at == 'E') {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    const char* const exponent = at;
    at = skip_digits(at);
    if (at == exponent) return nullptr;
  }
  return ends_scalar(*at) ? at : nullptr;
}

// Whether a number is one that RecordParser takes and whose text, if it is an integer, is the only one that it has.
bool is_usual_number(const char* begin) {
  const char* const end = skip_number(begin);
  if (end == nullptr) return false;
  const std::string_view text(begin, static_cast<std::size_t>(end - begin));
  if (text == "-0") return false;
  if (text.size() <= kSafeLength && text.find_first_of("eE") == std::string_view::npos) return true;
  if (is_integer(text)) return parse_whole<std::int64_t>(text) || parse_whole<std::uint64_t>(text);
  const auto number = parse_whole<double>(text);
  return number && std::isfinite(*number);
}

bool is_literal(const char* text, std::string_view literal) {
  return std::string_view(text, literal.size()) == literal && ends_scalar(text[literal.size()]);
}

}  // namespace

RecordView::RecordView() = default;
RecordView::~RecordView() = default;

bool RecordView::read(std::string_view text, char bracket) {
  if (text.size() <= kKeptCapacity) give_back();
  return read_from(text, bracket, false);
}

bool RecordView::read_copy(std::string_view text, char bracket) {
  if (text.size() <= kKeptCapacity) give_back();
  copy_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  copy_.assign(text);
  return read_from(copy_, bracket, true);
}

bool RecordView::read_from(std::string_view text, char bracket, bool is_copy) {
  unescaped_count_ = 0;
  is_copy_ = is_copy;
  return find_structure(text) && check_escapes() && join_brackets(bracket);
}

void RecordView::give_back() {
  if (!parser_ || parser_->capacity() <= kKeptCapacity) return;
  parser_.reset();
  closing_ = {};
  copy_ = {};
  unescaped_.clear();
}

bool RecordView::find_structure(std::string_view text) {
  text_ = text.data();
  size_ = text.size();
  count_ = 0;
  if (!parser_ || parser_->capacity() < size_) {
    // Room to spare, so that records that grow little by little do not allocate each time.
    const std::size_t capacity = size_ + size_ / 2 + 4096;
    const auto made = simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, parser_);
    if (made != simdjson::SUCCESS) return false;
  }
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text_);
  if (parser_->stage1(bytes, size_, simdjson::stage1_mode::regular) != simdjson::SUCCESS) return false;
  places_ = parser_->structural_indexes.get();
  count_ = parser_->n_structural_indexes;
  return count_ > 0;
}

// Backslashes outside of strings are found by join_brackets(): no value begins with one or goes on with one.
bool RecordView::check_escapes() {
  const char* const end = text_ + size_;
  const char* at = find_backslash(text_, end);
  first_escape_ = at == nullptr ? size_ : static_cast<std::size_t>(at - text_);
  last_escape_ = 0;
  while (at != nullptr) {
    last_escape_ = static_cast<std::size_t>(at - text_);
    const std::size_t length = read_escape(at, end).length;
    if (length == 0) return false;
    at = find_backslash(at + length, end);
  }
  return true;
}

bool RecordView::check_scalar(std::uint32_t token) const {
  const char* const text = text_ + places_[token];
  switch (*text) {
    case 't':
      return is_literal(text, "true");
    case 'f':
      return is_literal(text, "false");
    case 'n':
      return is_literal(text, "null");
    default:
      return is_usual_number(text);
  }
}

// A key without escapes, and its colon.
bool RecordView::is_plain_key(std::uint32_t token) const {
  return token + 2 < count_ && at(token) == '"' && at(token + 1) == ':' &&
         !(may_have_escapes(token) && raw(token).contains('\\'));
}

bool RecordView::join_brackets(char root) {
  if (closing_.size() < count_) closing_.resize(count_ + count_ / 2);
  std::array<std::uint32_t, kMaxOpen> open{};
  std::size_t depth = 0;
  char closer = '\0';  // of the innermost open bracket
  std::uint32_t i = 0;
  if (at(0) != root) return false;
  // Each turn begins at a value.
  while (i < count_) {
    const char first = at(i);
    if (first == '"') {
      ++i;
    } else if (first == '{' || first == '[') {
      if (depth == kMaxOpen) return false;
      open[depth++] = i++;
      closer = static_cast<char>(first + 2);
      if (i < count_ && at(i) != closer) {
        if (first == '{') {
          if (!is_plain_key(i)) return false;
          i += 2;
        }
        continue;
      }
    } else {
      if (!check_scalar(i)) return false;
      ++i;
    }
    // After a value.
    while (true) {
      if (i >= count_) return false;
      const char next = at(i);
      if (next == ',') {
        ++i;
        if (closer == ']') break;
        if (!is_plain_key(i)) return false;
        i += 2;
        break;
      }
      if (next != closer) return false;
      closing_[open[--depth]] = i++;
      if (depth == 0) return i == count_;
      closer = static_cast<char>(at(open[depth - 1]) + 2);
    }
  }
  return false;
}

std::string_view RecordView::text(std::uint32_t token) const {
  const std::string_view written = raw(token);
  if (!may_have_escapes(token)) return written;
  const char* const end = written.data() + written.size();
  const char* from = written.data();
  const char* at = find_backslash(from, end);
  if (at == nullptr) return written;
  if (unescaped_count_ == unescaped_.size()) unescaped_.emplace_back();
  std::string& out = unescaped_[unescaped_count_++];
  out.clear();
  while (at != nullptr) {
    const Escape escape = read_escape(at, end);
    out.append(from, at);
    append_utf8(out, escape.character);
    from = at + escape.length;
    at = find_backslash(from, end);
  }
  out.append(from, end);
  return out;
}

std::string_view ViewValue::literal() const {
  const char* const begin = view_->text_ + view_->places_[token_];
  const char* end = begin;
  while (!ends_scalar(*end)) ++end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::optional<double> ViewValue::fraction() const {
  return is_integer(literal()) ? std::nullopt : parse_whole<double>(literal());
}

JsonKind ViewValue::kind() const {
  switch (first()) {
    case '"':
      return JsonKind::string;
    case '{':
      return JsonKind::object;
    case '[':
      return JsonKind::array;
    case 't':
    case 'f':
      return JsonKind::boolean;
    case 'n':
      return JsonKind::null;
    default:
      return JsonKind::number;
  }
}

bool is_left_out(std::string_view key, ViewValue value) {
  return key.empty() && value.is_string() && value.text().empty();
}

json::Value to_value(ViewValue value) {
  switch (value.kind()) {
    case JsonKind::object: {
      json::Object out;
      for (auto members = value.members(); members.next();) {
        const std::string_view key = members.key();
        if (is_left_out(key, members.value())) continue;
        out[{key.data(), key.size()}] = to_value(members.value());  // of members with one name the last counts
      }
      return out;
    }
    case JsonKind::array: {
      json::Array out;
      for (auto elements = value.elements(); elements.next();) out.push_back(to_value(elements.value()));
      return out;
    }
    case JsonKind::string: {
      const std::string_view text = value.text();
      return boost::json::string(text.data(), text.size());
    }
    case JsonKind::null:
      return nullptr;
    case JsonKind::boolean:
      return value.literal() == "true";
    case JsonKind::number:
      break;
  }
  const std::string_view number = value.literal();
  if (!is_integer(number)) return *value.fraction();
  if (const auto integer = parse_whole<std::int64_t>(number)) return *integer;
  return *parse_whole<std::uint64_t>(number);
}

}  // namespace picket::decode

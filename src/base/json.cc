// SPDX-License-Identifier: Apache-2.0
// The one file that talks to Boost.JSON's parser. Its own number parsing is off by some units in the last place, so the
// handler below takes the text of each fraction and reads it exactly.
#include "base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <exception>
#include <iterator>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"

namespace picket::json {
namespace {

using ErrorCode = boost::json::error_code;
using boost::json::string_view;

// Builds a Value from the parser's events. The whole text is given at once, so the parts of a number are all its text.
struct Handler {
  // NOLINTBEGIN(readability-identifier-naming): the parser asks for these names
  static constexpr std::size_t max_object_size = Object::max_size();
  static constexpr std::size_t max_array_size = Array::max_size();
  static constexpr std::size_t max_key_size = boost::json::string::max_size();
  static constexpr std::size_t max_string_size = boost::json::string::max_size();
  // NOLINTEND(readability-identifier-naming)

  boost::json::value_stack stack;
  std::string number_begin;

  bool on_document_begin(ErrorCode& /*error*/) {
    stack.reset();
    return true;
  }
  bool on_document_end(ErrorCode& /*error*/) { return true; }
  bool on_object_begin(ErrorCode& /*error*/) { return true; }
  bool on_object_end(std::size_t size, ErrorCode& /*error*/) {
    stack.push_object(size);
    return true;
  }
  bool on_array_begin(ErrorCode& /*error*/) { return true; }
  bool on_array_end(std::size_t size, ErrorCode& /*error*/) {
    stack.push_array(size);
    return true;
  }
  bool on_key_part(string_view text, std::size_t /*size*/, ErrorCode& /*error*/) {
    stack.push_chars(text);
    return true;
  }
  bool on_key(string_view text, std::size_t /*size*/, ErrorCode& /*error*/) {
    stack.push_key(text);
    return true;
  }
  bool on_string_part(string_view text, std::size_t /*size*/, ErrorCode& /*error*/) {
    stack.push_chars(text);
    return true;
  }
  bool on_string(string_view text, std::size_t /*size*/, ErrorCode& /*error*/) {
    stack.push_string(text);
    return true;
  }
  bool on_number_part(string_view text, ErrorCode& /*error*/) {
    number_begin.append(text.data(), text.size());
    return true;
  }
  bool on_int64(std::int64_t value, string_view /*text*/, ErrorCode& /*error*/) {
    number_begin.clear();
    stack.push_int64(value);
    return true;
  }
  bool on_uint64(std::uint64_t value, string_view /*text*/, ErrorCode& /*error*/) {
    number_begin.clear();
    stack.push_uint64(value);
    return true;
  }
  bool on_double(double approximate, string_view text, ErrorCode& error) {
    number_begin.append(text.data(), text.size());
    double exact = 0;
    const auto result = std::from_chars(number_begin.data(), number_begin.data() + number_begin.size(), exact);
    if (result.ec == std::errc::result_out_of_range) {
      // Too small is zero; too large is no number that could be written again.
      if (std::abs(approximate) > 1) {
        error = boost::json::error::exponent_overflow;
        return false;
      }
      exact = number_begin.front() == '-' ? -0.0 : 0.0;
    }
    number_begin.clear();
    stack.push_double(exact);
    return true;
  }
  bool on_bool(bool value, ErrorCode& /*error*/) {
    stack.push_bool(value);
    return true;
  }
  bool on_null(ErrorCode& /*error*/) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(string_view /*text*/, ErrorCode& /*error*/) { return true; }
  bool on_comment(string_view /*text*/, ErrorCode& /*error*/) { return true; }
};

std::string describe(const ErrorCode& error, std::size_t max_depth) {
  if (error == boost::json::error::too_deep) return fmt::format("nested deeper than {} levels", max_depth);
  if (error == boost::json::error::incomplete) return "the text ends too early";
  if (error == boost::json::error::extra_data) return "text after the end of the value";
  if (error == boost::json::error::exponent_overflow) return "number out of range";
  return error.message();
}

Result<Value> parse_throwing(std::string_view text, std::size_t max_depth) {
  boost::json::parse_options options;
  options.max_depth = max_depth;
  boost::json::basic_parser<Handler> parser(options);
  ErrorCode error;
  std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = boost::json::error::extra_data;
  if (error) return fail(fmt::format("not JSON: {} at byte {}", describe(error, max_depth), read));
  return parser.handler().stack.release();
}

template <class Integer>
void append_integer(std::string& out, Integer number) {
  const fmt::format_int digits(number);
  out.append(digits.data(), digits.size());
}

void append_double(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";  // as JavaScript does: JSON has no such number
    return;
  }
  const std::size_t begin = out.size();
  fmt::format_to(std::back_inserter(out), "{}", number);
  // A reader of "1" would take it for an integer.
  if (std::string_view(out).substr(begin).find_first_of(".e") == std::string_view::npos) out += ".0";
}

void append_scalar(std::string& out, const Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      out += "null";
      break;
    case boost::json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      break;
    case boost::json::kind::int64:
      append_integer(out, value.get_int64());
      break;
    case boost::json::kind::uint64:
      append_integer(out, value.get_uint64());
      break;
    case boost::json::kind::double_:
      append_double(out, value.get_double());
      break;
    case boost::json::kind::string:
      append_string(out, view(value));
      break;
    case boost::json::kind::array:
    case boost::json::kind::object:
      break;
  }
}

std::vector<const boost::json::key_value_pair*> sorted_members(const Object& object) {
  std::vector<const boost::json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
  return members;
}

// Writes values in one of two layouts. Depth is bounded by the parser's limit or by the code that built the value.
class Writer {
 public:
  enum class Layout : std::uint8_t { compact, pretty };
  Writer(Layout layout, bool sorted) : pretty_(layout == Layout::pretty), sorted_(sorted) {}

  void write(const Value& value) {
    if (const Object* object = value.if_object()) {
      write(*object);
    } else if (const Array* array = value.if_array()) {
      write(*array);
    } else {
      append_scalar(out_, value);
    }
  }

  void write(const Object& object) {
    open('{');
    bool first = true;
    const auto write_member = [&](const boost::json::key_value_pair& member) {
      next(std::exchange(first, false));
      append_string(out_, {member.key().data(), member.key().size()});
      out_ += pretty_ ? ": " : ":";
      write(member.value());
    };
    if (sorted_) {
      for (const auto* member : sorted_members(object)) write_member(*member);
    } else {
      for (const auto& member : object) write_member(member);
    }
    close('}', object.empty());
  }

  void write(const Array& array) {
    open('[');
    for (const Value& element : array) {
      next(&element == array.begin());
      write(element);
    }
    close(']', array.empty());
  }

  std::string take() { return std::move(out_); }

 private:
  void open(char bracket) {
    out_ += bracket;
    ++depth_;
  }
  void next(bool first) {
    if (!first) out_ += ',';
    break_line();
  }
  void close(char bracket, bool empty) {
    --depth_;
    if (!empty) break_line();
    out_ += bracket;
  }
  void break_line() {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  bool pretty_;
  bool sorted_;
  std::size_t depth_ = 0;
  std::string out_;
};

template <class T>
std::string written(const T& value, Writer::Layout layout, bool sorted) {
  Writer writer(layout, sorted);
  writer.write(value);
  return writer.take();
}

void append_control(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
  }
}

// Whether eight bytes are plain ASCII: none needs an escape, and none is part of a longer character. May say no where
// the answer is yes, never the other way round.
bool are_plain(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  const auto zeros = [](std::uint64_t x) { return (x - kOnes) & ~x; };
  return ((word | (word - kOnes * 0x20) | zeros(word ^ kOnes * '"') | zeros(word ^ kOnes * '\\')) & kHigh) == 0;
}

// Texts are plain nearly all over.
std::size_t skip_plain(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size() && are_plain(text.data() + at)) at += 8;
  return at;
}

}  // namespace

Result<Value> parse(std::string_view text, std::size_t max_depth) {
  try {
    return parse_throwing(text, max_depth);
  } catch (const std::exception& exception) {  // out of memory, or a container beyond Boost's size limits
    return fail(fmt::format("not JSON that can be held: {}", exception.what()));
  }
}

std::string serialize(const Value& value) {
  return written(value, Writer::Layout::compact, false);
}
std::string serialize(const Object& object) {
  return written(object, Writer::Layout::compact, false);
}
std::string serialize_pretty(const Value& value, bool sorted) {
  return written(value, Writer::Layout::pretty, sorted);
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  const auto flush = [&](std::size_t to) { out.append(text.substr(copied, to - copied)); };
  for (std::size_t i = skip_plain(text, 0); i < text.size(); i = skip_plain(text, i)) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
      ++i;
      continue;
    }
    const DecodedCodePoint code_point = decode_utf8(text, i);
    if (byte < 0x80) {
      flush(i);
      append_control(out, text[i]);
      copied = i + 1;
    } else if (!code_point.valid) {
      flush(i);
      append_utf8(out, kReplacementCharacter);
      copied = i + code_point.length;
    }
    i += code_point.length;
  }
  flush(text.size());
  out += '"';
}

std::string scalar_text(const Value& value) {
  if (value.is_string()) return std::string(view(value));
  std::string out;
  if (!value.is_null()) append_scalar(out, value);
  return out;
}

}  // namespace picket::json

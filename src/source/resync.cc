// SPDX-License-Identifier: Apache-2.0
#include "source/resync.h"

#include <algorithm>

namespace picket::source {
namespace {

// How far behind a quote the character is looked for that tells whether the quote closes a string.
constexpr std::size_t kLookAhead = 64;

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

class Follower {
 public:
  Follower(Window& window, const Fault& fault)
      : window_(window), fault_(fault), nesting_(fault.nesting), in_string_(fault.in_string), last_(fault.before) {
    if (fault.line_begin) {
      line_begin_ = true;
      line_blanks_ = fault.offset - *fault.line_begin;
    }
  }

  Resync run() {
    for (std::uint64_t at = fault_.offset;; ++at) {
      if (window_.available(at, kLookAhead) == 0) {
        return {.kind = Resync::Kind::stream_end, .offset = window_.end(), .line_begin = std::nullopt};
      }
      window_.keep_from(at);
      if (const auto result = step(at)) return *result;
    }
  }

 private:
  static Resync value_end(std::uint64_t offset) {
    return {.kind = Resync::Kind::value_end, .offset = offset, .line_begin = std::nullopt};
  }
  Resync value_begins(std::uint64_t offset) const {
    Resync result{.kind = Resync::Kind::value_begins, .offset = offset, .line_begin = std::nullopt};
    if (line_begin_) result.line_begin = offset - line_blanks_;
    return result;
  }

  std::optional<Resync> step(std::uint64_t at) {
    const char c = *window_.at(at);
    if (c == '\n') {
      if (fault_.single_line) return value_end(at);
      in_string_ = escaped_ = false;  // no string crosses a line
      line_begin_ = true;
      line_blanks_ = 0;
      return std::nullopt;
    }
    if (line_begin_) {
      if (is_blank(c)) {
        ++line_blanks_;
        return std::nullopt;
      }
      if ((c == '{' || c == '[') && fault_.indent && line_blanks_ <= *fault_.indent) return value_begins(at);
    }
    const auto result = in_string_ ? string_character(at, c) : plain_character(at, c);
    line_begin_ = false;
    return result;
  }

  std::optional<Resync> string_character(std::uint64_t at, char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"' && closes_string(at)) {
      in_string_ = false;
      last_ = c;
    }
    return std::nullopt;
  }

  std::optional<Resync> plain_character(std::uint64_t at, char c) {
    if (is_blank(c)) return std::nullopt;
    if (c == '"') {
      in_string_ = last_ == '{' || last_ == '[' || last_ == ',' || last_ == ':';
    } else if (c == '{' || c == '[') {
      // An object cannot stand where a key is due: a closing brace is missing before it.
      if (c == '{' && nesting_.in_object() && last_ != ':') return value_begins(at);
      nesting_.push(c == '{');
    } else if (c == '}' || c == ']') {
      if (!close(c == '}')) return value_end(at);
      if (nesting_.depth() == 0) return value_end(at + 1);
    }
    last_ = c;
    return std::nullopt;
  }

  // A quote inside a string that is not followed by what may follow a string was meant as text.
  bool closes_string(std::uint64_t at) const {
    const std::uint64_t end = std::min(window_.end(), at + kLookAhead);
    for (std::uint64_t next = at + 1; next < end; ++next) {
      const char c = *window_.at(next);
      if (!is_blank(c)) return c == ',' || c == ':' || c == '}' || c == ']';
    }
    return true;
  }

  // Closes the innermost bracket of this kind and what is open inside it. False when there is none: the bracket belongs
  // to what the broken value stands in.
  bool close(bool object) {
    while (nesting_.depth() > 0) {
      if (nesting_.pop(object)) return true;
      nesting_.pop(!object);
    }
    return false;
  }

  Window& window_;
  const Fault& fault_;
  Nesting nesting_;
  bool in_string_;
  bool escaped_ = false;
  bool line_begin_ = false;
  std::uint64_t line_blanks_ = 0;
  char last_;  // last character outside of strings that is no blank
};

}  // namespace

Resync resynchronize(Window& window, const Fault& fault) {
  return Follower(window, fault).run();
}

}  // namespace picket::source

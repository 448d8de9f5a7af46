// SPDX-License-Identifier: Apache-2.0
// A record read where it stands, for the fast path of the decoder. simdjson finds the structure (its first stage, which
// also checks the encoding); one pass over the brackets, quotes and separators checks the grammar and joins brackets.
// After that a value is a place in the text: nothing is copied, what nobody asks for is stepped over, and only texts
// with escapes are written anew when they are asked for.
//
// It takes no record that RecordParser would not take. What is rare enough to be left to RecordParser, it does not take
// either (keys with escapes, numbers beyond 64 bits). One thread.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "decode/formats.h"

namespace picket::decode {

class RecordView;

// One value of a record. Valid until the view's next read().
class ViewValue {
 public:
  ViewValue() = default;
  ViewValue(const RecordView& view, std::uint32_t token) : view_(&view), token_(token) {}

  JsonKind kind() const;
  bool is_string() const { return first() == '"'; }
  bool is_object() const { return first() == '{'; }
  bool is_array() const { return first() == '['; }
  bool is_null() const { return first() == 'n'; }

  // Of a string: its characters.
  std::string_view text() const;
  // The same when it stands in the text that was given to RecordView::read() as it is; it lives as long as that.
  std::optional<std::string_view> text_in_place() const;
  // Of a number, true, false or null: as it is written.
  std::string_view literal() const;
  // Of a number that is not written as an integer: its value. An integer's text is the only one that it has.
  std::optional<double> fraction() const;

  class Members;
  class Elements;
  Members members() const;    // of an object
  Elements elements() const;  // of an array

 private:
  friend class RecordView;
  char first() const;

  const RecordView* view_ = nullptr;
  std::uint32_t token_ = 0;
};

class RecordView {
 public:
  RecordView();
  ~RecordView();
  RecordView(const RecordView&) = delete;
  RecordView& operator=(const RecordView&) = delete;

  // Whether the text is one JSON object (or array, with '[') that can be walked from root(). False: RecordParser has to
  // say. `text` must live as long as its values are used and be followed by SIMDJSON_PADDING readable bytes.
  bool read(std::string_view text, char bracket = '{');
  // The same for text that goes away or has no padding.
  bool read_copy(std::string_view text, char bracket = '{');

  ViewValue root() const { return {*this, 0}; }

  // Frees the buffers of a record far beyond the usual; root() may not be used any more then.
  void give_back();

 private:
  friend class ViewValue;
  friend class ViewValue::Members;
  friend class ViewValue::Elements;

  bool read_from(std::string_view text, char bracket, bool is_copy);
  bool find_structure(std::string_view text);
  bool check_escapes();
  bool join_brackets(char root);
  bool check_scalar(std::uint32_t token) const;
  bool is_plain_key(std::uint32_t token) const;

  char at(std::uint32_t token) const { return text_[places_[token]]; }
  // The token after the value.
  std::uint32_t after(std::uint32_t token) const {
    const char first = at(token);
    return first == '{' || first == '[' ? closing_[token] + 1 : token + 1;
  }
  // A string as it is written, without its quotes.
  std::string_view raw(std::uint32_t token) const {
    const char* const begin = text_ + places_[token] + 1;
    const char* end = text_ + places_[token + 1] - 1;
    while (*end != '"') --end;  // over blanks
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  std::string_view text(std::uint32_t token) const;
  // Most records have their escapes in one member.
  bool may_have_escapes(std::uint32_t token) const {
    return places_[token] < last_escape_ && first_escape_ < places_[token + 1];
  }

  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser_;
  const char* text_ = nullptr;
  std::size_t size_ = 0;
  const std::uint32_t* places_ = nullptr;  // of the tokens in the text
  std::uint32_t count_ = 0;                // of the tokens
  std::size_t first_escape_ = 0;  // escapes lie in [first_escape_, last_escape_]; none when first is after last
  std::size_t last_escape_ = 0;
  std::vector<std::uint32_t> closing_;  // by the token of an opening bracket: the token of its closing one
  std::string copy_;
  bool is_copy_ = false;                       // text_ is copy_
  mutable std::deque<std::string> unescaped_;  // texts that were asked for; reused from record to record
  mutable std::size_t unescaped_count_ = 0;
};

// Steps over the members of an object: `for (members = value.members(); members.next();)`.
class ViewValue::Members {
 public:
  Members(const RecordView& view, std::uint32_t object) : view_(view), next_(object + 1) {}
  bool next() {
    if (view_.at(next_) == '}') return false;
    key_ = next_;
    next_ = view_.after(key_ + 2);
    if (view_.at(next_) == ',') ++next_;
    return true;
  }
  std::string_view key() const { return view_.raw(key_); }
  ViewValue value() const { return {view_, key_ + 2}; }

 private:
  const RecordView& view_;
  std::uint32_t next_;
  std::uint32_t key_ = 0;
};

class ViewValue::Elements {
 public:
  Elements(const RecordView& view, std::uint32_t array) : view_(view), next_(array + 1) {}
  bool next() {
    if (view_.at(next_) == ']') return false;
    element_ = next_;
    next_ = view_.after(element_);
    if (view_.at(next_) == ',') ++next_;
    return true;
  }
  ViewValue value() const { return {view_, element_}; }

 private:
  const RecordView& view_;
  std::uint32_t next_;
  std::uint32_t element_ = 0;
};

inline char ViewValue::first() const {
  return view_->at(token_);
}
inline std::string_view ViewValue::text() const {
  return view_->text(token_);
}
inline std::optional<std::string_view> ViewValue::text_in_place() const {
  if (view_->is_copy_ || view_->may_have_escapes(token_)) return std::nullopt;
  return view_->raw(token_);
}
inline ViewValue::Members ViewValue::members() const {
  return {*view_, token_};
}
inline ViewValue::Elements ViewValue::elements() const {
  return {*view_, token_};
}

// As to_value() of record_json.h.
json::Value to_value(ViewValue value);
// Elastic's pipeline cuts the text `"":"",` from every record.
bool is_left_out(std::string_view key, ViewValue value);

}  // namespace picket::decode

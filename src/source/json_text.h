// SPDX-License-Identifier: Apache-2.0
// Slow and small readers over JSON text at hand, for the few places that need to look inside a value: what kind of
// object is this, where is that member. They expect text whose brackets match, as StructureScanner has found it, and
// never read beyond the view. Other damage gives an early end, never a fault.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace picket::source {

// The first character from `at` on that is no white space, or text.size(). NUL, a byte order mark and the record
// separator of RFC 7464 count as white space between values.
std::size_t skip_blanks(std::string_view text, std::size_t at = 0);
// The end of the value that begins at `at`.
std::size_t skip_value(std::string_view text, std::size_t at);

// Walks the members of an object, or the elements of an array (then keys are empty).
class MemberReader {
 public:
  explicit MemberReader(std::string_view text) : text_(text) {}
  // False at the end and where the text ends early. `value` of a last member that is cut off is what there is of it.
  bool next();
  std::string_view key() const { return key_; }      // as written, without quotes and without resolving escapes
  std::string_view value() const { return value_; }  // as written
  std::size_t value_offset() const { return value_offset_; }  // in the text

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  bool begun_ = false;
  bool is_object_ = false;
  std::string_view key_;
  std::string_view value_;
  std::size_t value_offset_ = 0;
};

// The value of the first member with this key.
std::optional<std::string_view> find_member(std::string_view object, std::string_view key);

// Whether the object shows at its top level one of the members that a log record has and an envelope has not: a time
// under one of its usual names, an operation name, `_source`. The object may be cut off.
bool has_record_member(std::string_view object);
// As above for what stands before a member called `records`: many exporters put a `time` there.
bool has_record_member_besides_time(std::string_view object);

// Whether an array has a record among its elements: an object with has_record_member, the JSON text of one in a string,
// or an array that has one. The array may be cut off. `read` counts the bytes that were looked at.
struct RecordLook {
  bool found = false;
  std::size_t read = 0;
};
RecordLook look_for_record(std::string_view array);

// The text in a string, as written with its quotes, when it is that of one object and nothing more.
std::optional<std::string> object_in_string(std::string_view literal);

// An array inside an object that is no record itself: reached through objects only, none of them a record, its first
// element an object with has_record_member. nullopt unless there is exactly one.
struct NestedRecords {
  std::size_t array_offset = 0;  // of its '['
  std::size_t depth = 0;         // objects open around it
};
std::optional<NestedRecords> find_nested_records(std::string_view object);

// The action line of an Elasticsearch bulk request.
struct BulkAction {
  bool has_document = true;  // false for delete
  bool partial = false;      // update: the next line wraps the document in `doc`
  std::string_view index;    // JSON text with its quotes; empty when absent
  std::string_view id;
};
std::optional<BulkAction> parse_bulk_action(std::string_view object);

}  // namespace picket::source

// SPDX-License-Identifier: Apache-2.0
// The canonical text: members sorted by their keys, no white space, one spelling of each string and number.
#include "decode/content_id.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace picket::decode {
namespace {

constexpr std::size_t kIdLength = 40;

void append(std::string& out, const json::Value& value);

void append(std::string& out, const json::Object& object) {
  std::vector<const boost::json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
  out += '{';
  for (const auto* member : members) {
    json::append_string(out, {member->key().data(), member->key().size()});
    out += ':';
    append(out, member->value());
    out += ',';
  }
  out += '}';
}

void append(std::string& out, const json::Value& value) {
  if (const auto* object = value.if_object()) {
    append(out, *object);
  } else if (const auto* array = value.if_array()) {
    out += '[';
    for (const json::Value& element : *array) {
      append(out, element);
      out += ',';
    }
    out += ']';
  } else if (value.is_string()) {
    json::append_string(out, json::view(value));  // no copy between: texts may be large
  } else {
    out += json::serialize(value);
  }
}

// The same from a record that is read in place.
class ViewWriter {
 public:
  void write(ViewValue value) {
    switch (value.kind()) {
      case JsonKind::object:
        return write_object(value);
      case JsonKind::array:
        return write_array(value);
      case JsonKind::string:
        return json::append_string(out_, value.text());
      case JsonKind::null:
      case JsonKind::boolean:
        out_ += value.literal();
        return;
      case JsonKind::number:
        break;
    }
    if (value.fraction()) {
      out_ += json::serialize(to_value(value));
    } else {
      out_ += value.literal();
    }
  }
  const std::string& text() const { return out_; }

 private:
  struct Member {
    std::string_view key;
    ViewValue value;
  };

  void write_object(ViewValue object) {
    const std::size_t begin = members_.size();
    for (auto members = object.members(); members.next();) {
      if (!is_left_out(members.key(), members.value())) members_.push_back({members.key(), members.value()});
    }
    const auto from_begin = [&] { return members_.begin() + static_cast<std::ptrdiff_t>(begin); };
    std::stable_sort(from_begin(), members_.end(), [](const Member& a, const Member& b) { return a.key < b.key; });
    out_ += '{';
    const std::size_t end = members_.size();
    for (std::size_t i = begin; i < end; ++i) {
      if (i + 1 < end && members_[i].key == members_[i + 1].key) continue;  // of members with one name the last counts
      json::append_string(out_, members_[i].key);
      out_ += ':';
      write(members_[i].value);
      out_ += ',';
    }
    out_ += '}';
    members_.erase(from_begin(), members_.end());
  }

  void write_array(ViewValue array) {
    out_ += '[';
    for (auto elements = array.elements(); elements.next();) {
      write(elements.value());
      out_ += ',';
    }
    out_ += ']';
  }

  std::string out_;
  std::vector<Member> members_;  // of the objects that are open, the innermost last
};

std::string id_of(std::string_view canonical) {
  return sha256_hex(canonical).substr(0, kIdLength);
}

}  // namespace

std::string content_id(const json::Object& record) {
  std::string canonical;
  append(canonical, record);
  return id_of(canonical);
}

std::string content_id(ViewValue record) {
  ViewWriter writer;
  writer.write(record);
  return id_of(writer.text());
}

}  // namespace picket::decode

// SPDX-License-Identifier: Apache-2.0
// The canonical text: members sorted by their keys, no white space, one spelling of each string and number.
#include "decode/content_id.h"

#include <algorithm>
#include <string_view>
#include <utility>
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

bool has_dotted_key(const json::Object& object);

bool holds_dotted_key(const json::Value& value) {
  if (const auto* array = value.if_array()) return std::ranges::any_of(*array, holds_dotted_key);
  return value.is_object() && has_dotted_key(value.get_object());
}

bool has_dotted_key(const json::Object& object) {
  return std::ranges::any_of(object, [](const auto& member) {
    return std::string_view(member.key()).find('.') != std::string_view::npos || holds_dotted_key(member.value());
  });
}

// Puts the value at a path of objects. Where something else than an object stands in the way, the key keeps its dots.
void place(json::Object& object, std::string_view key, json::Value value) {
  const std::size_t dot = key.find('.');
  const std::string_view head = key.substr(0, dot);
  json::Value* const there = object.if_contains({head.data(), head.size()});
  if (dot != std::string_view::npos && (there == nullptr || there->is_object())) {
    json::Value& below = there != nullptr ? *there : object[{head.data(), head.size()}];
    if (there == nullptr) below = json::Object();
    return place(below.get_object(), key.substr(dot + 1), std::move(value));
  }
  if (dot == std::string_view::npos && there != nullptr && there->is_object() && value.is_object()) {
    for (auto& member : value.get_object()) place(there->get_object(), member.key(), std::move(member.value()));
    return;
  }
  object[{key.data(), key.size()}] = std::move(value);
}

json::Object nested(const json::Object& object, std::size_t depth);

json::Value nested(const json::Value& value, std::size_t depth) {
  if (const auto* array = value.if_array()) {
    json::Array out;
    for (const json::Value& element : *array) out.push_back(nested(element, depth + 1));
    return out;
  }
  return value.is_object() ? json::Value(nested(value.get_object(), depth)) : value;
}

// Keys whose dots would lead deeper than records may be stay as they are.
json::Object nested(const json::Object& object, std::size_t depth) {
  json::Object out;
  for (const auto& member : object) {
    const std::string_view key = member.key();
    const std::size_t levels = static_cast<std::size_t>(std::ranges::count(key, '.')) + 1;
    if (depth + levels > json::kMaxDepth) {
      out[member.key()] = nested(member.value(), depth + 1);
    } else {
      place(out, key, nested(member.value(), depth + levels));
    }
  }
  return out;
}

std::string id_of(std::string_view canonical) {
  return sha256_hex(canonical).substr(0, kIdLength);
}

}  // namespace

std::string content_id(const json::Object& record) {
  std::string canonical;
  append(canonical, record);
  return id_of(canonical);
}

std::string document_content_id(const json::Object& document) {
  return content_id(has_dotted_key(document) ? nested(document, 0) : document);
}

std::string content_id(ViewValue record) {
  ViewWriter writer;
  writer.write(record);
  return id_of(writer.text());
}

}  // namespace picket::decode

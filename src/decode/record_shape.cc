// SPDX-License-Identifier: Apache-2.0
#include "decode/record_shape.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace picket::decode {
namespace {

constexpr bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

std::string_view key_of(const boost::json::key_value_pair& member) {
  return {member.key().data(), member.key().size()};
}

class Respeller {
 public:
  explicit Respeller(const Respelling& respelling, RawPath at = {}) : respelling_(respelling), path_(at) {}

  // `path_` is where the object is.
  void respell(json::Object& object) {
    json::Object out;
    out.reserve(object.size());
    for (auto& member : object) {
      const std::string_view key = snake_case(key_of(member), buffer_);
      if (respelling_.drops_nulls && member.value().is_null()) {
        out.erase({key.data(), key.size()});
        continue;
      }
      json::Value& slot = out[{key.data(), key.size()}];
      slot = std::move(member.value());
      const std::size_t length = path_.size();
      if (length > 0) path_ += '|';
      path_ += key;
      respell(slot);
      path_.resize(length);
    }
    object = std::move(out);
  }

  void respell(json::Value& value) {
    if (!value.is_object() && !value.is_array()) return;
    if (std::ranges::find(respelling_.literal, std::string_view(path_)) != respelling_.literal.end()) return;
    if (value.is_object()) return respell(value.get_object());
    for (json::Value& element : value.get_array()) respell(element);
  }

 private:
  const Respelling& respelling_;
  std::string path_;
  std::string buffer_;
};

// True: the value itself is to go.
bool is_emptied(json::Value& value) {
  if (value.is_null()) return true;
  if (value.is_string()) return value.get_string().empty();
  if (auto* object = value.if_object()) {
    drop_empties(*object);
    return object->empty();
  }
  if (auto* array = value.if_array()) {
    json::Array kept;
    kept.reserve(array->size());
    for (json::Value& element : *array) {
      if (!is_emptied(element)) kept.push_back(std::move(element));
    }
    *array = std::move(kept);
    return array->empty();
  }
  return false;
}

struct Pair {
  std::string_view key;
  json::Value* value;
};
std::optional<Pair> read_pair(json::Value& element) {
  json::Object* object = element.if_object();
  if (object == nullptr) return std::nullopt;
  const json::Value* key = json::get(*object, "key");
  if (key == nullptr || !key->is_string()) return std::nullopt;
  json::Value* value = find(*object, RawPath("value"));
  return Pair{json::view(*key), value};
}

}  // namespace

std::string_view snake_case(std::string_view key, std::string& buffer) {
  if (std::ranges::none_of(key, is_capital)) return key;
  buffer.clear();
  char before = '\0';
  for (const char c : key) {
    if (is_capital(c) && is_small(before)) buffer += '_';
    buffer += is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
    before = c;
  }
  return buffer;
}

void respell_keys(json::Object& record, const Respelling& respelling) {
  Respeller(respelling).respell(record);
}

void respell_keys_at(json::Value& value, RawPath at, const Respelling& respelling) {
  Respeller(respelling, at).respell(value);
}

void drop_empties(json::Object& record) {
  for (auto member = record.begin(); member != record.end();) {
    member = is_emptied(member->value()) ? record.stable_erase(member) : member + 1;
  }
}

void open_pairs(json::Object& record, std::span<const RawPath> pairs) {
  for (const RawPath path : pairs) {
    json::Value* value = find(record, path);
    if (value == nullptr || !value->is_array() || value->get_array().empty()) continue;
    json::Array& array = value->get_array();
    if (!std::ranges::all_of(array, [](json::Value& element) { return read_pair(element).has_value(); })) continue;
    json::Object object;
    for (json::Value& element : array) {
      const Pair pair = *read_pair(element);
      object[{pair.key.data(), pair.key.size()}] = pair.value != nullptr ? std::move(*pair.value) : json::Value();
    }
    *value = std::move(object);
  }
}

}  // namespace picket::decode

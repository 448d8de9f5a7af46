// SPDX-License-Identifier: Apache-2.0
// Records that are a little wrong, from records that are right: the same seed gives the same ones.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace picket::decode::testing_data {

class Mutator {
 public:
  // Keys are renamed to, and members invented with, keys of `pool`.
  Mutator(unsigned seed, std::vector<std::string> pool) : random_(seed), pool_(std::move(pool)) {}

  std::string mutate(const json::Object& record) {
    json::Object changed = record;
    for (std::size_t i = 0, n = 1 + below(3); i < n; ++i) change_somewhere(changed);
    std::string text = json::serialize(changed);
    if (below(4) == 0) splice_member(text);
    if (below(12) == 0) damage(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  const std::string& key() { return pool_[below(pool_.size())]; }

  json::Value scalar() {
    switch (below(10)) {
      case 0:
        return nullptr;
      case 1:
        return "";
      case 2:
        return 4;
      case 3:
        return -2.5;
      case 4:
        return true;
      case 5:
        return "Success";
      case 6:
        return "81.2.69.144";
      case 7:
        return "2024-05-06T07:08:09.1234567Z";
      case 8:
        return "someone@contoso.com";
      default:
        return "{\"a\":{\"b\":[1,\"x\"]},\"eventCategory\":\"Policy\",\"claims\":{\"name\":\"N\"}}";
    }
  }

  json::Value other_kind(const json::Value& value) {
    switch (below(6)) {
      case 0:
        return scalar();
      case 1:
        return json::Array{value};
      case 2:
        return json::Array{value, scalar(), json::Array{scalar()}};
      case 3:
        return boost::json::string(json::serialize(value));
      case 4: {
        json::Object out;
        out[key()] = value;
        return out;
      }
      default:
        return boost::json::string(json::scalar_text(value));
    }
  }

  // Steps down to a random object and changes one of its members.
  void change_somewhere(json::Object& object) {
    if (object.empty()) {
      object[key()] = scalar();
      return;
    }
    auto member = object.begin() + static_cast<std::ptrdiff_t>(below(object.size()));
    if (member->value().is_object() && below(4) != 0) {
      change_somewhere(member->value().get_object());
      return;
    }
    const std::string name(member->key().data(), member->key().size());
    json::Value value = member->value();
    switch (below(6)) {
      case 0:
        object.erase(member);
        break;
      case 1:
        object[name] = other_kind(value);
        break;
      case 2:
        object[key()] = value;
        break;
      case 3:
        object[name + "." + key()] = value;
        break;
      case 4:
        object[key() + "." + name] = scalar();
        break;
      default: {
        std::string folded = name;
        for (char& c : folded) {
          if (c == '.') c = '_';
        }
        object[folded] = scalar();
        break;
      }
    }
  }

  // A member at the start of some object, perhaps one that is there already, perhaps an unusual number.
  void splice_member(std::string& text) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] == '{' && text[i + 1] == '"') starts.push_back(i + 1);
    }
    if (starts.empty()) return;
    std::string member;
    json::append_string(member, below(8) == 0 ? std::string() : key());
    member += below(6) == 0 ? ":123456789012345678901234567890," : ":" + json::serialize(scalar()) + ",";
    text.insert(starts[below(starts.size())], member);
  }

  void damage(std::string& text) {
    if (below(2) == 0) {
      text.resize(below(text.size()));
    } else {
      text[below(text.size())] = static_cast<char>(below(256));
    }
  }

  std::mt19937 random_;
  std::vector<std::string> pool_;
};

}  // namespace picket::decode::testing_data

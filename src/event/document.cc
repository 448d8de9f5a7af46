// SPDX-License-Identifier: Apache-2.0
#include "event/document.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "event/field.h"

namespace picket::event {
namespace {

using json::Array;
using json::Object;
using json::Value;

std::string_view key_of(const boost::json::key_value_pair& member) {
  return {member.key().data(), member.key().size()};
}

// What is left of `path` below `key`: nullopt when the key is not on the path, empty when it is the whole path.
std::optional<std::string_view> rest_below(std::string_view path, std::string_view key) {
  if (!path.starts_with(key)) return std::nullopt;
  if (path.size() == key.size()) return std::string_view();
  if (path[key.size()] != '.') return std::nullopt;
  return path.substr(key.size() + 1);
}

// Appends what one value contributes to a request.
class Collector {
 public:
  Collector(Shape shape, std::vector<Scalar>& out, std::deque<std::string>& texts)
      : shape_(shape), out_(out), texts_(texts) {}

  // The values at `path` below `object`. Every spelling of the path counts: {"a.b":1} and {"a":{"b":1}}.
  void find(const Object& object, std::string_view path) {
    for (const auto& member : object) {
      const std::string_view key = key_of(member);
      const auto rest = rest_below(path, key);
      if (rest && !rest->empty()) {
        descend(member.value(), *rest);
      } else if (rest || (shape_ == Shape::subtree && rest_below(key, path))) {
        add(member.value());
      }
    }
  }

  // Texts that will not live as long as the caller's document.
  void copy_strings() { copies_ = true; }

 private:
  void descend(const Value& value, std::string_view path) {
    if (const Object* object = value.if_object()) {
      find(*object, path);
    } else if (const Array* array = value.if_array()) {
      for (const Value& element : *array) descend(element, path);
    }
  }

  void add(const Value& value) {
    if (const Array* array = value.if_array()) {
      for (const Value& element : *array) add(element);
    } else if (const Object* object = value.if_object()) {
      add_object(*object);
    } else if (shape_ != Shape::objects && !value.is_null()) {
      add_scalar(value);
    }
  }

  void add_object(const Object& object) {
    if (shape_ == Shape::objects) {
      out_.push_back({Scalar::Kind::object, keep(json::serialize(object))});
    } else if (shape_ == Shape::subtree) {
      for (const auto& member : object) add(member.value());
    }
  }

  void add_scalar(const Value& value) {
    if (value.is_string()) {
      out_.push_back({Scalar::Kind::string, copies_ ? keep(std::string(json::view(value))) : json::view(value)});
    } else {
      const auto kind = value.is_bool() ? Scalar::Kind::boolean : Scalar::Kind::number;
      out_.push_back({kind, keep(json::scalar_text(value))});
    }
  }

  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  Shape shape_;
  std::vector<Scalar>& out_;
  std::deque<std::string>& texts_;
  bool copies_ = false;
};

void collect_embedded(const Object& document, const FieldRequest& request, std::string_view text_path,
                      std::string_view path, std::vector<Scalar>& out, std::deque<std::string>& texts) {
  std::vector<Scalar> bodies;
  std::deque<std::string> body_texts;
  Collector(Shape::leaf, bodies, body_texts).find(document, text_path);
  Collector inside(request.shape, out, texts);
  inside.copy_strings();
  for (const Scalar& body : bodies) {
    if (body.kind != Scalar::Kind::string) continue;
    const auto parsed = json::parse(body.text);
    if (parsed && parsed->is_object()) inside.find(parsed->get_object(), path);
  }
}

void visit_leaves(std::string& path, const Value& value,
                  const std::function<void(std::string_view, const Value&)>& visit) {
  if (const Array* array = value.if_array()) {
    for (const Value& element : *array) visit_leaves(path, element, visit);
  } else if (const Object* object = value.if_object()) {
    const std::size_t length = path.size();
    for (const auto& member : *object) {
      if (length > 0) path += '.';
      path += key_of(member);
      visit_leaves(path, member.value(), visit);
      path.resize(length);
    }
  } else if (!value.is_null()) {
    visit(path, value);
  }
}

// A member on the way to `path` that can be followed: the path itself, or an object above it.
struct Step {
  Value* value = nullptr;
  std::string_view rest;
};
Step existing_step(Object& object, std::string_view path) {
  for (auto& member : object) {
    const auto rest = rest_below(path, key_of(member));
    if (rest && (rest->empty() || member.value().is_object())) return {&member.value(), *rest};
  }
  return {};
}

}  // namespace

void collect(const Object& document, const FieldRequest& request, std::vector<Scalar>& out,
             std::deque<std::string>& texts) {
  Collector(request.shape, out, texts).find(document, request.name);
  for (const std::string& text_path : FieldCatalog::builtin().json_texts()) {
    const auto rest = rest_below(request.name, text_path);
    if (rest && !rest->empty()) collect_embedded(document, request, text_path, *rest, out, texts);
  }
}

std::string first_text(const Object& document, std::string_view path) {
  std::vector<Scalar> values;
  std::deque<std::string> texts;
  collect(document, {std::string(path), Shape::leaf}, values, texts);
  return values.empty() ? std::string() : std::string(values.front().text);
}

std::vector<std::string> all_texts(const Object& document, std::string_view path) {
  std::vector<Scalar> values;
  std::deque<std::string> texts;
  collect(document, {std::string(path), Shape::leaf}, values, texts);
  std::vector<std::string> out;
  out.reserve(values.size());
  for (const Scalar& value : values) out.emplace_back(value.text);
  return out;
}

void for_each_leaf(const Object& document, const std::function<void(std::string_view path, const Value& leaf)>& visit) {
  std::string path;
  for (const auto& member : document) {
    path = key_of(member);
    visit_leaves(path, member.value(), visit);
  }
}

void set_path(Object& document, std::string_view path, Value value) {
  Object* object = &document;
  while (true) {
    const Step step = existing_step(*object, path);
    if (step.value != nullptr && step.rest.empty()) {
      *step.value = std::move(value);
      return;
    }
    if (step.value != nullptr) {
      object = &step.value->get_object();
      path = step.rest;
      continue;
    }
    const std::size_t dot = path.find('.');
    const std::string_view key = path.substr(0, dot);
    Value& slot = (*object)[{key.data(), key.size()}];
    if (dot == std::string_view::npos) {
      slot = std::move(value);
      return;
    }
    object = &slot.emplace_object();
    path.remove_prefix(dot + 1);
  }
}

bool remove_path(Object& document, std::string_view path) {
  bool removed = false;
  for (auto member = document.begin(); member != document.end();) {
    const auto rest = rest_below(path, key_of(*member));
    bool gone = rest && rest->empty();
    if (rest && !rest->empty() && member->value().is_object()) {
      Object& inner = member->value().get_object();
      if (remove_path(inner, *rest)) {
        removed = true;
        gone = inner.empty();
      }
    } else if (gone) {
      removed = true;
    }
    member = gone ? document.stable_erase(member) : member + 1;
  }
  return removed;
}

}  // namespace picket::event

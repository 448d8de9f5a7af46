// SPDX-License-Identifier: Apache-2.0
#include "decode/document_builder.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "event/document.h"

namespace picket::decode {
namespace {

using event::Scalar;

// The scalar at one input of a Derived, with the text of numbers and booleans.
class InputValue {
 public:
  InputValue(const json::Object& record, RawPath path) {
    const json::Value* value = path.empty() ? nullptr : find(record, path);
    if (value == nullptr || value->is_null()) return;
    if (value->is_object() || value->is_array()) {
      scalar_ = Scalar{Scalar::Kind::object, {}};
    } else if (value->is_string()) {
      scalar_ = Scalar{Scalar::Kind::string, json::view(*value)};
    } else {
      text_ = json::scalar_text(*value);
      scalar_ = Scalar{value->is_bool() ? Scalar::Kind::boolean : Scalar::Kind::number, text_};
    }
  }
  InputValue(const InputValue&) = delete;
  InputValue& operator=(const InputValue&) = delete;

  const Scalar* get() const { return scalar_ ? &*scalar_ : nullptr; }

 private:
  std::string text_;
  std::optional<Scalar> scalar_;
};

struct Placed {
  std::string_view to;
  json::Value value;
};

json::Value derive(const json::Object& record, const Derived& derived, const Surroundings& surroundings) {
  static_assert(kMaxInputs == 3);
  const InputValue first(record, derived.from[0]);
  const InputValue second(record, derived.from[1]);
  const InputValue third(record, derived.from[2]);
  const std::array<const Scalar*, kMaxInputs> inputs = {first.get(), second.get(), third.get()};
  return derived.derive(inputs, surroundings);
}

void fold_keys(json::Object& object) {
  json::Object folded;
  folded.reserve(object.size());
  for (auto& member : object) {
    std::string key(member.key().data(), member.key().size());
    std::ranges::replace(key, '.', '_');
    folded[key] = std::move(member.value());
  }
  object = std::move(folded);
}

void rename_members(json::Object& record, std::span<const Renamed> renamed) {
  for (const Renamed& names : renamed) {
    if (json::get(record, names.to) != nullptr) continue;
    if (auto value = take(record, names.from)) record[{names.to.data(), names.to.size()}] = std::move(*value);
  }
}

json::Value numbered(const json::Value& value, const Elements& elements);

json::Value numbered_element(const json::Value& element, const Elements& elements) {
  const json::Object* object = element.if_object();
  if (object == nullptr) return element;
  json::Object out;
  for (const ElementMember& member : elements.members) {
    const json::Value* value = json::get(*object, member.from);
    if (value == nullptr) continue;
    out[{member.to.data(), member.to.size()}] = member.inner == nullptr ? *value : numbered(*value, *member.inner);
  }
  return out;
}

json::Value numbered(const json::Value& value, const Elements& elements) {
  const json::Array* array = value.if_array();
  if (array == nullptr) return value;
  json::Object out;
  for (std::size_t i = 0; i < array->size(); ++i) out[std::to_string(i)] = numbered_element((*array)[i], elements);
  return out;
}

void drop_nulls(json::Value& value) {
  if (json::Object* object = value.if_object()) {
    for (auto member = object->begin(); member != object->end();) {
      drop_nulls(member->value());
      member = member->value().is_null() ? object->stable_erase(member) : member + 1;
    }
  } else if (json::Array* array = value.if_array()) {
    for (json::Value& element : *array) drop_nulls(element);
  }
}

void consume(json::Object& record, const Mapping& mapping) {
  for (const Numbered& each : mapping.numbered) take(record, each.from);
  for (const RawPath path : mapping.consumed) take(record, path);
  for (const RawPath path : mapping.consumed_texts) {
    const json::Value* value = find(record, path);
    if (value != nullptr && value->is_string()) take(record, path);
  }
  for (const RawPath path : mapping.folded) {
    json::Value* value = find(record, path);
    if (value != nullptr && value->is_object()) fold_keys(value->get_object());
  }
}

}  // namespace

void open_texts(json::Object& record, const EmbeddedTexts& texts, const Respelling* respelling) {
  const auto open = [&](RawPath path, bool (*is_wanted)(const json::Value&)) {
    json::Value* value = find(record, path);
    if (value == nullptr || !value->is_string()) return;
    auto parsed = json::parse(json::view(*value));
    if (!parsed || !is_wanted(*parsed)) return;
    *value = std::move(*parsed);
    if (respelling != nullptr) respell_keys_at(*value, path, *respelling);
  };
  for (const RawPath path : texts.objects) open(path, [](const json::Value& value) { return value.is_object(); });
  for (const RawPath path : texts.lists) open(path, [](const json::Value& value) { return value.is_array(); });
}

namespace {

// Steps 1 to 4 of mapping.h.
void prepare(json::Object& record, const Mapping& mapping) {
  const Respelling respelling{mapping.literal, mapping.drops_nulls};
  const bool is_respelled = mapping.keys == KeyStyle::snake;
  if (is_respelled) respell_keys(record, respelling);
  rename_members(record, mapping.renamed);
  open_texts(record, {mapping.embedded, mapping.embedded_lists}, is_respelled ? &respelling : nullptr);
  if (mapping.drops_empties) drop_empties(record);
  open_pairs(record, mapping.pairs);
}

}  // namespace

json::Object build_document(json::Object record, const Mapping& mapping, const Surroundings& surroundings) {
  prepare(record, mapping);
  std::vector<Placed> placed;
  for (const Move& move : mapping.moves) {
    if (const json::Value* value = find(record, move.from)) placed.push_back({move.to, *value});
  }
  for (const Numbered& each : mapping.numbered) {
    if (const json::Value* value = find(record, each.from))
      placed.push_back({each.to, numbered(*value, *each.elements)});
  }
  for (const Derived& derived : mapping.derived) {
    json::Value value = derive(record, derived, surroundings);
    if (!value.is_null()) placed.push_back({derived.to, std::move(value)});
  }
  for (const Move& move : mapping.moves) take(record, move.from);
  consume(record, mapping);

  json::Object document;
  event::set_path(document, mapping.rest, std::move(record));
  for (Placed& each : placed) event::set_path(document, each.to, std::move(each.value));
  add_constants(document, mapping.constants);
  if (!mapping.drops_nulls || mapping.keys == KeyStyle::snake) return document;  // the latter has dropped them
  json::Value whole = std::move(document);
  drop_nulls(whole);
  return std::move(whole.get_object());
}

void add_constants(json::Object& document, std::span<const Constant> constants) {
  for (const Constant& constant : constants) {
    boost::json::string text(constant.value.data(), constant.value.size());
    event::set_path(document, constant.to,
                    constant.is_list ? json::Value(json::Array{std::move(text)}) : json::Value(std::move(text)));
  }
}

}  // namespace picket::decode

// SPDX-License-Identifier: Apache-2.0
#include "rule/exceptions.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "rule/binding.h"

namespace picket::rule {
namespace {

constexpr Limits kNotEmpty{.least = 1};

enum class EntryType : std::uint8_t { match, match_any, wildcard, exists, nested, list };
constexpr std::array kEntryTypes = {
    Named<EntryType>{"match", EntryType::match},       Named<EntryType>{"match_any", EntryType::match_any},
    Named<EntryType>{"wildcard", EntryType::wildcard}, Named<EntryType>{"exists", EntryType::exists},
    Named<EntryType>{"nested", EntryType::nested},     Named<EntryType>{"list", EntryType::list},
};
constexpr std::array kOperators = {Named<bool>{"included", true}, Named<bool>{"excluded", false}};
constexpr std::array kNamespaces = {Named<bool>{"single", true}, Named<bool>{"agnostic", false}};

struct ListReference {
  std::string id;
  std::string type;
};
struct ExceptionEntry {
  std::string field;
  EntryType type = EntryType::match;
  bool included = true;
};
struct Item {
  std::string list_id;
  std::string item_id;
  bool single = true;
};

constexpr std::array kListReferenceFields = {
    Field<ListReference>{
        .key = "id", .shape = Shape::text, .target = &ListReference::id, .limits = kNotEmpty, .needed = kAnyType},
    Field<ListReference>{.key = "type", .shape = Shape::text, .target = &ListReference::type, .needed = kAnyType},
};

void bind_list_reference(Binding& binding, Node& value, ExceptionEntry&) {
  ListReference reference;
  bind_object<ListReference>(binding, value, kListReferenceFields, reference);
}

void bind_entries(Binding& binding, Node& value, ExceptionEntry&);

constexpr std::array kEntryFields = {
    // Not trimmed: exports hold names with a leading blank, and they mean that.
    Field<ExceptionEntry>{.key = "field",
                          .shape = Shape::text,
                          .target = &ExceptionEntry::field,
                          .limits = kNotEmpty,
                          .needed = kAnyType},
    Field<ExceptionEntry>{.key = "type",
                          .shape = Shape::text,
                          .target = bind_name<ExceptionEntry, EntryType, &ExceptionEntry::type, kEntryTypes>,
                          .needed = kAnyType},
    Field<ExceptionEntry>{.key = "operator",
                          .shape = Shape::text,
                          .target = bind_name<ExceptionEntry, bool, &ExceptionEntry::included, kOperators>},
    Field<ExceptionEntry>{.key = "value", .shape = Shape::one_or_texts},
    Field<ExceptionEntry>{.key = "list", .shape = Shape::object, .target = bind_list_reference},
    Field<ExceptionEntry>{.key = "entries", .shape = Shape::objects, .target = bind_entries, .limits = {.least = 1}},
    Field<ExceptionEntry>{.key = "id", .shape = Shape::text},
};

// Which key holds what an entry of each type compares with.
struct Operand {
  EntryType type;
  std::string_view key;
  bool is_list;
};
constexpr std::array kOperands = {
    Operand{EntryType::match, "value", false},    Operand{EntryType::match_any, "value", true},
    Operand{EntryType::wildcard, "value", false}, Operand{EntryType::nested, "entries", true},
    Operand{EntryType::list, "list", false},
};

void check_operand(Binding& binding, const ExceptionEntry& bound, const Node& entry, bool was_list) {
  const auto operand = std::ranges::find(kOperands, bound.type, &Operand::type);
  if (operand == kOperands.end()) return;
  const Node* value = find(entry, operand->key);
  if (value == nullptr) {
    binding.report_missing(operand->key, entry.span, true);
  } else if (operand->key == "value" && operand->is_list != was_list) {
    binding.problem(Code::wrong_type, value->span,
                    fmt::format("{} must be {}, found {}", binding.quoted_path("value"),
                                operand->is_list ? "a list of strings" : "a string", was_list ? "a list" : "a string"),
                    operand->is_list ? "write [\"...\"]" : "for a list the type is match_any");
  }
}

void bind_entry(Binding& binding, Node& entry) {
  const Node* value = find(entry, "value");
  const bool was_list = value != nullptr && value->list() != nullptr;
  ExceptionEntry bound;
  bind_object<ExceptionEntry>(binding, entry, kEntryFields, bound);
  check_operand(binding, bound, entry, was_list);
  // The table reads a single value as a list of one; the item keeps the form that it came in.
  Node* kept = find(entry, "value");
  if (!was_list && kept != nullptr && kept->list() != nullptr && kept->list()->size() == 1) {
    Node single = std::move(kept->list()->front());
    *kept = std::move(single);
  }
}

void bind_entries(Binding& binding, Node& value, ExceptionEntry&) {
  for (std::size_t index = 0; Node & entry : *value.list()) {
    const Binding::Step step(binding, index++);
    bind_entry(binding, entry);
  }
}

void bind_item_entries(Binding& binding, Node& value, Item&) {
  ExceptionEntry unused;
  bind_entries(binding, value, unused);
}

void bind_expire_time(Binding& binding, Node& value, Item&) {
  if (parse_iso8601(*value.text()).has_value()) return;
  binding.problem(Code::bad_date_math, value.span,
                  fmt::format("{} is \"{}\", which is no date", binding.quoted_path(), *value.text()),
                  "for example \"2025-01-31T00:00:00Z\"");
}

constexpr Field<Item> ignored(std::string_view key) {
  return {.key = key};
}

constexpr std::array kItemFields = {
    Field<Item>{
        .key = "list_id", .shape = Shape::text, .target = &Item::list_id, .limits = kNotEmpty, .needed = kAnyType},
    Field<Item>{.key = "item_id", .shape = Shape::text, .target = &Item::item_id, .limits = kNotEmpty},
    Field<Item>{
        .key = "namespace_type", .shape = Shape::text, .target = bind_name<Item, bool, &Item::single, kNamespaces>},
    Field<Item>{.key = "entries",
                .shape = Shape::objects,
                .target = bind_item_entries,
                .limits = {.least = 1},
                .needed = kAnyType},
    Field<Item>{.key = "expire_time", .shape = Shape::text, .target = bind_expire_time},
    Field<Item>{.key = "os_types", .shape = Shape::texts},
    Field<Item>{.key = "name", .shape = Shape::text},
    ignored("type"),
    ignored("id"),
    ignored("description"),
    ignored("comments"),
    ignored("tags"),
    ignored("meta"),
    ignored("immutable"),
    ignored("version"),
    ignored("_version"),
    ignored("tie_breaker_id"),
    ignored("created_at"),
    ignored("created_by"),
    ignored("updated_at"),
    ignored("updated_by"),
};

constexpr std::array kListFields = {
    Field<Item>{
        .key = "list_id", .shape = Shape::text, .target = &Item::list_id, .limits = kNotEmpty, .needed = kAnyType},
    Field<Item>{
        .key = "namespace_type", .shape = Shape::text, .target = bind_name<Item, bool, &Item::single, kNamespaces>},
    Field<Item>{.key = "type", .shape = Shape::text},
    Field<Item>{.key = "name", .shape = Shape::text},
    ignored("os_types"),
    ignored("id"),
    ignored("description"),
    ignored("tags"),
    ignored("meta"),
    ignored("immutable"),
    ignored("version"),
    ignored("_version"),
    ignored("tie_breaker_id"),
    ignored("created_at"),
    ignored("created_by"),
    ignored("updated_at"),
    ignored("updated_by"),
};

std::optional<json::Object> bind_exception(Node node, std::span<const Field<Item>> fields, Problems& problems) {
  const std::size_t errors_before = problems.errors();
  Binding binding(problems, kAnyType);
  Item bound;
  bind_object<Item>(binding, node, fields, bound);
  if (problems.errors() > errors_before) return std::nullopt;
  json::Object out = to_json(node).get_object();
  if (find(std::as_const(node), "namespace_type") == nullptr) out["namespace_type"] = "single";
  return out;
}

}  // namespace

std::optional<json::Object> bind_exception_list(Node list, Problems& problems) {
  return bind_exception(std::move(list), kListFields, problems);
}

std::optional<json::Object> bind_exception_item(Node item, Problems& problems) {
  return bind_exception(std::move(item), kItemFields, problems);
}

}  // namespace picket::rule

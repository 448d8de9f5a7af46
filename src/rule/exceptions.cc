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
#include "rule/excerpt.h"

namespace picket::rule {
namespace {

constexpr Limits kNotEmpty{.least = 1};

constexpr std::array kEntryTypes = {
    Named<EntryType>{"match", EntryType::match},       Named<EntryType>{"match_any", EntryType::match_any},
    Named<EntryType>{"wildcard", EntryType::wildcard}, Named<EntryType>{"exists", EntryType::exists},
    Named<EntryType>{"nested", EntryType::nested},     Named<EntryType>{"list", EntryType::list},
};
constexpr std::array kOperators = {Named<bool>{"included", true}, Named<bool>{"excluded", false}};
constexpr std::array kNamespaces = {Named<bool>{"single", true}, Named<bool>{"agnostic", false}};

constexpr std::array kListReferenceFields = {
    Field<ExceptionEntry>{.key = "id",
                          .shape = Shape::text,
                          .target = &ExceptionEntry::value_list,
                          .limits = kNotEmpty,
                          .needed = kAnyType},
    Field<ExceptionEntry>{
        .key = "type", .shape = Shape::text, .target = &ExceptionEntry::value_list_type, .needed = kAnyType},
};

void bind_list_reference(Binding& binding, Node& value, ExceptionEntry& entry) {
  bind_object<ExceptionEntry>(binding, value, kListReferenceFields, entry);
}

void bind_nested_entries(Binding& binding, Node& value, ExceptionEntry& entry);

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
    Field<ExceptionEntry>{.key = "value", .shape = Shape::one_or_texts, .target = &ExceptionEntry::values},
    Field<ExceptionEntry>{.key = "list", .shape = Shape::object, .target = bind_list_reference},
    Field<ExceptionEntry>{
        .key = "entries", .shape = Shape::objects, .target = bind_nested_entries, .limits = {.least = 1}},
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

Span span_of(const Node& entry, std::string_view key) {
  const Node* value = find(entry, key);
  return value == nullptr ? entry.span : value->span;
}

ExceptionEntry bind_entry(Binding& binding, Node& entry) {
  const Node* value = find(std::as_const(entry), "value");
  const bool was_list = value != nullptr && value->list() != nullptr;
  ExceptionEntry bound;
  bind_object<ExceptionEntry>(binding, entry, kEntryFields, bound);
  check_operand(binding, bound, entry, was_list);
  bound.field_span = span_of(entry, "field");
  bound.value_span = span_of(entry, bound.type == EntryType::list ? "list" : "value");
  return bound;
}

std::vector<ExceptionEntry> bind_entries(Binding& binding, Node& value) {
  std::vector<ExceptionEntry> entries;
  for (std::size_t index = 0; Node & entry : *value.list()) {
    const Binding::Step step(binding, index++);
    entries.push_back(bind_entry(binding, entry));
  }
  return entries;
}

void bind_nested_entries(Binding& binding, Node& value, ExceptionEntry& entry) {
  entry.entries = bind_entries(binding, value);
}

void bind_item_entries(Binding& binding, Node& value, ExceptionItem& item) {
  item.entries = bind_entries(binding, value);
}

void bind_expire_time(Binding& binding, Node& value, ExceptionItem& item) {
  const auto time = parse_iso8601(*value.text());
  if (time.has_value()) {
    item.expire_time = *time;
    return;
  }
  binding.problem(Code::bad_date_math, value.span,
                  fmt::format("{} is \"{}\", which is no date", binding.quoted_path(), *value.text()),
                  "for example \"2025-01-31T00:00:00Z\"");
}

template <class T>
constexpr Field<T> ignored(std::string_view key) {
  return {.key = key};
}

constexpr std::array kItemFields = {
    Field<ExceptionItem>{.key = "list_id",
                         .shape = Shape::text,
                         .target = &ExceptionItem::list_id,
                         .limits = kNotEmpty,
                         .needed = kAnyType},
    Field<ExceptionItem>{
        .key = "item_id", .shape = Shape::text, .target = &ExceptionItem::item_id, .limits = kNotEmpty},
    Field<ExceptionItem>{.key = "namespace_type",
                         .shape = Shape::text,
                         .target = bind_name<ExceptionItem, bool, &ExceptionItem::single, kNamespaces>},
    Field<ExceptionItem>{.key = "entries",
                         .shape = Shape::objects,
                         .target = bind_item_entries,
                         .limits = {.least = 1},
                         .needed = kAnyType},
    Field<ExceptionItem>{.key = "expire_time", .shape = Shape::text, .target = bind_expire_time},
    Field<ExceptionItem>{.key = "os_types", .shape = Shape::texts, .target = &ExceptionItem::os_types},
    Field<ExceptionItem>{.key = "name", .shape = Shape::text, .target = &ExceptionItem::name},
    ignored<ExceptionItem>("type"),
    ignored<ExceptionItem>("id"),
    ignored<ExceptionItem>("description"),
    ignored<ExceptionItem>("comments"),
    ignored<ExceptionItem>("tags"),
    ignored<ExceptionItem>("meta"),
    ignored<ExceptionItem>("immutable"),
    ignored<ExceptionItem>("version"),
    ignored<ExceptionItem>("_version"),
    ignored<ExceptionItem>("tie_breaker_id"),
    ignored<ExceptionItem>("created_at"),
    ignored<ExceptionItem>("created_by"),
    ignored<ExceptionItem>("updated_at"),
    ignored<ExceptionItem>("updated_by"),
};

constexpr std::array kListFields = {
    Field<ExceptionList>{.key = "list_id",
                         .shape = Shape::text,
                         .target = &ExceptionList::list_id,
                         .limits = kNotEmpty,
                         .needed = kAnyType},
    Field<ExceptionList>{.key = "namespace_type",
                         .shape = Shape::text,
                         .target = bind_name<ExceptionList, bool, &ExceptionList::single, kNamespaces>},
    Field<ExceptionList>{.key = "type", .shape = Shape::text, .target = &ExceptionList::type},
    Field<ExceptionList>{.key = "name", .shape = Shape::text, .target = &ExceptionList::name},
    ignored<ExceptionList>("os_types"),
    ignored<ExceptionList>("id"),
    ignored<ExceptionList>("description"),
    ignored<ExceptionList>("tags"),
    ignored<ExceptionList>("meta"),
    ignored<ExceptionList>("immutable"),
    ignored<ExceptionList>("version"),
    ignored<ExceptionList>("_version"),
    ignored<ExceptionList>("tie_breaker_id"),
    ignored<ExceptionList>("created_at"),
    ignored<ExceptionList>("created_by"),
    ignored<ExceptionList>("updated_at"),
    ignored<ExceptionList>("updated_by"),
};

void move_spans(std::vector<ExceptionEntry>& entries, std::uint32_t begin) {
  for (ExceptionEntry& entry : entries) {
    entry.field_span = moved(entry.field_span, begin);
    entry.value_span = moved(entry.value_span, begin);
    move_spans(entry.entries, begin);
  }
}

template <class T>
std::optional<T> bind_exception(Node& node, std::span<const Field<T>> fields, Problems& problems) {
  const std::size_t errors_before = problems.errors();
  Binding binding(problems, kAnyType);
  T bound;
  bind_object<T>(binding, node, fields, bound);
  if (problems.errors() > errors_before) return std::nullopt;
  return bound;
}

}  // namespace

std::optional<ExceptionList> bind_exception_list(Node list, Problems& problems) {
  return bind_exception<ExceptionList>(list, kListFields, problems);
}

std::optional<ExceptionItem> bind_exception_item(Node item, Problems& problems) {
  const Span extent = extent_of(item);
  std::optional<ExceptionItem> bound = bind_exception<ExceptionItem>(item, kItemFields, problems);
  if (!bound) return std::nullopt;
  bound->source = excerpt(extent, problems);
  move_spans(bound->entries, extent.begin);
  return bound;
}

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_exceptions.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "compile/codes.h"
#include "compile/query_dsl.h"

namespace picket::compile {
namespace {

using rule::EntryType;
using rule::ExceptionEntry;
using rule::ExceptionItem;

Condition phrase(const std::string& text) {
  Condition condition;
  condition.kind = Condition::Kind::phrase;
  condition.text = text;
  return condition;
}

// "10.0.0.1-10.0.0.9" of a list of ranges is a range, all else one value: an address, a network, a name.
Condition list_value(const std::string& text, bool may_be_range) {
  Condition condition;
  const std::size_t dash = text.find('-');
  if (may_be_range && dash != std::string::npos) {
    condition.kind = Condition::Kind::range;
    condition.bounds = {{Comparison::gte, text.substr(0, dash)}, {Comparison::lte, text.substr(dash + 1)}};
  } else {
    condition.kind = Condition::Kind::term;
    condition.text = text;
  }
  return condition;
}

class Binder {
 public:
  Binder(FieldBinder& fields, const rule::ValueLists& lists) : fields_(fields), lists_(lists) {}

  NodeRef bind(const ExceptionItem& item) {
    std::vector<NodeRef> parts;
    if (!item.os_types.empty()) parts.push_back(one_system_of(item.os_types));
    for (const ExceptionEntry& entry : item.entries) parts.push_back(bind_entry(entry, ""));
    return both(std::move(parts));
  }

  const std::string& missing_list() const { return missing_list_; }

 private:
  NodeRef one_system_of(const std::vector<std::string>& systems) {
    std::vector<Condition> conditions;
    for (const std::string& system : systems) conditions.push_back(phrase(system));
    std::vector<NodeRef> tests;
    std::vector<std::size_t> misfits;
    for (const std::string_view field : {"host.os.type", "host.os.name.caseless"}) {
      tests.push_back(fields_.full_field_any(field, conditions, {}, misfits));
    }
    return either(std::move(tests));
  }

  NodeRef bind_entry(const ExceptionEntry& entry, const std::string& prefix) {
    NodeRef test = bind_included(entry, prefix + entry.field, {entry.field_span, entry.value_span});
    return entry.included ? test : negated(std::move(test));
  }

  NodeRef bind_included(const ExceptionEntry& entry, const std::string& field, Places places) {
    switch (entry.type) {
      case EntryType::match:
        return fields_.full_field(field, phrase(entry.values.at(0)), places);
      case EntryType::match_any:
        return any_of(entry, field, places);
      case EntryType::wildcard: {
        Condition condition;
        condition.kind = Condition::Kind::wildcard;
        condition.pattern = parse_wildcard(entry.values.at(0));
        return fields_.full_field(field, condition, places);
      }
      case EntryType::exists:
        return exists(field, {places.field, places.field});
      case EntryType::nested:
        return fields_.full_group(field, places.field, [&] {
          std::vector<NodeRef> parts;
          for (const ExceptionEntry& inner : entry.entries) parts.push_back(bind_entry(inner, field + "."));
          return both(std::move(parts));
        });
      case EntryType::list:
        return in_list(entry, field, places);
    }
    return none();
  }

  // The one entry whose query takes field patterns.
  NodeRef exists(const std::string& field, Places places) {
    if (field.find('*') == std::string::npos) return fields_.full_field(field, {}, places);
    return fields_.full_field_pattern(parse_wildcard(field), {}, places);
  }

  // Many thousand values stay one test.
  NodeRef any_of(const ExceptionEntry& entry, const std::string& field, Places places) {
    std::vector<Condition> conditions;
    conditions.reserve(entry.values.size());
    for (const std::string& value : entry.values) conditions.push_back(phrase(value));
    std::vector<std::size_t> misfits;
    NodeRef any = fields_.full_field_any(field, conditions, places, misfits);
    for (const std::size_t misfit : misfits) fields_.full_field(field, conditions[misfit], places);  // says why
    return any;
  }

  NodeRef in_list(const ExceptionEntry& entry, const std::string& field, Places places) {
    const auto list = lists_.find(entry.value_list);
    if (list == lists_.end()) {
      if (missing_list_.empty()) missing_list_ = entry.value_list;
      return none();
    }
    const bool addresses = entry.value_list_type == "ip" || entry.value_list_type == "ip_range";
    std::vector<Condition> conditions;
    conditions.reserve(list->second.values.size());
    for (const std::string& value : list->second.values) {
      conditions.push_back(entry.value_list_type == "text" ? phrase(value)
                                                           : list_value(value, entry.value_list_type == "ip_range"));
    }
    std::vector<std::size_t> misfits;
    NodeRef any = fields_.full_field_any(field, conditions, places, misfits,
                                         addresses ? event::FieldType::ip : event::FieldType::dynamic);
    if (!misfits.empty()) {
      fields_.warn_once(
          "list " + entry.value_list, places.value, codes::kListMisfit,
          fmt::format("{} of {} values of the list {} cannot be values of '{}', for example '{}'", misfits.size(),
                      conditions.size(), list->second.file, field, list->second.values[misfits[0]]),
          "they are left out");
    }
    return any;
  }

  FieldBinder& fields_;
  const rule::ValueLists& lists_;
  std::string missing_list_;
};

}  // namespace

BoundItem bind_exception_item(const ExceptionItem& item, const rule::ValueLists& lists,
                              const event::FieldCatalog& catalog, const BindOptions& options,
                              Diagnostics& diagnostics) {
  FieldBinder fields(catalog, options, *item.source, diagnostics);
  Binder binder(fields, lists);
  NodeRef tree = binder.bind(item);
  if (fields.failed()) return {};
  if (!binder.missing_list().empty()) return {std::nullopt, binder.missing_list()};
  return {make_bound(std::move(tree), fields.depends_on_now()), {}};
}

}  // namespace picket::compile

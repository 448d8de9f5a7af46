// SPDX-License-Identifier: Apache-2.0
#include "compile/field_binder.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ip.h"
#include "base/text.h"
#include "compile/codes.h"
#include "compile/merge.h"

namespace picket::compile {
namespace {

using event::FieldMapping;
using event::FieldType;

bool is_known(FieldType type) {
  return type != FieldType::dynamic && type != FieldType::unmapped;
}
bool has_no_value(FieldType type) {
  return type == FieldType::object || type == FieldType::nested;
}

// Of several bounds the first: what a message about the condition shows.
const std::string& value_of(const Condition& condition) {
  return condition.bounds.empty() ? condition.text : condition.bounds[0].text;
}

// Literal stars of a name become stars of the glob, so this finds at least the names that fit.
std::string to_glob(const Pattern& names) {
  return join(names.parts, "*");
}

}  // namespace

std::string FieldBinder::full_name(std::string_view name) const {
  return scope_.empty() ? std::string(name) : fmt::format("{}.{}", scope_, name);
}

std::string FieldBinder::relative(const std::string& full) const {
  return scope_.empty() ? full : full.substr(scope_.size() + 1);
}

NodeRef FieldBinder::field(std::string_view name, const Condition& condition, Places places) {
  const std::string full = full_name(name);
  const FieldMapping mapping = catalog_.resolve(full);
  warn_about_name(full, mapping, condition, places.field);
  if (!check_scope(full, mapping, places.field)) return none();
  return test(full, mapping, condition, places.value);
}

bool FieldBinder::takes(std::string_view full, const Condition& condition) const {
  return meaning_of(condition, catalog_.resolve(full), now_).has_value();
}

// Nested objects are documents of their own in the index: each has the fields of its own path and no others.
bool FieldBinder::reaches(std::string_view full, Span place) {
  const bool inside = scope_.empty() || (full.starts_with(scope_) && full.substr(scope_.size()).starts_with('.'));
  const std::string nested = catalog_.nested_path(full);
  const bool unmapped = catalog_.resolve(full).type == FieldType::unmapped;
  if (inside && (unmapped || nested.size() <= scope_.size())) return true;
  warn_once(std::string(full), place, codes::kOutOfReach,
            inside ? fmt::format("'{}' has no value here: it is a field of the nested objects of '{}'", full, nested)
                   : fmt::format("'{}' has no value here: the nested objects of '{}' have no such field", full, scope_),
            inside ? fmt::format("only a nested query with the path {} reaches it", nested)
                   : std::string("move it out of the nested query"));
  return false;
}

NodeRef FieldBinder::full_field(std::string_view full, const Condition& condition, Places places) {
  if (!reaches(full, places.field)) return none();
  return field(full.substr(scope_.empty() ? 0 : scope_.size() + 1), condition, places);
}

NodeRef FieldBinder::full_field_pattern(Pattern names, const Condition& condition, Places places) {
  if (scope_.empty()) return field_pattern(std::move(names), condition, places, false);
  std::string& head = names.parts[0];
  if (!head.starts_with(scope_ + ".")) {
    error(places.field, codes::kOutOfReach, "a pattern of names inside of nested objects begins with their path",
          fmt::format("write {}.{}", scope_, to_string(names)));
    return none();
  }
  head.erase(0, scope_.size() + 1);
  return field_pattern(std::move(names), condition, places, false);
}

NodeRef FieldBinder::full_field_any(std::string_view full, std::span<const Condition> conditions, Places places,
                                    std::vector<std::size_t>& misfits, FieldType if_unknown) {
  if (conditions.empty() || !reaches(full, places.field)) return none();
  FieldMapping mapping = catalog_.resolve(full);
  warn_about_name(std::string(full), mapping, conditions[0], places.field);
  if (mapping.type == FieldType::dynamic) mapping.type = if_unknown;
  std::vector<Predicate> merged;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    auto meaning = meaning_of(conditions[i], mapping, now_);
    if (!meaning) misfits.push_back(i);
    if (!meaning || !meaning->predicate) continue;
    depends_on_now_ = depends_on_now_ || meaning->depends_on_now;
    const auto same_kind = [&](Predicate& known) {
      return known.index() == meaning->predicate->index() && absorb(known, *meaning->predicate);
    };
    if (std::ranges::none_of(merged, same_kind)) merged.push_back(*std::move(meaning->predicate));
  }
  std::vector<NodeRef> tests;
  for (Predicate& predicate : merged) {
    normalize(predicate);
    const bool constant = mapping.constant && matches(predicate, {event::Scalar::Kind::string, *mapping.constant});
    if (mapping.constant) {
      tests.push_back(constant ? all() : none());
    } else {
      tests.push_back(read(std::string(full), mapping, conditions[0], predicate));
    }
  }
  return either(std::move(tests));
}

NodeRef FieldBinder::test(const std::string& full, const FieldMapping& mapping, const Condition& condition,
                          Span value) {
  const bool closed = catalog_.unknown() == event::FieldCatalog::Unknown::unmapped;
  if (closed && mapping.type == FieldType::object && condition.kind == Condition::Kind::exists) {
    return any_below(full, condition, value);
  }
  auto meaning = meaning_of(condition, mapping, now_);
  if (!meaning) {
    report_misfit(full, mapping.type, meaning.error(), value);
    return none();
  }
  depends_on_now_ = depends_on_now_ || meaning->depends_on_now;
  if (!meaning->predicate) return none();
  if (mapping.constant) {
    return matches(*meaning->predicate, {event::Scalar::Kind::string, *mapping.constant}) ? all() : none();
  }
  return read(full, mapping, condition, *std::move(meaning->predicate));
}

void FieldBinder::report_misfit(const std::string& full, FieldType type, const Misfit& misfit, Span value) {
  std::string message = fmt::format("field '{}' is of type {}: {}", full, to_string(type), misfit.message);
  if (lenient_) {
    diagnostics_.warning(source(), value, std::string(codes::kFindsNothing), "nothing is found: " + message,
                         misfit.hint);
  } else {
    error(value, misfit.code, std::move(message), misfit.hint);
  }
}

FieldBinder FieldBinder::within(const SourceText& source, Diagnostics& diagnostics) const {
  FieldBinder inner(catalog_, {now_}, source, diagnostics);
  inner.scope_ = scope_;
  return inner;
}

void FieldBinder::take_over(const FieldBinder& inner) {
  failed_ = failed_ || inner.failed_;
  depends_on_now_ = depends_on_now_ || inner.depends_on_now_;
}

// The test itself, on the field that holds the values. A catalog that lists a multi-field as a field of its own gets
// the values of both places: a document never has more than one of them.
NodeRef FieldBinder::read(const std::string& full, const FieldMapping& mapping, const Condition& condition,
                          const Predicate& predicate) {
  const std::string name = relative(full);
  const event::Shape shape = shape_of(condition, mapping.type);
  std::vector<std::string> sources = {mapping.source.empty() ? full : mapping.source};
  if (mapping.source.empty()) {
    if (std::optional<std::string> parent = catalog_.multi_field_parent(full)) sources.push_back(*std::move(parent));
  }
  std::vector<NodeRef> tests;
  for (const std::string& source : sources) tests.push_back(node(Test{name, {relative(source), shape}, predicate}));
  return either(std::move(tests));
}

// An object exists when any of its mapped fields does.
NodeRef FieldBinder::any_below(const std::string& full, const Condition& condition, Span value) {
  std::vector<NodeRef> tests;
  for (const std::string& name : catalog_.matching(full + ".*")) {
    const FieldMapping mapping = catalog_.resolve(name);
    if (!has_no_value(mapping.type) && catalog_.nested_path(name) == scope_) {
      tests.push_back(test(name, mapping, condition, value));
    }
  }
  return either(std::move(tests));
}

NodeRef FieldBinder::field_pattern(Pattern names, const Condition& condition, Places places, bool into_nested) {
  if (!scope_.empty()) names.parts[0].insert(0, scope_ + ".");
  std::vector<NodeRef> out = constants(condition, &names);
  check_pattern_types(names, condition, places);
  depends_on_now_ = depends_on_now_ || asks_of_now(condition);
  out.push_back(node(FieldPattern{std::move(names), {&catalog_, scope_, condition, now_}, into_nested}));
  return either(std::move(out));
}

NodeRef FieldBinder::any_field(const Condition& condition) {
  if (condition.kind == Condition::Kind::exists) return all();
  if (condition.kind == Condition::Kind::pattern) {
    std::vector<NodeRef> out;
    for (const Pattern& alternative : alternatives(condition.pattern)) {
      if (is_lone_star(alternative)) return all();
      Condition one = condition;
      one.pattern = alternative;
      if (!has_wildcard(alternative)) {
        one.kind = Condition::Kind::text;
        one.text = alternative.parts[0];
      }
      out.push_back(any_leaf(one));
    }
    return either(std::move(out));
  }
  return any_leaf(condition);
}

NodeRef FieldBinder::any_leaf(const Condition& condition) {
  std::vector<NodeRef> out = constants(condition, nullptr);
  depends_on_now_ = depends_on_now_ || asks_of_now(condition);
  out.push_back(node(AnyField{{&catalog_, scope_, condition, now_}}));
  return either(std::move(out));
}

// A constant of the index belongs to every document: the condition holds for all of them or the constant is no leaf.
std::vector<NodeRef> FieldBinder::constants(const Condition& condition, const Pattern* names) const {
  for (const auto& [name, mapping] : catalog_.fields()) {
    if (!mapping.constant || !scope_.empty() || (names != nullptr && !matches(*names, name))) continue;
    const auto meaning = meaning_of(condition, mapping, now_);
    if (!meaning || !meaning->predicate) continue;
    if (matches(*meaning->predicate, {event::Scalar::Kind::string, *mapping.constant})) return {all()};
  }
  return {};
}

// In Kibana the search fails when one of the fields cannot take the value. Which fields the indices really have is
// only known with a closed catalog.
void FieldBinder::check_pattern_types(const Pattern& names, const Condition& condition, Places places) {
  if (lenient_) return;
  const bool closed = catalog_.unknown() == event::FieldCatalog::Unknown::unmapped;
  for (const std::string& name : catalog_.matching(to_glob(names))) {
    if (!matches(names, name)) continue;
    const FieldMapping mapping = catalog_.resolve(name);
    const auto meaning = meaning_of(condition, mapping, now_);
    if (meaning) continue;
    const std::string message =
        fmt::format("field '{}' is of type {}: {}", name, to_string(mapping.type), meaning.error().message);
    if (closed) {
      error(places.value, meaning.error().code, message, meaning.error().hint);
    } else {
      warn_once(name, places.field, codes::kSkippedField,
                "the pattern leaves out fields that cannot take the value: " + message,
                "Kibana would refuse the search if an index of the rule has that field");
    }
    return;
  }
}

void FieldBinder::check_group(const std::string& full, Span place) {
  const FieldType type = catalog_.resolve(full).type;
  if (type == FieldType::unmapped) {
    error(place, codes::kGroupUnmapped, fmt::format("group over '{}', which no mapping has", full),
          "Elasticsearch refuses a nested query over an unmapped path");
  } else if (type != FieldType::nested && type != FieldType::dynamic) {
    error(place, codes::kGroupNotNested,
          fmt::format("expected a nested field before the braces, '{}' is of type {}", full, to_string(type)),
          fmt::format("test its fields by their full names: {}.field:value", full));
  }
}

// Fields of nested objects are reached through the group of their own path, and no other.
bool FieldBinder::check_scope(const std::string& full, const FieldMapping& mapping, Span place) {
  if (mapping.type == FieldType::unmapped) return true;
  const std::string nested = catalog_.nested_path(full);
  // Shorter: the path of the group is in no catalog, or it is wrong and was reported.
  if (nested.size() <= scope_.size()) return true;
  if (scope_.empty()) {
    error(place, codes::kOutsideGroup, fmt::format("'{}' is a field of nested objects", full),
          fmt::format("write {}:{{ {}:... }}", nested, full.substr(nested.size() + 1)));
  } else {
    error(place, codes::kWrongGroup,
          fmt::format("'{}' belongs to the nested objects of '{}', not to those of '{}'", full, nested, scope_),
          fmt::format("write {}:{{ {}:... }} inside the group", relative(nested), full.substr(nested.size() + 1)));
  }
  return false;
}

void FieldBinder::warn_about_name(const std::string& full, const FieldMapping& mapping, const Condition& condition,
                                  Span place) {
  if (has_no_value(mapping.type) && condition.kind != Condition::Kind::exists) {
    warn_once(full, place, codes::kObjectHasNoValue, fmt::format("'{}' is an object, so no value can match", full),
              "name one of its fields");
  }
  if (is_known(mapping.type)) return;
  const std::string& value = value_of(condition);
  if (const std::optional<std::string> nearest = catalog_.nearest(full)) {
    warn_once(full, place, codes::kUnknownField, fmt::format("no catalog knows the field '{}'", full),
              fmt::format("did you mean {}?", *nearest));
  } else if (mapping.type == FieldType::dynamic && (parse_cidr(value) || asks_of_now(condition))) {
    warn_once(full, place, codes::kComparedAsText,
              fmt::format("no catalog knows the field '{}', so '{}' is compared as text", full, printable(value)));
  }
}

const SourceText* FieldBinder::source() {
  if (source_ == nullptr) source_ = diagnostics_.add_source(text_);
  return source_;
}

void FieldBinder::error(Span place, std::string_view code, std::string message, std::string hint) {
  failed_ = true;
  diagnostics_.error(source(), place, std::string(code), std::move(message), std::move(hint));
}

void FieldBinder::warn_once(const std::string& name, Span place, std::string_view code, std::string message,
                            std::string hint) {
  if (!warned_.insert(name).second) return;
  diagnostics_.warning(source(), place, std::string(code), std::move(message), std::move(hint));
}

}  // namespace picket::compile

// SPDX-License-Identifier: Apache-2.0
#include "rule/bind_rule.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/uuid.h"
#include "rule/guide.h"
#include "rule/rule_fields.h"

namespace picket::rule {
namespace {

// All types while the rule names none that exists, so that nothing is said about fields of other types.
TypeSet types_of(const Node& flat) {
  const std::string_view name = text_of(flat, "type");
  for (const Named<RuleType>& named : kTypeNames) {
    if (named.name == name) return types(named.value);
  }
  return kAnyType;
}

// The namespace of the ids of rules that have none: a UUID of ours, picked once at random.
constexpr std::string_view kIdNamespace = "8d3f5b0e-6f0c-4d57-9d5c-2f0f6a4f7b11";

// A rule without rule_id needs one that stays the same from run to run, because alert ids are made of it.
std::string derive_rule_id(std::string_view name) {
  const std::optional<Uuid> name_space = parse_uuid(kIdNamespace);
  PICKET_CHECK(name_space.has_value(), "kIdNamespace is no UUID");
  return format_uuid(uuid_v5(*name_space, name));
}

void fill_ids(Rule& rule, const Node& flat, Form form, Problems& problems) {
  if (rule.rule_id.empty() && find(flat, "rule_id") == nullptr) {
    if (form == Form::toml) {
      problems.add(Code::missing_field, flat.span, "`rule_id` is missing", "any new UUID will do");
    } else {
      rule.rule_id = derive_rule_id(rule.name);
      problems.add(Code::rule_id_derived, flat.span,
                   fmt::format("`rule_id` is missing; {}, made of the name, is used", rule.rule_id),
                   "write it into the rule, or its alerts change their ids when the name changes");
    }
  }
  if (rule.object_id.empty()) rule.object_id = rule.rule_id;
}

void fill_times(Rule& rule) {
  if (!rule.from.has_value()) rule.from = DateMath::parse(rule.from_text);
  if (!rule.to.has_value()) rule.to = DateMath::parse(rule.to_text);
  PICKET_CHECK(rule.from.has_value() && rule.to.has_value(), "the default window is date math");
}

json::Value parse_fallback(std::string_view text) {
  Result<json::Value> value = json::parse(text);
  PICKET_CHECK(value.has_value(), "a default in the table of rule fields is no JSON");
  return std::move(*value);
}

// What a rule has whether or not the file says so, and what no constant default can say.
json::Object derived_members(const Rule& rule, const Node& flat) {
  json::Object out;
  out["id"] = rule.object_id;
  out["rule_id"] = rule.rule_id;
  if (rule.language != Language::none) out["language"] = std::string(to_string(rule.language));
  if (find(flat, "query") != nullptr || rule.type == RuleType::query) out["query"] = rule.query->text;
  return out;
}

// In the order of the table, whatever the order of the file, so that one rule in two forms has one text.
json::Object make_parameters(const Rule& rule, const Node& flat) {
  const json::Object derived = derived_members(rule, flat);
  json::Object out;
  for (const Field<Rule>& field : rule_fields()) {
    if (!field.exported) continue;
    if (const json::Value* value = json::get(derived, field.key)) {
      out[field.key] = *value;
    } else if (const Node* node = find(flat, field.key)) {
      out[field.key] = to_json(*node);
    } else if (!field.fallback.empty() && (field.allowed & types(rule.type)) != 0) {
      out[field.key] = parse_fallback(field.fallback);
    }
  }
  return out;
}

}  // namespace

std::optional<Rule> bind_rule(Node flat, Form form, Problems& problems) {
  const std::size_t errors_before = problems.errors();
  Rule rule;
  Binding binding(problems, types_of(flat));
  bind_object<Rule>(binding, flat, rule_fields(), rule);
  if (find(flat, "language") == nullptr) rule.language = facts_of(rule.type).language;
  fill_ids(rule, flat, form, problems);
  fill_times(rule);
  rule.file = problems.name();
  rule.line = problems.locate(flat.span.begin).line;
  rule.query = std::make_shared<const SourceText>(locate_query(find(flat, "query"), problems));
  rule.guide_queries = guide_queries(rule.note);
  check_rule(rule, flat, form, problems);
  if (problems.errors() > errors_before) return std::nullopt;
  rule.parameters = make_parameters(rule, flat);
  return rule;
}

}  // namespace picket::rule

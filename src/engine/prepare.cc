// SPDX-License-Identifier: Apache-2.0
#include "engine/prepare.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "compile/lower.h"
#include "compile/needs.h"
#include "compile/optimize.h"
#include "detect/detector.h"
#include "detect/suppression.h"
#include "engine/bind_rule.h"

namespace picket::engine {
namespace {

constexpr std::string_view kIngested = "event.ingested";

// What a rule carries that the engine cannot honor: running it anyway would raise other alerts than Kibana does.
struct Hindrance {
  bool (*applies)(const rule::Rule& rule);
  std::string_view reason;
};
constexpr Hindrance kHindrances[] = {
    {[](const rule::Rule& rule) { return rule.type == rule::RuleType::eql; }, "EQL is not supported yet"},
    {[](const rule::Rule& rule) { return rule.type == rule::RuleType::esql; }, "ES|QL is not supported yet"},
    {[](const rule::Rule& rule) { return rule.type == rule::RuleType::machine_learning; },
     "machine learning rules read the results of a job that only Elasticsearch runs"},
    {[](const rule::Rule& rule) {
       return rule.type == rule::RuleType::saved_query && trim_ascii(rule.query->text).empty();
     },
     "its query is a saved query of Kibana, and the rule does not repeat its text"},
    {[](const rule::Rule& rule) { return !detect::has_detector(rule.type); },
     "rules of this type are not supported yet"},
};

std::string hindrance_of(const rule::Rule& rule) {
  for (const Hindrance& hindrance : kHindrances) {
    if (hindrance.applies(rule)) return std::string(hindrance.reason);
  }
  return {};
}

// Elasticsearch cannot aggregate these, so the rule would find nothing in Kibana either, and nobody would know why.
std::string without_terms(const rule::Rule& rule) {
  using event::FieldType;
  constexpr FieldType kWithoutTerms[] = {FieldType::text,   FieldType::match_only_text, FieldType::object,
                                         FieldType::nested, FieldType::flattened,       FieldType::geo_point,
                                         FieldType::binary};
  std::vector<std::string> names = detect::term_fields(rule);
  if (std::string counted = detect::counted_field(rule); !counted.empty()) names.push_back(std::move(counted));
  if (detect::groups_by_each_value(rule.type)) {  // other types compare the values as the event has them
    for (const std::string& name : detect::suppression_fields(rule)) names.push_back(name);
  }
  for (const std::string& name : names) {
    const FieldType type = event::FieldCatalog::builtin().resolve(name).type;
    if (std::ranges::find(kWithoutTerms, type) == std::end(kWithoutTerms)) continue;
    return fmt::format("its field {} is of type {}, which has no terms; name a field of whole values", name,
                       event::to_string(type));
  }
  return {};
}

class Preparation {
 public:
  Preparation(Timestamp now, Diagnostics& diagnostics, const ThreatOptions& threat)
      : now_(now), diagnostics_(diagnostics), threat_(threat) {}

  PreparedRules run(const rule::RuleSet& rules) {
    for (const rule::Rule& rule : rules.rules) prepared_.rules.push_back(prepare_rule(rule, rules));
    join_threats();
    prepared_.program = compile::lower(queries_, prepared_.fields, {});
    return std::move(prepared_);
  }

 private:
  PreparedRule prepare_rule(const rule::Rule& rule, const rule::RuleSet& rules) {
    PreparedRule prepared;
    prepared.rule = &rule;
    prepared.indices = rule::effective_index(rule);
    prepared.cannot_run = hindrance_of(rule);
    if (prepared.runs() && rule.threat_match) prepared.cannot_run = threat_hindrance(rule, threat_);
    // The condition of a rule that cannot run is bound as well, so that its mistakes are seen.
    BoundRule bound = bind_rule(rule, {rules, now_}, diagnostics_);
    if (bound.has_error) ++prepared_.bad_queries;
    if (bound.has_error || prepared.runs()) prepared.cannot_run = std::move(bound.cannot_run);
    prepared.exceptions = std::move(bound.exceptions);
    prepared.expired_exceptions = bound.expired_exceptions;
    prepared.selection = bound.selection;
    if (prepared.runs()) prepared.cannot_run = without_terms(rule);
    if (prepared.runs() && rule.threat_match) add_threat(rule, prepared);
    if (prepared.runs()) add(rule, *bound.condition, prepared);
    return prepared;
  }

  void add_threat(const rule::Rule& rule, PreparedRule& prepared) {
    std::vector<detect::TermField> fields;
    for (const std::string& name : detect::threat_fields(*rule.threat_match)) fields.push_back(term_field(name));
    // Of several groups any may match without the others' fields.
    if (rule.threat_match->groups.size() == 1) {
      for (const detect::TermField& field : fields) prepared.needed.push_back({field.name, field.id});
    }
    std::vector<compile::NodeRef> exceptions;
    for (const AppliedException& item : prepared.exceptions) exceptions.push_back(item.condition);
    prepared.threat = Threat::make(rule, now_, std::move(fields), std::move(exceptions), diagnostics_);
    if (prepared.threat) return;
    ++prepared_.bad_queries;
    prepared.cannot_run = "its threat_query or its threat_filters have an error";
  }

  void join_threats() {
    if (threat_.indicators == nullptr) return;
    std::vector<Threat*> threats;
    for (const PreparedRule& rule : prepared_.rules) {
      if (rule.threat) threats.push_back(rule.threat.get());
    }
    join_indicators(*threat_.indicators, now_, threats);
    for (PreparedRule& rule : prepared_.rules) {
      if (!rule.threat || !rule.threat->join().empty()) continue;
      rule.cannot_run = fmt::format(
          "none of the {} indicators is selected by its threat_index and threat_query and has the fields of its "
          "threat_mapping",
          threat_.indicators->size());
    }
  }

  void add(const rule::Rule& rule, const compile::Bound& query, PreparedRule& prepared) {
    for (const std::string& name : detect::term_fields(rule)) {
      prepared.terms.push_back(term_field(name));
      prepared.needed.push_back({name, prepared.terms.back().id});
      prepared.demanded.push_back(prepared.needed.back());
    }
    if (const std::string name = detect::counted_field(rule); !name.empty()) {
      prepared.counted = term_field(name);
      prepared.needed.push_back({name, prepared.counted->id});
    }
    for (const std::string& name : detect::suppression_fields(rule)) prepared.grouped.push_back(term_field(name));
    for (const event::FieldRequest& field : compile::needed_fields(*query.tree)) {
      prepared.needed.push_back({field.name, prepared_.fields.add(field.name, field.shape)});
    }
    compile::Relaxed relaxed = compile::without_demands(query.tree);
    for (const event::FieldRequest& field : relaxed.demanded) {
      const event::FieldId id = prepared_.fields.add(field.name, field.shape);
      if (std::ranges::find(prepared.demanded, id, &NeededField::id) == prepared.demanded.end()) {
        prepared.demanded.push_back({field.name, id});
      }
    }
    prepared.output = push(compile::optimize(query));
    if (!relaxed.demanded.empty())
      prepared.relaxed_output = push(compile::optimize(compile::make_bound(relaxed.tree, false)));
    if (!rule.timestamp_override.empty() && rule.timestamp_override != kIngested) {
      prepared.override_field = prepared_.fields.add(rule.timestamp_override);
      // Without another clock to fall back on, no event can be judged that lacks it.
      if (rule.timestamp_override_fallback_disabled) {
        prepared.needed.push_back({rule.timestamp_override, *prepared.override_field});
      }
    }
  }

  detect::TermField term_field(const std::string& name) {
    event::FieldMapping mapping = event::FieldCatalog::builtin().resolve(name);
    const std::string& read = mapping.source.empty() ? name : mapping.source;
    const event::FieldId id = prepared_.fields.add(read);
    return {name, id, std::move(mapping)};
  }

  std::size_t push(compile::Bound query) {
    queries_.push_back(std::move(query));
    return queries_.size() - 1;
  }

  Timestamp now_;
  Diagnostics& diagnostics_;
  const ThreatOptions& threat_;
  PreparedRules prepared_;
  std::vector<compile::Bound> queries_;
};

}  // namespace

PreparedRules prepare(const rule::RuleSet& rules, Timestamp now, Diagnostics& diagnostics,
                      const ThreatOptions& threat) {
  return Preparation(now, diagnostics, threat).run(rules);
}

}  // namespace picket::engine

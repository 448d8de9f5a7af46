// SPDX-License-Identifier: Apache-2.0
#include "engine/threat.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/ip.h"
#include "base/text.h"
#include "compile/bind_filters.h"
#include "engine/index_pattern.h"
#include "engine/query_language.h"
#include "event/document.h"
#include "match/evaluate.h"

namespace picket::engine {
namespace {

constexpr std::string_view kTime = "@timestamp";
constexpr std::string_view kAddress = "threat.indicator.ip";

bool is_all(const rule::ThreatMapping& mapping) {
  const std::string_view query = trim_ascii(mapping.query);
  return query.empty() || query == "*:*" || query == "*";
}

compile::BoundFilters bind_threat_filters(const rule::ThreatMapping& mapping, Timestamp now, Diagnostics& diagnostics) {
  return compile::bind_filters(mapping.filters, event::FieldCatalog::builtin(), {.now = now}, diagnostics);
}

// A form of filter that cannot be evaluated; empty when all can, or have an error.
std::string unsupported_filter(const rule::ThreatMapping& mapping) {
  Diagnostics reported_later;
  return bind_threat_filters(mapping, {}, reported_later).unsupported;
}

// What threat_query and threat_filters select.
std::optional<compile::Bound> bind_threat_query(const rule::Rule& rule, Timestamp now, Diagnostics& diagnostics) {
  const rule::ThreatMapping& mapping = *rule.threat_match;
  std::optional<compile::Bound> query = compile::make_bound(compile::all(), false);
  if (!is_all(mapping)) {
    const SourceText* source = diagnostics.add_source({.name = rule.file + " threat_query", .text = mapping.query});
    query = find_query_language(mapping.language)->bind(*source, now, diagnostics);
  }
  const compile::BoundFilters filters = bind_threat_filters(mapping, now, diagnostics);
  if (!query || !filters.bound) return std::nullopt;
  return compile::make_bound(compile::both({query->tree, filters.bound->tree}),
                             query->depends_on_now || filters.bound->depends_on_now);
}

// What a threat_query sees of an indicator. One without a time is of this moment.
void make_current(json::Object& document, Timestamp moment) {
  if (event::first_text(document, kTime).empty()) document[kTime] = format_iso8601(moment);
}
// A network counts as the address that it begins with: `threat.indicator.ip: *` asks for those that have an address at
// all. nullopt where there is none.
std::optional<json::Object> without_network(const json::Object& document) {
  const std::string address = event::first_text(document, kAddress);
  const auto network = address.contains('/') ? parse_cidr(address) : std::nullopt;
  if (!network) return std::nullopt;
  json::Object copy = document;
  event::set_path(copy, kAddress, json::Value(format_ip(network->first)));
  return copy;
}

// The object at a path, whether the document is nested, dotted or a mixture of both.
json::Object object_at(const json::Object& document, std::string_view path) {
  const json::Object* inner = &document;
  std::string_view rest = path;
  while (inner != nullptr && !rest.empty()) {
    const std::size_t dot = rest.find('.');
    const json::Value* value = json::get(*inner, rest.substr(0, dot));
    if (value != nullptr && value->is_array() && !value->get_array().empty()) value = &value->get_array().front();
    inner = value != nullptr && value->is_object() ? &value->get_object() : nullptr;
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  }
  if (inner != nullptr) return *inner;
  json::Object made;
  const std::string prefix = std::string(path) + ".";
  event::for_each_leaf(document, [&](std::string_view leaf_path, const json::Value& leaf) {
    if (!leaf_path.starts_with(prefix)) return;
    const std::string_view below = leaf_path.substr(prefix.size());
    std::vector<std::string> known = event::all_texts(made, below);
    if (known.empty()) return event::set_path(made, below, leaf);
    json::Array all;
    for (const std::string& text : known) all.emplace_back(text);
    all.push_back(leaf);
    event::set_path(made, below, std::move(all));
  });
  return made;
}

// Elasticsearch cannot compare these.
std::string without_values(const rule::ThreatMapping& mapping) {
  using event::FieldType;
  constexpr FieldType kWithout[] = {FieldType::object, FieldType::nested, FieldType::flattened, FieldType::geo_point,
                                    FieldType::binary};
  for (const std::string& name : detect::threat_fields(mapping)) {
    const FieldType type = event::FieldCatalog::builtin().resolve(name).type;
    if (std::ranges::find(kWithout, type) == std::end(kWithout)) continue;
    return fmt::format("the field {} of its threat_mapping is of type {}, which has no values to compare", name,
                       event::to_string(type));
  }
  return {};
}

}  // namespace

std::string threat_hindrance(const rule::Rule& rule, const ThreatOptions& options) {
  const rule::ThreatMapping& mapping = *rule.threat_match;
  if (find_query_language(mapping.language) == nullptr) {
    return fmt::format("the language of its threat_query, {}, is not supported yet", rule::to_string(mapping.language));
  }
  if (std::string form = unsupported_filter(mapping); !form.empty()) {
    return fmt::format("it has a threat filter with {}, which cannot be evaluated", form);
  }
  if (std::string reason = without_values(mapping); !reason.empty()) return reason;
  if (options.indicators == nullptr && !options.is_check) return "no indicators were given (--indicators PATH)";
  return {};
}

Threat::Threat(const rule::Rule& rule, std::vector<detect::TermField> fields, compile::Bound query, Timestamp now)
    : rule_(rule), join_(*rule.threat_match, std::move(fields)), query_(std::move(query)), now_(now) {}

std::shared_ptr<Threat> Threat::make(const rule::Rule& rule, Timestamp now, std::vector<detect::TermField> fields,
                                     std::vector<compile::NodeRef> exceptions, Diagnostics& diagnostics) {
  std::optional<compile::Bound> query = bind_threat_query(rule, now, diagnostics);
  if (!query) return nullptr;
  std::shared_ptr<Threat> threat(new Threat(rule, std::move(fields), std::move(*query), now));
  threat->exceptions_ = std::move(exceptions);
  return threat;
}

void Threat::offer(indicator::Position position, std::string_view index, const json::Object& document,
                   const json::Object& queried) {
  const std::vector<std::string>& patterns = rule_.threat_match->index;
  if (!patterns.empty() && !sees_index(patterns, index)) return;
  if (!query_.depends_on_now && !match::evaluate(*query_.tree, queried)) return;
  const auto silences = [&](const compile::NodeRef& item) { return match::evaluate(*item, queried); };
  if (std::ranges::any_of(exceptions_, silences)) return;
  join_.add(position, document);
}

void Threat::finish(const indicator::Set& set) {
  set_ = &set;
  join_.finish();
}

detect::SelectsAt Threat::selects() {
  if (!query_.depends_on_now) return {};
  return [this](detect::IndicatorId indicator, Timestamp execution) { return selected_at(indicator, execution); };
}

bool Threat::selected_at(indicator::Position position, Timestamp execution) {
  json::Object document = set_->document(position);
  make_current(document, execution);
  const std::optional<json::Object> changed = without_network(document);
  return match::evaluate(*query_at(execution).tree, changed ? *changed : document);
}

const compile::Bound& Threat::query_at(Timestamp execution) {
  if (bound_at_ != execution) {
    Diagnostics known;  // the same as when the rule was prepared
    if (auto query = bind_threat_query(rule_, execution, known)) query_ = std::move(*query);
    bound_at_ = execution;
  }
  return query_;
}

json::Array Threat::enrichments(const std::vector<detect::ThreatMatch>& matches) const {
  json::Array enrichments;
  for (const detect::ThreatMatch& match : matches) {
    const json::Object document = set_->document(match.indicator);
    json::Object& enrichment = enrichments.emplace_back(json::Object()).get_object();
    enrichment["indicator"] = object_at(document, rule_.threat_match->indicator_path);
    if (const std::string feed = event::first_text(document, "threat.feed.name"); !feed.empty()) {
      enrichment["feed"] = json::Object{{"name", feed}};
    }
    json::Object matched{{"atomic", match.atomic}, {"field", match.field}, {"id", set_->id(match.indicator)}};
    if (const std::string_view index = set_->index(match.indicator); !index.empty()) {
      matched["index"] = json::Value(index);
    }
    matched["type"] = "indicator_match_rule";
    enrichment["matched"] = std::move(matched);
  }
  return enrichments;
}

void join_indicators(const indicator::Set& set, Timestamp now, const std::vector<Threat*>& threats) {
  if (threats.empty()) return;
  for (indicator::Position position = 0; position < set.size(); ++position) {
    json::Object document = set.document(position);
    make_current(document, now);
    const std::optional<json::Object> changed = without_network(document);
    for (Threat* threat : threats) {
      threat->offer(position, set.index(position), document, changed ? *changed : document);
    }
  }
  for (Threat* threat : threats) threat->finish(set);
}

}  // namespace picket::engine

// SPDX-License-Identifier: Apache-2.0
// A detection rule as data: what Kibana lets a rule carry, whichever file it came from (Elastic's TOML, Kibana's NDJSON
// or JSON), validated and with Kibana's defaults filled in. Immutable once loaded. Source of the fields and defaults:
// Kibana's rule schema, see docs/formats/rules.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date_math.h"
#include "base/diagnostic.h"
#include "base/json.h"
#include "base/time.h"
#include "rule/node.h"

namespace picket::rule {

enum class RuleType : std::uint8_t {
  query,
  saved_query,
  eql,
  esql,
  threshold,
  threat_match,
  machine_learning,
  new_terms
};
enum class Language : std::uint8_t { none, kuery, lucene, eql, esql };
enum class Severity : std::uint8_t { low, medium, high, critical };

std::string_view to_string(RuleType type);  // Kibana's names: "query", "new_terms", ...
std::string_view to_string(Language language);
std::string_view to_string(Severity severity);
std::string_view type_label(RuleType type);    // "New Terms Rule", as kibana.alert.rule.category shows it
std::string_view rule_type_id(RuleType type);  // "siem.newTermsRule"

// ATT&CK.
struct Technique {
  std::string id;
  std::string name;
  std::string reference;
  std::vector<Technique> subtechniques;
};
struct Threat {
  std::string framework;
  std::string tactic_id;
  std::string tactic_name;
  std::string tactic_reference;
  std::vector<Technique> techniques;
};

struct NewTerms {
  std::vector<std::string> fields;   // 1 to 3
  std::string history_window_start;  // as written: "now-7d"
  std::optional<DateMath> history_start;
};

struct Threshold {
  std::vector<std::string> fields;  // 0 to 5
  std::int64_t value = 1;
  struct Cardinality {
    std::string field;
    std::int64_t value = 1;
  };
  std::vector<Cardinality> cardinality;
};

// Kibana's filter objects as the file has them; compile/bind_filters.h says what they mean.
struct Filters {
  std::vector<Node> list;
  std::shared_ptr<const SourceText> source;  // what the spans in `list` point into; null when there are none
  bool empty() const { return list.empty(); }
};

struct ThreatMapping {
  struct Entry {
    std::string field;
    std::string value;  // the indicator's field
    bool negate = false;
  };
  std::vector<std::vector<Entry>> groups;  // any group; all entries of it
  std::string query;
  Language language = Language::kuery;
  std::vector<std::string> index;
  Filters filters;
  std::string indicator_path = "threat.indicator";
};

struct Suppression {
  std::vector<std::string> group_by;
  std::optional<Duration> duration;  // none: per rule execution
  bool suppress_missing = true;      // missing_fields_strategy: suppress (true) or doNotSuppress
};

struct SeverityMapping {
  std::string field;
  std::string value;
  Severity severity = Severity::low;
};

struct RiskScoreMapping {
  std::string field;
};

struct ExceptionListReference {
  std::string id;
  std::string list_id;
  std::string type;            // detection, rule_default, endpoint, ...
  std::string namespace_type;  // single, agnostic
};

// What happens to alerts over max_signals. Picket's own key; Kibana's behavior is drop.
enum class Overflow : std::uint8_t { carry_over, drop };

struct Rule {
  std::string rule_id;    // stable identifier of the content
  std::string object_id;  // Kibana's saved object id (`id` of an export); the rule_id where the file has none
  std::string name;
  std::string description;
  RuleType type = RuleType::query;
  Language language = Language::kuery;
  bool enabled = true;
  std::int64_t version = 1;
  std::int64_t revision = 0;

  // Where it was read: the file, and the query as a source text whose positions are the file's. Owned by the rule.
  std::string file;
  std::uint32_t line = 1;
  std::shared_ptr<const SourceText> query;  // never null; empty text where the type has no query
  Filters filters;

  std::vector<std::string> index;  // patterns; empty: Kibana's default patterns, see docs/formats/rules.md
  std::string data_view_id;

  std::string interval_text = "5m";
  std::string from_text = "now-6m";
  std::string to_text = "now";
  Duration interval{5 * 60 * 1000};
  std::optional<DateMath> from;  // always set after validation
  std::optional<DateMath> to;
  std::int64_t max_signals = 100;
  Overflow overflow = Overflow::carry_over;

  std::string timestamp_override;
  bool timestamp_override_fallback_disabled = false;

  Severity severity = Severity::low;
  std::int64_t risk_score = 21;
  std::vector<SeverityMapping> severity_mapping;
  std::vector<RiskScoreMapping> risk_score_mapping;
  std::string rule_name_override;
  std::string building_block_type;

  std::optional<NewTerms> new_terms;
  std::optional<Threshold> threshold;
  std::optional<ThreatMapping> threat_match;
  std::optional<Suppression> suppression;

  std::vector<ExceptionListReference> exceptions_list;
  std::vector<Threat> threat;
  std::vector<std::string> tags;
  std::vector<std::string> author;
  std::vector<std::string> references;
  std::vector<std::string> false_positives;
  std::vector<std::string> investigation_fields;
  std::string license;
  std::string note;  // the investigation guide, Markdown, placeholders of [transform] filled in
  std::string setup;
  // Queries that the guide offers, found in `note`: {"investigate": [...], "osquery": [...]} with those that there are.
  json::Object guide_queries;
  bool deprecated = false;  // maturity = "deprecated" or a deprecation_date

  // The whole rule in Kibana's JSON form with its defaults: what kibana.alert.rule.parameters holds.
  json::Object parameters;
};

// The index patterns that a rule searches: its own, else Kibana's default patterns. Empty where patterns mean nothing:
// the sources of an ES|QL rule are in its query, those of a machine learning rule in its job.
std::vector<std::string> effective_index(const Rule& rule);

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/uuid.h"
#include "rule/bind_rule.h"
#include "rule/limits.h"
#include "rule/rule_types.h"

namespace picket::rule {
namespace {

constexpr std::int64_t kMaxSignalsOfKibana = 1000;

struct Checked {
  const Rule& rule;
  const Node& flat;
  Form form;
  Problems& problems;

  // The place of a key's value; of the rule's beginning when the key is absent.
  Span place(std::string_view key) const {
    const Node* value = find(flat, key);
    return value == nullptr ? flat.span : value->span;
  }
  bool has(std::string_view key) const { return find(flat, key) != nullptr; }
};

// Moments at which date math with rounding behaves differently: in the middle of everything, and at the very beginning
// of a year, which is the beginning of a month, day, hour and minute as well (and, in 2024, of a week).
constexpr std::string_view kMidTime = "2024-06-12T13:35:35.500Z";
constexpr std::string_view kTurnOfTime = "2024-01-01T00:00:00.000Z";

bool is_before(const DateMath& a, const DateMath& b, std::string_view now_text) {
  const Timestamp now = *parse_iso8601(now_text);
  return a.evaluate(now) < b.evaluate(now);
}

// Both relative to the same `now`, or both absolute: only then does their order not depend on when the rule runs.
bool are_comparable(const DateMath& a, const DateMath& b) {
  return a.is_relative() == b.is_relative();
}

void check_rule_id(const Checked& in) {
  if (in.form != Form::toml || !in.has("rule_id") || in.rule.rule_id.empty()) return;
  if (parse_uuid(in.rule.rule_id).has_value()) return;
  in.problems.add(Code::rule_id_not_uuid, in.place("rule_id"),
                  fmt::format("`rule_id` is \"{}\", which is no UUID", in.rule.rule_id),
                  "Picket takes any id, Elastic's tools take only UUIDs in TOML");
}

void check_window(const Checked& in) {
  const DateMath& from = *in.rule.from;
  const DateMath& to = *in.rule.to;
  if (!are_comparable(from, to)) return;
  if (!is_before(from, to, kMidTime)) {
    in.problems.add(Code::window_empty, in.place(in.has("from") ? "from" : "to"),
                    fmt::format("`from` ({}) is not before `to` ({})", in.rule.from_text, in.rule.to_text),
                    "the window of an execution is empty");
    return;
  }
  const Timestamp now = *parse_iso8601(kMidTime);
  const Duration window = to.evaluate(now) - from.evaluate(now);
  if (from.is_relative() && window < in.rule.interval) {
    in.problems.add(Code::window_has_gaps, in.place(in.has("from") ? "from" : "interval"),
                    fmt::format("the window of {} is shorter than the interval of {}", format_interval(window),
                                in.rule.interval_text),
                    "events between two executions are never looked at");
  }
}

void check_history(const Checked& in) {
  if (!in.rule.new_terms.has_value() || !in.rule.new_terms->history_start.has_value()) return;
  const DateMath& history = *in.rule.new_terms->history_start;
  if (!are_comparable(history, *in.rule.from)) return;
  const std::string_view text = in.rule.new_terms->history_window_start;
  if (!is_before(history, *in.rule.from, kMidTime)) {
    in.problems.add(Code::history_not_before_from, in.place("history_window_start"),
                    fmt::format("`history_window_start` ({}) is not before `from` ({})", text, in.rule.from_text),
                    "for example \"now-7d\"");
  } else if (!is_before(history, *in.rule.from, kTurnOfTime)) {
    in.problems.add(Code::history_may_not_precede, in.place("history_window_start"),
                    fmt::format("`history_window_start` ({}) is not before `from` ({}) right after its rounding", text,
                                in.rule.from_text),
                    "Kibana fails such executions; subtract a whole unit, for example now-1d/d");
  }
}

void check_language(const Checked& in) {
  const TypeFacts& facts = facts_of(in.rule.type);
  if (!in.has("language") || !in.has("type") || facts.languages == languages()) return;
  if ((facts.languages & languages(in.rule.language)) != 0) return;
  std::vector<std::string_view> fitting;
  for (const Named<Language>& named : kLanguageNames) {
    if ((facts.languages & languages(named.value)) != 0) fitting.push_back(named.name);
  }
  in.problems.add(Code::wrong_language, in.place("language"),
                  fmt::format("a rule of type {} cannot have a query in {}", facts.name, to_string(in.rule.language)),
                  fmt::format("expected {}", fmt::join(fitting, " or ")));
}

void check_query(const Checked& in) {
  const std::string& query = in.rule.query->text;
  if (query.size() > kMaxQueryBytes) {
    in.problems.add(Code::query_too_large, in.place("query"),
                    fmt::format("`query` has {} bytes, at most {} are allowed", query.size(), kMaxQueryBytes));
  }
  const bool type_is_known = text_of(in.flat, "type") == to_string(in.rule.type);
  const Node* value = find(in.flat, "query");
  if (!trim_ascii(query).empty() || !type_is_known || (value != nullptr && value->text() == nullptr)) return;
  const Language language = facts_of(in.rule.type).language;
  if (language == Language::eql || language == Language::esql) {
    if (value != nullptr) in.problems.add(Code::empty_text, value->span, "`query` must not be empty");
  } else if (in.rule.filters.empty() && (value != nullptr || in.rule.type == RuleType::query)) {
    in.problems.add(Code::empty_query, in.place("query"),
                    "`query` is empty: the rule matches every event of its indices",
                    "write the query, or * if every event is meant");
  }
}

void check_source(const Checked& in) {
  if (in.rule.data_view_id.empty()) return;
  if (!in.rule.index.empty()) {
    if (in.form == Form::toml) {
      in.problems.add(Code::index_and_data_view, in.place("data_view_id"),
                      "`index` and `data_view_id` exclude each other", "remove one of them");
    }
    return;
  }
  if (in.rule.data_view_id.starts_with("security-solution")) return;
  in.problems.add(
      Code::unknown_data_view, in.place("data_view_id"),
      fmt::format("the index patterns of data view \"{}\" are known to Kibana only; the default patterns are "
                  "used",
                  in.rule.data_view_id),
      "give the patterns as `index`");
}

void check_against_kibana(const Checked& in) {
  if (in.rule.max_signals > kMaxSignalsOfKibana) {
    in.problems.add(Code::kibana_refuses, in.place("max_signals"),
                    fmt::format("`max_signals` is {}; Kibana raises at most {} alerts in an execution unless it is "
                                "configured otherwise",
                                in.rule.max_signals, kMaxSignalsOfKibana));
  }
  if (in.rule.threshold.has_value() && in.rule.threshold->cardinality.size() > 1) {
    in.problems.add(Code::kibana_refuses, in.place("threshold"),
                    "`threshold.cardinality` has more than one entry; only the first is used");
  }
}

}  // namespace

void check_rule(const Rule& rule, const Node& flat, Form form, Problems& problems) {
  const Checked in{rule, flat, form, problems};
  check_rule_id(in);
  check_window(in);
  check_history(in);
  check_language(in);
  check_query(in);
  check_source(in);
  check_against_kibana(in);
}

}  // namespace picket::rule

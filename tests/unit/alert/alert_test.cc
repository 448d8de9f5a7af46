// SPDX-License-Identifier: Apache-2.0
// The alert document and its text, which is put together from parts.
#include "alert/alert.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "alert/id.h"
#include "alert/threshold_event.h"

namespace picket::alert {
namespace {

json::Object object(std::string_view text) {
  return json::parse(text).value().get_object();
}

rule::Rule a_rule() {
  rule::Rule rule;
  rule.rule_id = rule.object_id = "11111111-2222-3333-4444-555555555555";
  rule.name = "Rule";
  rule.index = {"logs-*"};
  rule.parameters = object(R"({"name":"Rule","tags":["a","b"],"note":"# \"Guide\"\n\u00e9","severity":"low",
      "meta":{"from":"1m","inner":{"x":[1]}},"description":""})");
  return rule;
}

Alert build(AlertBuilder& builder, const rule::Rule& rule, std::string_view source) {
  const detect::Finding finding;
  event::Document document;
  document.source = object(source);
  document.index = "logs-x";
  document.id = "id";
  return builder.build(
      {.rule = rule, .finding = finding, .document = std::move(document), .origin = {}, .clock = "@timestamp"});
}

std::vector<std::string> keys(const json::Object& document) {
  std::vector<std::string> out;
  for (const auto& member : document) out.emplace_back(member.key());
  return out;
}

TEST(Alert, TheEventComesFirstThenTheRuleThenOurAnswers) {
  const rule::Rule rule = a_rule();
  AlertBuilder builder;
  const Alert alert = build(builder, rule, R"({"@timestamp":"2024-05-06T07:08:09Z","event":{"action":"A"}})");
  const std::vector<std::string> found = keys(alert.document());
  EXPECT_EQ(found.front(), "event");
  EXPECT_EQ(found.back(), "picket");
  EXPECT_EQ(found.at(found.size() - 2), "kibana.alert.rule.parameters");
  EXPECT_EQ(std::ranges::find(found, "kibana.alert.rule.category") - std::ranges::find(found, "kibana.alert.rule.name"),
            1);
}

TEST(Alert, OriginalTimeIsIsoWithMillisecondsHoweverTheEventWritesIt) {
  const rule::Rule rule = a_rule();
  for (const auto& [written, original] :
       {std::pair("\"2026-01-01T01:00:00Z\"", "2026-01-01T01:00:00.000Z"),
        std::pair("\"2026-01-01T02:00:00.1234567+01:00\"", "2026-01-01T01:00:00.123Z"),
        std::pair("1767229200000", "2026-01-01T01:00:00.000Z"),
        std::pair("\"1767229200000\"", "2026-01-01T01:00:00.000Z"), std::pair("\"soon\"", "soon")}) {
    AlertBuilder builder;
    const Alert alert = build(builder, rule, std::string("{\"@timestamp\":") + written + "}");
    EXPECT_EQ(json::get(alert.document(), "kibana.alert.original_time")->get_string(), original) << written;
  }
}

TEST(Alert, EnrichmentsComeAfterThoseOfTheEventHoweverItWritesThem) {
  const rule::Rule rule = a_rule();
  for (const std::string_view source :
       {R"({"threat":{"enrichments":[{"a":1}]}})", R"({"threat.enrichments":[{"a":1}]})",
        R"({"threat":{"enrichments":{"a":1}}})", R"({"threat":{"enrichments":[]},"threat.enrichments":{"a":1}})"}) {
    const detect::Finding finding;
    AlertBuilder builder;
    event::Document document;
    document.source = object(source);
    const Alert alert = builder.build({.rule = rule,
                                       .finding = finding,
                                       .document = std::move(document),
                                       .origin = {},
                                       .clock = "@timestamp",
                                       .enrichments = {json::Object{{"b", 2}}}});
    EXPECT_EQ(json::serialize(*json::get(alert.document(), "threat", "enrichments")), R"([{"a":1},{"b":2}])") << source;
  }
}

// Members of the event that bear the names of ours, in every place.
TEST(Alert, TheTextIsThatOfTheDocument) {
  const rule::Rule rule = a_rule();
  AlertBuilder builder;
  for (
      const std::string_view source : {
          R"({})",
          R"({"@timestamp":"2024-05-06T07:08:09Z","event":{"kind":"event","action":"A \"b\" \u00e9"},"x":[1,2.5,null]})",
          R"({"kibana.alert.rule.tags":"of the event","a":1})",
          R"({"a":1,"kibana.alert.rule.name":"of the event","kibana.alert.rule.parameters":{"x":1},"b":2})",
          R"({"picket":"of the event","a":1})",
          R"({"kibana.alert.rule.meta.from":"of the event","picket":{"a":1},"kibana.alert.rule.other":1})",
      }) {
    for (int repeated = 0; repeated < 2; ++repeated) {
      const Alert alert = build(builder, rule, source);
      const json::Object document = alert.document();
      EXPECT_EQ(alert.text(), json::serialize(document)) << source;
      EXPECT_EQ(json::get(document, "kibana.alert.rule.parameters")->get_object(), rule.parameters);
      EXPECT_EQ(json::get(document, "kibana.alert.rule.tags")->get_array().size(), 2U);
      EXPECT_EQ(json::get(document, "kibana.alert.rule.meta.from")->get_string(), "1m");
      EXPECT_EQ(json::get(document, "kibana.alert.rule.name")->get_string(), "Rule");
      EXPECT_TRUE(json::get(document, "picket")->is_object());
    }
  }
}

TEST(Alert, EachRuleHasItsOwnPart) {
  const rule::Rule one = a_rule();
  rule::Rule other = a_rule();
  other.parameters["tags"] = json::Array{"c"};
  AlertBuilder builder;
  const Alert first = build(builder, one, "{}");
  const Alert second = build(builder, other, "{}");
  const Alert third = build(builder, one, "{}");
  EXPECT_EQ(json::serialize(*json::get(second.document(), "kibana.alert.rule.tags")), R"(["c"])");
  EXPECT_EQ(first.rule_part, third.rule_part);
  EXPECT_EQ(first.text(), third.text());
  EXPECT_NE(first.text(), second.text());
}

// The id is that of the vector in tests/unit/base/uuid_test.cc, and its alert's by the formula of query rules.
TEST(Alert, AThresholdAlertHoldsItsGroupAndNoEvent) {
  rule::Rule rule = a_rule();
  rule.type = rule::RuleType::threshold;
  rule.rule_id = "rule-1";
  rule.index = {"logs-*", "more-*"};
  rule.threshold = {.fields = {"host.name", "user.name"}, .value = 2, .cardinality = {{"source.ip", 2}}};
  detect::Finding finding;
  finding.execution = parse_iso8601("2024-01-02T03:04:05.678Z").value();
  finding.event_time = parse_iso8601("2024-01-02T03:03:00Z").value();
  finding.handle = detect::kNoRecord;
  finding.threshold = detect::ThresholdResult{
      .terms = {{detect::Term::Kind::text, "host-0", 0}, {detect::Term::Kind::text, "alice", 0}},
      .count = 3,
      .from = parse_iso8601("2024-01-02T03:00:00Z").value(),
      .cardinality = 2};
  AlertBuilder builder;
  const Alert alert = builder.build({.rule = rule,
                                     .finding = finding,
                                     .document = threshold_event(rule, finding),
                                     .origin = std::nullopt,
                                     .clock = "@timestamp"});
  const json::Object document = alert.document();
  EXPECT_EQ(json::serialize(*json::get(document, "kibana.alert.threshold_result")),
            R"({"terms":[{"field":"host.name","value":"host-0"},{"field":"user.name","value":"alice"}],"count":3,)"
            R"("from":"2024-01-02T03:00:00.000Z","cardinality":[{"field":"source.ip","value":2}]})");
  EXPECT_EQ(json::serialize(*json::get(document, "kibana.alert.ancestors")),
            R"([{"id":"2c5a0749-0c69-58bb-aea0-c103fc63582c","type":"event","index":"logs-*,more-*","depth":0}])");
  EXPECT_EQ(json::get(document, "kibana.alert.original_time")->get_string(), "2024-01-02T03:03:00.000Z");
  EXPECT_EQ(json::get(document, "kibana.alert.reason")->get_string(),
            "event by alice on host-0 created low alert Rule.");
  EXPECT_EQ(json::get(document, "user.name")->get_string(), "alice");
  EXPECT_EQ(json::get(document, "picket", "origin"), nullptr);
  EXPECT_EQ(alert.id, query_alert_id(threshold_event(rule, finding), rule.object_id));
  EXPECT_EQ(alert.text(), json::serialize(document));
}

// The instance id of the first case is that of the vector in tests/unit/base/object_hash_test.cc.
TEST(Alert, SuppressionIsWrittenOnTheAlert) {
  rule::Rule rule = a_rule();
  rule.object_id = "r";
  rule.type = rule::RuleType::new_terms;
  rule.suppression = {.group_by = {"host.name", "u"}, .duration = std::nullopt, .suppress_missing = true};
  detect::Finding finding;
  finding.suppressed = detect::Suppressed{.group = {{{detect::Term::Kind::text, "a", 0}}, {}},
                                          .count = 4,
                                          .start = parse_iso8601("2024-01-02T03:00:00Z").value(),
                                          .end = parse_iso8601("2024-01-02T03:02:00Z").value(),
                                          .first_end = parse_iso8601("2024-01-02T03:01:00Z").value(),
                                          .last_detected = parse_iso8601("2024-01-02T03:05:00Z").value()};
  const auto built = [&] {
    AlertBuilder builder;
    event::Document event;
    event.index = "i";
    event.id = "d";
    return builder.build({.rule = rule, .finding = finding, .document = event, .origin = {}, .clock = "@timestamp"});
  };
  const Alert in_memory = built();
  EXPECT_EQ(json::get(in_memory.event, "kibana.alert.instance.id")->get_string(),
            "07cbc9870c46e46a7a6edb7b3a87d60803454b68");
  EXPECT_EQ(json::serialize(*json::get(in_memory.event, "kibana.alert.suppression.terms")),
            R"([{"field":"host.name","value":["a"]},{"field":"u","value":null}])");
  EXPECT_EQ(json::get(in_memory.event, "kibana.alert.suppression.start")->get_string(), "2024-01-02T03:00:00.000Z");
  EXPECT_EQ(json::get(in_memory.event, "kibana.alert.suppression.end")->get_string(), "2024-01-02T03:02:00.000Z");
  EXPECT_EQ(json::get(in_memory.event, "kibana.alert.suppression.docs_count")->to_number<int>(), 4);
  EXPECT_EQ(json::get(in_memory.event, "kibana.alert.last_detected")->get_string(), "2024-01-02T03:05:00.000Z");
  EXPECT_EQ(in_memory.text(), json::serialize(in_memory.document()));

  rule.type = rule::RuleType::query;
  const Alert query = built();
  EXPECT_EQ(json::serialize(*json::get(query.event, "kibana.alert.suppression.terms")),
            R"([{"field":"host.name","value":"a"},{"field":"u","value":null}])");
  // What comes later is counted on the alert, and does not change its id.
  finding.suppressed->count = 5;
  finding.suppressed->end += Duration(60'000);
  EXPECT_EQ(built().id, query.id);
  finding.suppressed->first_end += Duration(1);
  EXPECT_NE(built().id, query.id);
}

}  // namespace
}  // namespace picket::alert

// SPDX-License-Identifier: Apache-2.0
#include "sink/summary.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "base/text.h"
#include "decode/decoder.h"
#include "indicator/load.h"
#include "sink/terminal.h"

namespace picket::sink {
namespace {

using engine::RuleReport;
using engine::ScanReport;
using engine::Verdict;

constexpr std::size_t kRulesListed = 40;  // more rules that found nothing are only counted
constexpr std::size_t kLabel = 10;
constexpr std::size_t kOverflowsListed = 2;
constexpr std::size_t kFilesListed = 8;

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", with_thousands(count), count == 1 ? one : many);
}

std::string counts(const std::map<std::string, std::uint64_t>& by_name) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(by_name.begin(), by_name.end());
  std::ranges::stable_sort(sorted, std::greater<>(), &std::pair<std::string, std::uint64_t>::second);
  std::string text;
  for (const auto& [name, count] : sorted) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", printable(name), with_thousands(count));
  }
  return text;
}

// Words for fields whose absence has a well-known cause.
struct FieldReason {
  std::string_view prefix;
  std::string_view what;  // "carried no ..."
  std::string_view cause;
};
constexpr FieldReason kFieldReasons[] = {
    {"azure.activitylogs.identity.authorization.evidence.", "authorization evidence",
     "REST, az and portal exports leave it out; Event Hub, storage and newer Log Analytics exports have it"},
    {"source.as.", "AS data", "it needs an ASN database, see --geoip"},
    {"source.geo.", "GeoIP data", "it needs a City or Country database, see --geoip"},
};
const FieldReason* reason_for(std::string_view field) {
  const auto* found =
      std::ranges::find_if(kFieldReasons, [&](const FieldReason& reason) { return field.starts_with(reason.prefix); });
  return found == std::end(kFieldReasons) ? nullptr : found;
}

class Summary {
 public:
  Summary(const ScanReport& report, const Style& style, const SummaryOptions& options)
      : report_(report), style_(style), options_(options) {}

  std::string text() {
    input();
    indicators();
    time_span();
    alerts();
    rules();
    exceptions();
    cost();
    return std::move(text_);
  }

 private:
  void line(std::string_view label, const std::string& content) {
    std::string padded(label);
    padded.resize(std::max(kLabel, padded.size() + 1), ' ');
    text_ += paint(padded, "1", style_.color) + content + "\n";
  }
  void more(const std::string& content) { text_ += std::string(kLabel, ' ') + content + "\n"; }

  void input() {
    const engine::Intake& intake = report_.intake;
    std::string read =
        counted(intake.records, "record", "records") + " read from " + counted(report_.input.files, "file", "files");
    if (!intake.by_format.empty()) read += ": " + counts(intake.by_format);
    line("Records", read);
    std::map<std::string, std::uint64_t> indices = intake.by_index;
    if (const auto unknown = indices.find(""); unknown != indices.end()) {
      indices["(unknown index)"] += unknown->second;
      indices.erase("");
    }
    if (!indices.empty()) more("by data stream: " + counts(indices));
    if (intake.without_time > 0) {
      more(paint(counted(intake.without_time, "record has no usable time: no rule can judge it",
                         "records have no usable time: no rule can judge them"),
                 "33", style_.color));
    }
    if (!intake.refused.empty()) {
      line("Refused", paint(counts(intake.refused), "31", style_.color));
      samples(true);
    }
    if (!intake.notes.empty()) {
      line("Passed by", counts(intake.notes));
      samples(false);
    }
  }

  void exceptions() {
    if (report_.exceptions + report_.expired_exceptions == 0) return;
    line("Exceptions", counted(report_.exceptions, "item", "items") + " applied" +
                           (report_.expired_exceptions == 0
                                ? std::string()
                                : fmt::format(", {} expired", with_thousands(report_.expired_exceptions))));
  }

  void samples(bool lost) {
    for (const engine::RefusalSample& sample : report_.intake.samples) {
      if (sample.lost != lost) continue;
      std::string place = printable(sample.file);
      if (sample.line > 0) place += fmt::format(":{} (byte {})", sample.line, with_thousands(sample.offset));
      more(fmt::format("{}: {}{}", place, sample.reason, sample.detail.empty() ? "" : ": " + printable(sample.detail)));
    }
  }

  void indicators() {
    if (!report_.indicators) return;
    const indicator::Report& given = *report_.indicators;
    const std::uint64_t total = given.total() - given.repeated;
    std::string read = counted(total, "indicator", "indicators");
    if (given.repeated > 0) read += fmt::format(" ({} repeated)", with_thousands(given.repeated));
    if (total > 0) read += ": " + counts(given.types);
    line("Indicators", read);
    for (std::size_t i = 0; i < given.files.size() && i < kFilesListed; ++i) {
      std::map<std::string, std::uint64_t> forms;
      for (const auto& [form, count] : given.files[i].indicators) forms[std::string(to_string(form))] = count;
      more(printable(given.files[i].path) + ": " + counts(forms));
    }
    if (given.files.size() > kFilesListed) {
      more(fmt::format("and {} more files", with_thousands(given.files.size() - kFilesListed)));
    }
    for (const bool is_note : {false, true}) indicator_problems(is_note);
    for (const indicator::Sample& sample : given.samples) {
      std::string place = printable(sample.file);
      if (sample.line > 0) place += fmt::format(":{}", sample.line);
      more(fmt::format("{}: {}{}", place, sample.reason, sample.detail.empty() ? "" : ": " + printable(sample.detail)));
    }
  }

  void indicator_problems(bool is_note) {
    std::map<std::string, std::uint64_t> problems;
    const auto& given = report_.indicators->problems;
    for (std::size_t i = 0; i < given.size(); ++i) {
      const indicator::ProblemInfo& problem = indicator::info(static_cast<indicator::Problem>(i));
      if (given[i] > 0 && problem.is_note == is_note) problems[std::string(problem.name)] = given[i];
    }
    if (problems.empty()) return;
    more(is_note ? "left out: " + counts(problems) : paint("not understood: " + counts(problems), "33", style_.color));
  }

  void time_span() {
    const engine::Intake& intake = report_.intake;
    if (!intake.first) return;
    line("Events", fmt::format("{} to {} ({})", format_iso8601(*intake.first), format_iso8601(*intake.last),
                               rough_duration(*intake.last - *intake.first)));
    std::map<std::string, std::uint64_t> clocks;
    for (const RuleReport& rule : report_.rules) {
      if (!rule.clock.empty()) ++clocks[rule.clock];
    }
    if (clocks.empty()) return;
    std::string text = "rules are judged by ";
    if (clocks.size() == 1) {
      text += clocks.begin()->first;
    } else {
      text += counts(clocks);
    }
    if (!intake.any_ingested)
      text += "; no record carries event.ingested, so a file's events count from their own time";
    line("Clock", text);
    if (!report_.geoip_missing.empty()) {
      line("GeoIP", fmt::format("no {} database: those fields are absent (--geoip DIR)", report_.geoip_missing));
    }
  }

  void alerts() {
    const std::uint64_t total = report_.alerts();
    std::array<std::uint64_t, 4> by_severity{};
    std::map<std::string, std::uint64_t> tactics;
    for (const RuleReport& rule : report_.rules) {
      if (rule.alerts == 0) continue;
      for (std::size_t i = 0; i < by_severity.size(); ++i) by_severity[i] += rule.alerts_by_severity[i];
      std::set<std::string> named;
      for (const rule::Threat& threat : rule.rule->rule->threat) named.insert(threat.tactic_name);
      for (const std::string& tactic : named) tactics[tactic] += rule.alerts;
    }
    std::string text = with_thousands(total);
    for (std::size_t i = by_severity.size(); i-- > 0;) {
      if (by_severity[i] == 0) continue;
      const auto severity = static_cast<rule::Severity>(i);
      text += fmt::format("{}{}", text.find(':') == std::string::npos ? ": " : ", ",
                          paint(fmt::format("{} {}", with_thousands(by_severity[i]), rule::to_string(severity)),
                                severity_color(severity), style_.color));
    }
    line("Alerts", text);
    if (!tactics.empty()) more("ATT&CK tactics: " + counts(tactics));
  }

  void rules() {
    std::map<std::string, std::uint64_t> verdicts;
    for (const RuleReport& rule : report_.rules) ++verdicts[std::string(engine::to_string(rule.verdict))];
    line("Rules", fmt::format("{}: {}", with_thousands(report_.rules.size()), counts(verdicts)));
    std::vector<const RuleReport*> sorted;
    for (const RuleReport& rule : report_.rules) sorted.push_back(&rule);
    std::ranges::stable_sort(sorted, [](const RuleReport* a, const RuleReport* b) {
      return a->verdict != b->verdict ? a->verdict < b->verdict : a->alerts > b->alerts;
    });
    const bool list_all = options_.all_rules || report_.rules.size() <= kRulesListed;
    for (const RuleReport* rule : sorted) {
      if (list_all || rule->verdict == Verdict::alerted || rule->unjudged > 0 || !rule->overflows.empty())
        verdict(*rule);
    }
    if (!list_all) more("(-v lists every rule)");
  }

  void verdict(const RuleReport& rule) {
    constexpr std::string_view kColors[] = {"1;33", "", "33", "2", "31"};
    std::string text(engine::to_string(rule.verdict));
    if (rule.verdict == Verdict::alerted) text = counted(rule.alerts, "alert", "alerts");
    std::string padded = text;
    padded.resize(std::max<std::size_t>(21, padded.size()), ' ');
    const std::string detail = rule.detail.empty() ? "" : ": " + printable(rule.detail);
    more(paint(padded, kColors[static_cast<std::size_t>(rule.verdict)], style_.color) + " " +
         printable(rule.rule->rule->name) + detail);
    remarks(rule);
  }

  void remark(const std::string& text) { more(std::string(22, ' ') + paint(text, "33", style_.color)); }

  void remarks(const RuleReport& rule) {
    if (rule.incomplete_baselines > 0 && report_.baseline == engine::BaselineMode::mark) {
      remark(
          fmt::format("{} raised with less history than the rule wants ({}): what is new to this input may not be new",
                      counted(rule.incomplete_baselines, "alert was", "alerts were"),
                      rule.rule->rule->new_terms->history_window_start));
    }
    suppression(rule);
    if (rule.held > 0) {
      remark(counted(rule.held, "alert", "alerts") + " held back for want of history (--baseline hold)");
    }
    if (rule.outside > 0) remark(counted(rule.outside, "alert", "alerts") + " outside of --from and --to");
    unjudged(rule);
    if (rule.without_time > 0) remark(counted(rule.without_time, "match", "matches") + " without a usable time");
    if (rule.never_seen > 0) {
      remark(counted(rule.never_seen, "match falls", "matches fall") +
             " between the windows of the rule's executions: its look-back is shorter than its interval");
    }
    if (rule.without_history > 0) {
      remark(fmt::format("{} before the history window begins ({}): Kibana fails such executions, and none alerts",
                         counted(rule.without_history, "match is", "matches are"),
                         rule.rule->rule->new_terms->history_window_start));
    }
    if (rule.cut > 0) {
      remark(fmt::format("{} more than {} combinations of terms; the rest of them was not looked at",
                         counted(rule.cut, "event holds", "events hold"), with_thousands(detect::kMaxCombinations)));
    }
    overflows(rule);
  }

  void suppression(const RuleReport& rule) {
    if (rule.suppressed > 0) {
      remark(counted(rule.suppressed, "more alert is", "more alerts are") +
             " suppressed: counted on these as kibana.alert.suppression.docs_count");
    }
    if (rule.ungrouped_fields.empty()) return;
    const bool suppressed = rule.rule->rule->suppression->suppress_missing;
    remark(fmt::format("suppression groups by {}, which never occurred: {}", join(rule.ungrouped_fields, " and "),
                       suppressed ? "its absence is a value like any other" : "nothing is suppressed"));
  }

  void overflows(const RuleReport& rule) {
    for (std::size_t i = 0; i < std::min(rule.overflows.size(), kOverflowsListed); ++i) {
      const detect::Overflowed& overflow = rule.overflows[i];
      remark(fmt::format("partial failure at {}: {} found, max_signals {}, {} {}", format_iso8601(overflow.execution),
                         with_thousands(overflow.found), rule.rule->rule->max_signals, with_thousands(overflow.left),
                         overflow.dropped ? "dropped" : "carried over to the next execution"));
    }
    if (rule.overflows.size() > kOverflowsListed) {
      remark(fmt::format("and {} more until {}",
                         counted(rule.overflows.size() - kOverflowsListed, "partial failure", "partial failures"),
                         format_iso8601(rule.overflows.back().execution)));
    }
  }

  void unjudged(const RuleReport& rule) {
    if (rule.unjudged == 0) return;
    std::set<std::string> what;
    std::string cause;
    for (const std::string& field : rule.unjudged_fields) {
      const FieldReason* reason = reason_for(field);
      what.insert(reason != nullptr ? std::string(reason->what) : field);
      if (reason != nullptr) cause = reason->cause;
    }
    const std::vector<std::string> names(what.begin(), what.end());
    remark(fmt::format("{} carried no {}, so this rule cannot judge {}{}",
                       counted(rule.unjudged, "matching operation", "matching operations"), join(names, " or "),
                       rule.unjudged == 1 ? "it" : "them", cause.empty() ? "" : " (" + cause + ")"));
  }

  void cost() {
    const double seconds = std::max(report_.seconds, 1e-6);
    line("Took",
         fmt::format("{:.2f} s, {} records/s, {}/s, peak memory {}", report_.seconds,
                     with_thousands(static_cast<std::uint64_t>(static_cast<double>(report_.intake.records) / seconds)),
                     human_bytes(static_cast<double>(report_.input.bytes_plain) / seconds),
                     human_bytes(static_cast<double>(report_.peak_memory_bytes))));
  }

  const ScanReport& report_;
  const Style& style_;
  const SummaryOptions& options_;
  std::string text_;
};

}  // namespace

std::string summary(const ScanReport& report, const Style& style, const SummaryOptions& options) {
  return Summary(report, style, options).text();
}

}  // namespace picket::sink

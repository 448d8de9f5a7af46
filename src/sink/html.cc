// SPDX-License-Identifier: Apache-2.0
// The report: one self-contained HTML file that needs no network and no JavaScript.
#include <fmt/core.h>

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/text.h"
#include "embedded/report_assets.h"
#include "event/document.h"
#include "sink/columns.h"
#include "sink/markdown.h"
#include "sink/sink.h"
#include "sink/summary.h"

namespace picket::sink {
namespace {

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : to_valid_utf8(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Text of one line from a log: control and direction characters would let it lie about itself.
std::string inline_text(std::string_view text) {
  return escape(printable(text));
}

struct Row {
  std::string_view label;
  std::string_view column;
};
constexpr Row kRows[] = {
    {"Event time", "event_time"},
    {"Operation", "action"},
    {"New term", "new_terms"},
    {"Baseline", "baseline"},
    {"Group", "group"},
    {"Events counted", "event_count"},
    {"Counted since", "counted_from"},
    {"Distinct values", "cardinality"},
    {"Alerts suppressed", "suppressed"},
    {"Caller", "caller"},
    {"Caller type", "caller_type"},
    {"Caller object id", "caller_object_id"},
    {"Application id", "caller_app_id"},
    {"Principal of the role", "principal_id"},
    {"Principal type", "principal_type"},
    {"Through a group", "through_group"},
    {"Source address", "source_ip"},
    {"Country", "source_country"},
    {"AS", "source_as"},
    {"Target", "target"},
    {"Run command or child resource", "target_child"},
    {"Resource group", "resource_group"},
    {"Subscription", "subscription"},
    {"Read from", "place"},
    {"Alert id", "alert_id"},
};

std::string column_text(const alert::Alert& alert, std::string_view key) {
  for (const AlertColumn& column : alert_columns()) {
    if (column.key == key) return column.read(alert);
  }
  return {};
}

class Html final : public AlertSink {
 public:
  explicit Html(std::FILE* out) : out_(out) {
    put("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Picket report</title>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n<style>\n");
    put(std::string(embedded::report_assets().front().text));
    put("</style></head><body>\n<h1>Picket report</h1>\n<h2>Alerts</h2>\n");
  }

  void write(const alert::Alert& alert) override {
    any_ = true;
    const std::string severity(rule::to_string(alert.severity));
    std::string html = fmt::format(
        "<details><summary><span class=\"badge {}\">{} {}</span> <strong>{}</strong> <span class=\"dim\">{}</span> {}"
        "</summary><div>\n",
        severity, severity, alert.risk_score, inline_text(alert.rule_name),
        inline_text(column_text(alert, "event_time")),
        inline_text(column_text(alert, alert.rule->threshold ? "group" : "caller")));
    html += fmt::format("<p>{}</p>\n<dl>\n", inline_text(column_text(alert, "reason")));
    for (const Row& row : kRows) {
      const std::string value = column_text(alert, row.column);
      if (!value.empty()) html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", row.label, inline_text(value));
    }
    html += "</dl>\n";
    if (!alert.rule->note.empty()) {
      html += "<details><summary>Guide</summary><div>\n" + markdown_to_html(alert.rule->note) + "</div></details>\n";
    }
    html += "<details><summary>Document</summary><div><pre>" +
            escape(json::serialize_pretty(json::Value(alert.document()))) +
            "</pre></div></details>\n</div></details>\n";
    put(html);
  }

  void finish(const engine::ScanReport& report) override {
    if (!any_) put("<p>No alerts.</p>\n");
    put("<h2>Summary</h2>\n<pre>" + escape(summary(report, Style{}, {.all_rules = true})) + "</pre>\n</body></html>\n");
  }

 private:
  void put(const std::string& text) { std::fwrite(text.data(), 1, text.size(), out_); }

  std::FILE* out_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<AlertSink> make_html(std::FILE* out, const Style&) {
  return std::make_unique<Html>(out);
}

}  // namespace picket::sink

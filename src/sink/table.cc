// SPDX-License-Identifier: Apache-2.0
// The table for a terminal: one alert a row, cells broken into lines so that a row never passes the terminal's width.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "sink/columns.h"
#include "sink/sink.h"
#include "sink/terminal.h"

namespace picket::sink {
namespace {

constexpr std::size_t kShortId = 8;  // enough for --explain, which takes any prefix that names one alert

std::string value(const alert::Alert& alert, std::string_view key) {
  const auto columns = alert_columns();
  return std::ranges::find(columns, key, &AlertColumn::key)->read(alert);
}

std::string joined(const std::string& first, std::string_view separator, const std::string& second) {
  if (first.empty()) return second;
  return second.empty() ? first : first + std::string(separator) + second;
}

std::string when(const alert::Alert& alert) {
  const std::string time = value(alert, "event_time");  // without milliseconds
  return time.size() > 5 ? time.substr(0, time.size() - 5) + "Z" : time;
}

std::string severity(const alert::Alert& alert) {
  return value(alert, "severity") + " " + value(alert, "risk_score");
}

std::string new_term(const alert::Alert& alert) {
  const std::string note = baseline_note(alert);
  return joined(value(alert, "new_terms"), " ", note.empty() ? "" : "(" + note + ")");
}

// The group, and how many events and alerts it stands for.
std::string group(const alert::Alert& alert) {
  std::string counts;
  const auto add = [&](const std::string& count, std::string_view what) {
    if (!count.empty() && count != "0") counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, what);
  };
  const std::string events = value(alert, "event_count");
  add(events, events == "1" ? "event" : "events");
  add(value(alert, "suppressed"), "suppressed");
  return joined(value(alert, "group"), " ", counts.empty() ? "" : "(" + counts + ")");
}

std::string caller(const alert::Alert& alert) {
  const std::string type = value(alert, "caller_type");
  std::string text = joined(value(alert, "caller"), " ", type.empty() ? "" : "(" + type + ")");
  if (value(alert, "through_group") == "true") text += " through a group";
  return text;
}

std::string source(const alert::Alert& alert) {
  return joined(joined(value(alert, "source_ip"), " ", value(alert, "source_country")), " ", value(alert, "source_as"));
}

std::string target(const alert::Alert& alert) {
  return joined(value(alert, "target"), " / ", value(alert, "target_child"));
}

// The file's own name is enough to find it; the other formats have the whole path.
std::string place(const alert::Alert& alert) {
  const std::string whole = value(alert, "place");
  const std::size_t slash = whole.rfind('/');
  return slash == std::string::npos ? whole : whole.substr(slash + 1);
}

struct TableColumn {
  std::string_view title;
  std::string (*read)(const alert::Alert& alert);
  std::size_t least;  // columns below which it is not narrowed
};
constexpr TableColumn kColumns[] = {
    {"EVENT TIME", when, 20},
    {"SEVERITY", severity, 8},
    {"RULE", [](const auto& a) { return value(a, "rule"); }, 18},
    {"NEW TERM", new_term, 12},
    {"GROUP", group, 14},
    {"CALLER", caller, 14},
    {"SOURCE", source, 12},
    {"TARGET", target, 12},
    {"FILE:LINE", place, 12},
    {"ID", [](const auto& a) { return a.id.substr(0, kShortId); }, kShortId},
};
constexpr std::size_t kCount = std::size(kColumns);
constexpr std::size_t kGap = 2;

class Table final : public AlertSink {
 public:
  Table(std::FILE* out, const Style& style) : out_(out), style_(style) {}

  void write(const alert::Alert& alert) override {
    Row& row = rows_.emplace_back();
    row.severity = alert.severity;
    for (std::size_t i = 0; i < kCount; ++i) row.cells[i] = printable(kColumns[i].read(alert));
    if (rows_.size() == kBlock) flush();
  }

  void finish(const engine::ScanReport&) override { flush(); }

 private:
  // Widths are settled for so many rows at a time, so that a long list does not stay in memory.
  static constexpr std::size_t kBlock = 2000;

  struct Row {
    std::array<std::string, kCount> cells;
    rule::Severity severity;
  };

  std::array<std::size_t, kCount> settle_widths() const {
    std::array<std::size_t, kCount> widths{};
    for (std::size_t i = 0; i < kCount; ++i) {
      for (const Row& row : rows_) widths[i] = std::max(widths[i], display_width(row.cells[i]));
      if (widths[i] > 0) widths[i] = std::max(widths[i], kColumns[i].title.size());
    }
    const auto total = [&] {
      std::size_t sum = 0;
      for (const std::size_t width : widths) sum += width == 0 ? 0 : width + kGap;
      return sum - kGap;
    };
    while (total() > style_.width) {
      std::size_t widest = kCount;
      for (std::size_t i = 0; i < kCount; ++i) {
        const bool shrinks = widths[i] > kColumns[i].least;
        if (shrinks && (widest == kCount || widths[i] > widths[widest])) widest = i;
      }
      if (widest == kCount) break;
      --widths[widest];
    }
    return widths;
  }

  void flush() {
    if (rows_.empty()) return;
    const std::array<std::size_t, kCount> widths = settle_widths();
    std::array<std::string, kCount> titles;
    for (std::size_t i = 0; i < kCount; ++i) titles[i] = kColumns[i].title;
    put(titles, widths, "1", kCount);
    for (const Row& row : rows_) put(row.cells, widths, severity_color(row.severity), 1);
    rows_.clear();
  }

  // Column 1 (or all, for the header) is painted.
  void put(const std::array<std::string, kCount>& cells, const std::array<std::size_t, kCount>& widths,
           std::string_view paint_code, std::size_t painted) {
    std::array<std::vector<std::string>, kCount> lines;
    std::size_t height = 1;
    for (std::size_t i = 0; i < kCount; ++i) {
      if (widths[i] == 0) continue;
      lines[i] = wrap_cell(cells[i], widths[i]);
      height = std::max(height, lines[i].size());
    }
    for (std::size_t line = 0; line < height; ++line) {
      std::string text;
      std::size_t owed = 0;  // blanks before the next cell
      for (std::size_t i = 0; i < kCount; ++i) {
        if (widths[i] == 0) continue;
        const std::string cell = line < lines[i].size() ? lines[i][line] : std::string();
        if (!cell.empty()) {
          text.append(owed, ' ');
          text += paint(cell, i == painted || painted == kCount ? paint_code : "", style_.color);
          owed = 0;
        }
        owed += widths[i] - std::min(widths[i], display_width(cell)) + kGap;
      }
      text += '\n';
      std::fwrite(text.data(), 1, text.size(), out_);
    }
  }

  std::FILE* out_;
  Style style_;
  std::vector<Row> rows_;
};

}  // namespace

std::unique_ptr<AlertSink> make_table(std::FILE* out, const Style& style) {
  return std::make_unique<Table>(out, style);
}

}  // namespace picket::sink

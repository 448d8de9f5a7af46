// SPDX-License-Identifier: Apache-2.0
#include "engine/test_indicators.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "indicator/load.h"
#include "rule/problems.h"

namespace picket::engine {
namespace {

// Of a folder or an archive the reader names the file inside.
bool is_of(const std::string& path, const rule::TestIndicator& indicator) {
  if (indicator.file.empty() || !path.starts_with(indicator.file)) return false;
  const std::string_view inside = std::string_view(path).substr(indicator.file.size());
  return inside.empty() || indicator.file.ends_with('/') || inside.starts_with('/') || inside.starts_with('!');
}

class Complaints {
 public:
  Complaints(const rule::TestFile& file, Diagnostics& diagnostics)
      : file_(file), problems_(file.path, file.text, 1, diagnostics), complained_(file.indicators.size()) {}

  void about(const indicator::Sample& sample) {
    const std::size_t at = sample.file == file_.path ? inline_place(sample.line) : file_place(sample.file);
    const std::string where =
        sample.file == file_.path ? std::string() : fmt::format("{}:{}: ", printable(sample.file), sample.line);
    add(at, fmt::format("{}{}{}{}", where, sample.reason, sample.detail.empty() ? "" : ": ", printable(sample.detail)));
  }

  // A file of which nothing came must be a slip.
  void about_empty_files(const indicator::Report& report) {
    for (std::size_t at = 0; at < file_.indicators.size(); ++at) {
      const rule::TestIndicator& indicator = file_.indicators[at];
      const auto is_its = [&](const indicator::FileReport& read) { return is_of(read.path, indicator); };
      if (indicator.file.empty() || complained_[at] || std::ranges::any_of(report.files, is_its)) continue;
      add(at, fmt::format("{} holds no indicators", printable(indicator.file)));
    }
  }

  bool any() const { return problems_.errors() > 0; }

 private:
  std::size_t inline_place(std::uint32_t line) const {
    std::uint32_t documents = 0;
    for (std::size_t at = 0; at < file_.indicators.size(); ++at) {
      if (file_.indicators[at].file.empty() && ++documents == line) return at;
    }
    return 0;
  }
  std::size_t file_place(const std::string& path) const {
    const auto found = std::ranges::find_if(
        file_.indicators, [&](const rule::TestIndicator& indicator) { return is_of(path, indicator); });
    return found == file_.indicators.end() ? 0 : static_cast<std::size_t>(found - file_.indicators.begin());
  }

  void add(std::size_t at, std::string message) {
    complained_[at] = true;
    problems_.add(rule::Code::test_bad_indicators, file_.indicators[at].span, std::move(message),
                  file_.indicators[at].file.empty() ? "" : "the path is relative to the file of the test");
  }

  const rule::TestFile& file_;
  rule::Problems problems_;
  std::vector<bool> complained_;  // by indicator of the file
};

}  // namespace

std::optional<indicator::Set> load_test_indicators(const rule::TestFile& file, Diagnostics& diagnostics) {
  if (file.indicators.empty()) return std::nullopt;
  std::vector<std::string> paths;
  std::vector<json::Object> documents;
  for (const rule::TestIndicator& indicator : file.indicators) {
    if (indicator.file.empty()) {
      documents.push_back(indicator.document);
    } else {
      paths.push_back(indicator.file);
    }
  }
  indicator::Loaded loaded = indicator::load(paths, documents, file.path);
  Complaints complaints(file, diagnostics);
  for (const indicator::Sample& sample : loaded.report.samples) complaints.about(sample);
  complaints.about_empty_files(loaded.report);
  if (complaints.any()) return std::nullopt;
  return std::move(loaded.set);
}

}  // namespace picket::engine

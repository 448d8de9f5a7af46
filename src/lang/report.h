// SPDX-License-Identifier: Apache-2.0
// The problems of one query on their way to the sink: looks up the level of a code, keeps the source text only when
// something points into it, and stops after a number of them so that a hostile query cannot flood its reader. Each
// language has its own codes: `Code` is an enumeration without gaps that has `entry(Code)`, with a name and a level,
// and a code for the note that more was found.
#pragma once

#include <fmt/format.h>

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace picket::lang {

template <class Code, Code kMoreProblems, std::size_t kMaxReports>
class Report {
 public:
  // Both must outlive the report.
  Report(const SourceText& source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics) {}

  void add(Code code, Span span, std::string_view message, std::string_view hint = {}) {
    seen_.set(static_cast<std::size_t>(code));
    if (entry(code).level == Level::error) ++errors_;
    if (added_ < kMaxReports) send(code, span, message, hint);
    ++added_;
  }
  // A note when some were not shown. Call once, at the end.
  void finish() {
    if (added_ <= kMaxReports) return;
    send(kMoreProblems, {}, fmt::format("only the first {} problems of this query are shown", kMaxReports), {});
  }

  bool has(Code code) const { return seen_.test(static_cast<std::size_t>(code)); }
  bool has_errors() const { return errors_ > 0; }
  bool is_full() const { return added_ > kMaxReports; }

 private:
  void send(Code code, Span span, std::string_view message, std::string_view hint) {
    if (kept_ == nullptr) kept_ = diagnostics_.add_source(source_);
    diagnostics_.add({.code = std::string(entry(code).name),
                      .level = entry(code).level,
                      .source = kept_,
                      .where = {},
                      .span = span,
                      .message = std::string(message),
                      .hint = std::string(hint)});
  }

  const SourceText& source_;
  Diagnostics& diagnostics_;
  const SourceText* kept_ = nullptr;
  std::bitset<256> seen_;
  std::size_t errors_ = 0;
  std::size_t added_ = 0;
};

}  // namespace picket::lang

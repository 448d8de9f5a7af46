// SPDX-License-Identifier: Apache-2.0
// The problems of one query on their way to the sink: looks up the level of a code, keeps the source text only when
// something points into it, and stops after kMaxReports so that a hostile query cannot flood its reader.
#pragma once

#include <bitset>
#include <cstddef>
#include <string>

#include "base/diagnostic.h"
#include "lang/kql/codes.h"

namespace picket::kql {

class Report {
 public:
  // Both must outlive the report.
  Report(const SourceText& source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics) {}

  void add(Code code, Span span, std::string message, std::string hint = {});
  // A note when some were not shown. Call once, at the end.
  void finish();

  bool has(Code code) const { return seen_.test(static_cast<std::size_t>(code)); }
  bool has_errors() const { return errors_ > 0; }
  bool is_full() const;

 private:
  void send(Code code, Span span, std::string message, std::string hint);

  const SourceText& source_;
  Diagnostics& diagnostics_;
  const SourceText* kept_ = nullptr;
  std::bitset<256> seen_;
  std::size_t errors_ = 0;
  std::size_t added_ = 0;
};

}  // namespace picket::kql

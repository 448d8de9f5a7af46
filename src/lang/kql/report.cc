// SPDX-License-Identifier: Apache-2.0
#include "lang/kql/report.h"

#include <fmt/format.h>

#include <utility>

#include "lang/kql/limits.h"

namespace picket::kql {

void Report::add(Code code, Span span, std::string message, std::string hint) {
  seen_.set(static_cast<std::size_t>(code));
  if (entry(code).level == Level::error) ++errors_;
  if (added_ < kMaxReports) send(code, span, std::move(message), std::move(hint));
  ++added_;
}

void Report::finish() {
  if (added_ <= kMaxReports) return;
  send(Code::more_problems, {}, fmt::format("only the first {} problems of this query are shown", kMaxReports), {});
}

bool Report::is_full() const {
  return added_ > kMaxReports;
}

void Report::send(Code code, Span span, std::string message, std::string hint) {
  if (kept_ == nullptr) kept_ = diagnostics_.add_source(source_);
  const CodeEntry& found = entry(code);
  diagnostics_.add({.code = std::string(found.name),
                    .level = found.level,
                    .source = kept_,
                    .where = {},
                    .span = span,
                    .message = std::move(message),
                    .hint = std::move(hint)});
}

}  // namespace picket::kql

// SPDX-License-Identifier: Apache-2.0
#include "rule/problems.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "rule/limits.h"

namespace picket::rule {

Problems::Problems(std::string_view name, std::string_view text, std::uint32_t first_line, Diagnostics& sink)
    : name_(name), text_(text), first_line_(first_line), sink_(sink), known_line_(first_line) {}

Problems::~Problems() {
  next_rule();
}

void Problems::next_rule() {
  if (count_ > kMaxProblems) {
    report(Code::more_problems, last_, fmt::format("{} more problems are not shown", count_ - kMaxProblems),
           "fix those above first");
  }
  count_ = 0;
}

LineColumn Problems::locate(std::uint32_t offset) {
  const std::size_t end = std::min<std::size_t>(offset, text_.size());
  if (end < known_offset_) {
    known_offset_ = 0;
    known_line_ = first_line_;
  }
  const std::string_view passed = text_.substr(known_offset_, end - known_offset_);
  if (const std::size_t last_break = passed.rfind('\n'); last_break != std::string_view::npos) {
    known_line_ += static_cast<std::uint32_t>(std::ranges::count(passed, '\n'));
    known_offset_ += last_break + 1;
  }
  const std::string_view before = text_.substr(known_offset_, end - known_offset_);
  const auto is_first_byte = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
  return {known_line_, static_cast<std::uint32_t>(std::ranges::count_if(before, is_first_byte)) + 1};
}

void Problems::add(Code code, Span span, std::string message, std::string hint) {
  if (facts_of(code).level == Level::error) ++errors_;
  if (++count_ > kMaxProblems) {
    last_ = span;
    return;
  }
  report(code, span, std::move(message), std::move(hint));
}

void Problems::report(Code code, Span span, std::string message, std::string hint) {
  if (source_ == nullptr) {
    source_ = sink_.add_source({std::string(name_), std::string(text_), first_line_, 1});
  }
  // A value of several lines is marked on its first line only: the mark shows where to look, not how much.
  const std::size_t line_end = std::min(text_.find_first_of("\r\n", span.begin), text_.size());
  span.end = std::max(span.begin, std::min(span.end, static_cast<std::uint32_t>(line_end)));
  const CodeFacts& facts = facts_of(code);
  sink_.add({.code = std::string(facts.id),
             .level = facts.level,
             .source = source_,
             .where = {},
             .span = span,
             .message = std::move(message),
             .hint = std::move(hint)});
}

void report_file(Code code, std::string_view file, std::string message, std::string hint, Diagnostics& sink) {
  const CodeFacts& facts = facts_of(code);
  sink.add({.code = std::string(facts.id),
            .level = facts.level,
            .source = nullptr,
            .where = std::string(file),
            .span = {},
            .message = std::move(message),
            .hint = std::move(hint)});
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const std::optional<std::string_view> nearest = nearest_name(name, candidates);
  return nearest.has_value() ? fmt::format("did you mean `{}`?", *nearest) : std::string();
}

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
// Collects what is wrong with one document (a TOML file, or one JSON value or line of a file) and passes it on to the
// Diagnostics with the document's text, which is handed over only when there is something to show. Counts errors, so
// that a reader knows whether the rule may be used. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "rule/codes.h"

namespace picket::rule {

class Problems {
 public:
  // `name` and `text` must outlive this object. `first_line` is the line of the file on which the text begins.
  Problems(std::string_view name, std::string_view text, std::uint32_t first_line, Diagnostics& sink);
  Problems(const Problems&) = delete;
  Problems& operator=(const Problems&) = delete;
  ~Problems();  // says how many were not shown

  void add(Code code, Span span, std::string message, std::string hint = {});
  // Begins the next rule of the document: kMaxProblems counts for each rule.
  void next_rule();

  // The file's line and column of an offset. Cheap when offsets come in rising order.
  LineColumn locate(std::uint32_t offset);

  std::size_t errors() const { return errors_; }
  std::string_view name() const { return name_; }
  std::string_view text() const { return text_; }
  std::uint32_t first_line() const { return first_line_; }

 private:
  void report(Code code, Span span, std::string message, std::string hint);

  std::string_view name_;
  std::string_view text_;
  std::uint32_t first_line_;
  Diagnostics& sink_;
  const SourceText* source_ = nullptr;
  std::size_t count_ = 0;
  std::size_t errors_ = 0;
  Span last_;
  std::size_t known_offset_ = 0;  // begins line known_line_
  std::uint32_t known_line_;
};

// A problem of a whole file or folder.
void report_file(Code code, std::string_view file, std::string message, std::string hint, Diagnostics& sink);

// "did you mean `name`?" when a candidate is near, else empty.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace picket::rule

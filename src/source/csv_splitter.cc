// SPDX-License-Identifier: Apache-2.0
#include "source/csv_splitter.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace picket::source {
namespace {

constexpr std::size_t kFirstLook = std::size_t{16} << 10;
// The portal of Log Analytics writes the time zone into the header of time columns.
constexpr std::string_view kZoneSuffix = " [UTC]";

}  // namespace

void CsvSplitter::run(const CsvHead& head) {
  separator_ = head.separator;
  position_ = head.header;
  read_header();
  while (!output_.stopped()) {
    window_.keep_from(position_);
    if (window_.available(position_, 1) == 0) break;
    take_row(read_row());
  }
}

// Reads on until the row is whole, or so large that it is none.
CsvRow CsvSplitter::read_row() {
  std::size_t wanted = 0;
  while (true) {
    const std::size_t have = window_.available(position_, std::max<std::size_t>(wanted, 1));
    const bool whole = have < wanted;
    const CsvRow row = read_csv_row({window_.at(position_), have}, whole, separator_, cells_);
    if (row.state != CsvRow::State::needs_more || have > limit_) return row;
    wanted = std::min(std::max(kFirstLook, have * 2), limit_ + 1);
  }
}

void CsvSplitter::read_header() {
  if (window_.available(position_, 1) == 0) return;
  const CsvRow row = read_row();
  if (row.state != CsvRow::State::complete) {
    output_.refuse(Reason::bad_csv_row, position_, window_.line_at(position_), "the header row does not end");
    return skip_line();
  }
  std::vector<std::string> names;
  for (const std::string_view cell : cells_) {
    header_.emplace_back(cell);
    std::string name;
    append_csv_cell(name, trim_ascii(cell));
    if (name.ends_with(kZoneSuffix)) name.resize(name.size() - kZoneSuffix.size());
    if (name.empty()) name = fmt::format("column_{}", header_.size());
    // A name that is met again would hide the first value from readers of JSON.
    if (std::ranges::find(names, name) != names.end()) name += fmt::format("_{}", header_.size());
    keys_.push_back(fmt::format("\"{}\":", name));
    names.push_back(std::move(name));
  }
  position_ += row.size;
}

void CsvSplitter::take_row(const CsvRow& row) {
  const std::uint32_t line = window_.line_at(position_);
  const auto refuse = [&](Reason reason, std::string detail) {
    output_.refuse(reason, position_, line, std::move(detail));
    skip_line();
  };
  if (row.state == CsvRow::State::needs_more || row.size > limit_) {
    return refuse(Reason::record_too_large, fmt::format("a row of more than {} bytes", limit_));
  }
  if (row.state == CsvRow::State::bad_quotes) {
    return refuse(Reason::bad_csv_row, "text after a closing quote, or a quote that is not closed");
  }
  const bool empty = std::ranges::all_of(cells_, is_empty_cell);
  if (cells_.size() != header_.size() && !(empty && cells_.size() == 1)) {
    return refuse(Reason::bad_csv_row, fmt::format("{} cells for {} columns", cells_.size(), header_.size()));
  }
  if (!empty && !std::ranges::equal(cells_, header_)) {
    compose();
    output_.add({.bytes = output_.store(composed_), .offset = position_, .line = line, .container = Container::csv});
  }
  position_ += row.size;
}

void CsvSplitter::compose() {
  composed_ = "{";
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (is_empty_cell(cells_[i])) continue;
    if (composed_.size() > 1) composed_ += ',';
    composed_ += keys_[i];
    composed_ += '"';
    append_csv_cell(composed_, cells_[i]);
    composed_ += '"';
  }
  composed_ += '}';
}

void CsvSplitter::skip_line() {
  while (const std::size_t have = window_.available(position_, 1)) {
    const std::size_t newline = std::string_view(window_.at(position_), have).find('\n');
    position_ += newline == std::string_view::npos ? have : newline + 1;
    window_.keep_from(position_);
    if (newline != std::string_view::npos) return;
  }
}

}  // namespace picket::source

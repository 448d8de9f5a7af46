// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "sink/terminal.h"

namespace picket::cli {
namespace {

constexpr std::chrono::milliseconds kBetweenDrawings{100};
constexpr std::size_t kBarWidth = 24;

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                       : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

void ProgressLine::update(const source::Progress& progress, std::uint64_t records, std::uint64_t matches) {
  if (!enabled_) return;
  const Clock::time_point now = Clock::now();
  if (now - last_ < kBetweenDrawings) return;
  last_ = now;
  const double elapsed = std::max(std::chrono::duration<double>(now - start_).count(), 1e-3);
  std::string line = "\r\x1b[K";
  if (progress.byte_total > 0) {
    const double share = std::min(1.0, static_cast<double>(progress.bytes) / static_cast<double>(progress.byte_total));
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(kBarWidth));
    line += fmt::format("[{}{}] {:3.0f} %  file {}/{}", std::string(filled, '#'), std::string(kBarWidth - filled, '.'),
                        share * 100, progress.files, progress.file_total);
    if (share > 0.01) line += fmt::format("  {} left", duration_text(elapsed / share - elapsed));
  } else {
    line += fmt::format("{} read", sink::human_bytes(static_cast<double>(progress.bytes)));
  }
  line += fmt::format("  {} records/s  {} matches",
                      sink::with_thousands(static_cast<std::uint64_t>(static_cast<double>(records) / elapsed)),
                      sink::with_thousands(matches));
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

}  // namespace picket::cli

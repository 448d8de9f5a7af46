// SPDX-License-Identifier: Apache-2.0
// The door of this room: files and folders of threat indicators in, ECS indicator documents out. Which files are read
// and what becomes of them: docs/formats/indicators.md. Nothing stops the reading: what is not understood is counted by
// reason, and the first few are kept with their place.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "indicator/problem.h"
#include "indicator/reader.h"
#include "indicator/set.h"
#include "source/input.h"

namespace picket::indicator {

inline constexpr std::size_t kMaxSamples = 5;

struct FileReport {
  std::string path;
  std::map<Form, std::uint64_t> indicators;  // by the form that they stood in
};

// Something that became no indicator.
struct Sample {
  std::string file;
  std::uint32_t line = 0;
  std::uint64_t offset = 0;
  std::string_view reason;  // a sentence
  std::string detail;
};

struct Report {
  std::vector<FileReport> files;               // that held indicators
  std::map<std::string, std::uint64_t> types;  // by threat.indicator.type
  std::uint64_t repeated = 0;                  // indicators that were met before
  std::array<std::uint64_t, kProblemCount> problems{};
  std::vector<Sample> samples;  // the first kMaxSamples of what is no note
  source::InputReport input;

  std::uint64_t total() const;
};

struct Loaded {
  Set set;
  Report report;
};

Loaded load(std::span<const std::string> paths);
// Also of documents that stand in no file of their own; `name` stands for the file's, and their lines are counted
// from 1.
Loaded load(std::span<const std::string> paths, std::span<const json::Object> documents, const std::string& name);
// A text that stands in no file of its own; `name` stands for the file's.
Loaded load_text(std::string_view text, const std::string& name);

}  // namespace picket::indicator

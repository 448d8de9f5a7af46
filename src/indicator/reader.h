// SPDX-License-Identifier: Apache-2.0
// What the readers of the formats hand on. Each takes one record of a file and gives the ECS documents that it holds,
// or says why there is none.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/json.h"
#include "indicator/problem.h"

namespace picket::indicator {

// How a file holds indicators; the summary names it.
enum class Form : std::uint8_t { list, csv, ecs, stix, misp };
std::string_view to_string(Form form);  // "list", "CSV", "ECS", "STIX", "MISP"

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void indicator(Form form, const json::Object& document, std::string_view index, std::string_view id) = 0;
  // `detail`: what was found; shown for the first few.
  virtual void problem(Problem problem, std::string_view detail) = 0;
};

// What is known of the file that a record stands in.
struct FileState {
  std::string feed;  // the file's name: threat.feed.name where nothing better is known
  std::unordered_map<std::string, std::string> names;  // of STIX identities, by id
};

// A line of a list.
void read_line(std::string_view line, const FileState& file, Sink& sink);

// A row of a CSV file.
void read_row(const json::Object& row, const FileState& file, Sink& sink);
// Whether a text whose first line this is may be a CSV file of indicators: some column has a name that is known.
bool is_header(std::string_view line);

// A document that is ECS already, alone or as Elasticsearch exports it with _index, _id and _source.
void read_ecs(const json::Object& record, Sink& sink);

// A bundle, or one object of it.
bool is_stix(const json::Object& record);
void read_stix(const json::Object& record, FileState& file, Sink& sink);

// Events, attributes, and responses of the API that hold them.
bool is_misp(const json::Object& record);
void read_misp(const json::Object& record, const FileState& file, Sink& sink);

}  // namespace picket::indicator

// SPDX-License-Identifier: Apache-2.0
// `picket search`: which events match a query.
#include <fmt/core.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/command.h"
#include "cli/common.h"
#include "compile/lower.h"
#include "engine/pipeline.h"
#include "engine/query_language.h"

namespace picket::cli {
namespace {

struct SearchArguments {
  InputArguments input;
  OutputArguments output;
  std::string query;
  std::string language = "kuery";
  std::string limit;
  std::vector<std::string> fields;
  bool raw = false;
  bool pretty = false;
  bool count = false;
};

// Prints what matches, each event once.
class Printer final : public engine::MatchConsumer {
 public:
  Printer(const SearchArguments& arguments, std::uint64_t limit) : arguments_(arguments), limit_(limit) {}
  void set_decoder(const decode::Decoder& decoder) { decoder_ = &decoder; }

  void on_batch(const engine::MatchedBatch& matched) override {
    matched.outputs.front().for_each([&](std::size_t row) {
      if (full()) return;
      ++found_;
      if (!arguments_.count) print(matched.batch.rows[row].raw, decode::hint_of(matched.file.path));
    });
  }
  std::uint64_t found() const { return found_; }
  bool full() const { return limit_ != 0 && found_ >= limit_; }

 private:
  void print(std::string_view record, decode::Hint hint) {
    std::string text;
    if (arguments_.raw) {
      text = record;
    } else if (const auto document = decoder_->document(record, hint)) {
      text = !arguments_.fields.empty() ? line_of(document->source)
             : arguments_.pretty        ? json::serialize_pretty(json::Value(document->source))
                                        : json::serialize(document->source);
    }
    text += '\n';
    std::fwrite(text.data(), 1, text.size(), stdout);
  }

  std::string line_of(const json::Object& source) const {
    std::string line;
    for (const std::string& field : arguments_.fields) {
      if (&field != &arguments_.fields.front()) line += '\t';
      line += printable(join(event::all_texts(source, field), ", "));
    }
    return line;
  }

  const SearchArguments& arguments_;
  std::uint64_t limit_;
  const decode::Decoder* decoder_ = nullptr;
  std::uint64_t found_ = 0;
};

// The pipeline, stopped once enough is found or, with --strict, something is lost.
class Stoppable final : public source::RecordConsumer {
 public:
  Stoppable(engine::Pipeline& pipeline, const Printer& printer, bool strict)
      : pipeline_(pipeline), printer_(printer), strict_(strict) {}
  void on_file(const source::FileInfo& file) override { pipeline_.on_file(file); }
  void on_records(const source::FileInfo& file, std::span<const source::Record> records) override {
    pipeline_.on_records(file, records);
  }
  void on_refusal(const source::Refusal& refusal) override { pipeline_.on_refusal(refusal); }
  bool wants_more() override { return !printer_.full() && !(strict_ && pipeline_.lost_something()); }

 private:
  engine::Pipeline& pipeline_;
  const Printer& printer_;
  bool strict_;
};

const engine::QueryLanguage& language_of(const SearchArguments& arguments) {
  const bool lucene = arguments.language == "lucene";
  return *engine::find_query_language(lucene ? rule::Language::lucene : rule::Language::kuery);
}

ExitCode search(const SearchArguments& arguments) {
  std::uint64_t limit = 0;
  if (!arguments.limit.empty()) {
    const auto [end, error] =
        std::from_chars(arguments.limit.data(), arguments.limit.data() + arguments.limit.size(), limit);
    if (error != std::errc{} || end != arguments.limit.data() + arguments.limit.size() || limit == 0) {
      complain(fmt::format("--limit: expected a number above zero, found '{}'", printable(arguments.limit)));
      return ExitCode::bad_usage;
    }
  }
  Result<std::optional<decode::GeoIp>> geoip = open_geoip(arguments.input);
  if (!geoip) {
    complain(geoip.error().message);
    return ExitCode::bad_usage;
  }
  Diagnostics diagnostics;
  const SourceText* source = diagnostics.add_source({.name = "query", .text = arguments.query});
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  const std::optional<compile::Bound> bound = language_of(arguments).bind(*source, now, diagnostics);
  const bool color = wants_color(arguments.output, stderr);
  print_diagnostics(diagnostics, color, arguments.output.quiet ? Shown::errors : Shown::all);
  if (!bound) return ExitCode::bad_rule;

  event::FieldTable fields;
  const compile::Program program = compile::lower({&*bound, 1}, fields);
  Printer printer(arguments, limit);
  engine::Pipeline pipeline(fields, program, {.geoip = *geoip ? &**geoip : nullptr}, printer);
  printer.set_decoder(pipeline.decoder());
  Stoppable stoppable(pipeline, printer, arguments.input.strict);
  const source::InputReport input =
      source::read_inputs(arguments.input.paths, to_input_options(arguments.input), stoppable);
  const engine::Intake& intake = pipeline.finish();
  if (arguments.count) fmt::print("{}\n", printer.found());
  std::fflush(stdout);
  for (const engine::RefusalSample& sample : intake.samples) {
    if (!sample.lost || arguments.output.quiet) continue;
    complain(refusal_text(sample.file, sample.line, sample.offset, sample.reason, sample.detail));
  }
  if (arguments.output.verbose) {
    complain(fmt::format("{} of {} events match, {} refused", printer.found(), intake.records, intake.refused_total()));
  }
  return pipeline.lost_something() || !input.complete() ? ExitCode::bad_input : ExitCode::done;
}

}  // namespace

Command search_command() {
  auto arguments = std::make_shared<SearchArguments>();
  SearchArguments& a = *arguments;
  Command command;
  command.name = "search";
  command.summary = "print the events that match a query";
  command.description =
      "Reads logs like scan does and prints the events that match a query in KQL or Lucene's syntax, as ECS documents, "
      "one a line. Fields and types are those that the rules see.";
  command.options =
      together({{{.names = "--language",
                  .value = "LANGUAGE",
                  .help = "what the query is written in: KQL or Lucene's syntax",
                  .target = &a.language,
                  .choices = {"kuery", "lucene"}},
                 {.names = "--raw", .value = "", .help = "print the records as they were read", .target = &a.raw},
                 {.names = "--pretty", .value = "", .help = "indent the documents", .target = &a.pretty},
                 {.names = "--count", .value = "", .help = "only print how many events match", .target = &a.count},
                 {.names = "--field",
                  .value = "FIELD",
                  .help = "print only this field, tab-separated; may be repeated",
                  .target = &a.fields},
                 {.names = "--limit", .value = "N", .help = "stop after N events", .target = &a.limit}},
                input_options(a.input),
                output_options(a.output),
                {{.names = "QUERY", .value = "", .help = "the query", .target = &a.query, .required = true},
                 paths_option(a.input)}});
  command.examples = {
      {"picket search 'event.action:*RUNCOMMANDS* and event.outcome:success' logs/", "run commands that succeeded"},
      {"picket search --field @timestamp --field user.email 'source.ip:203.0.113.0/24' logs/",
       "who came from a network"},
      {"picket search --language lucene 'event.action:(*DELETE* OR *WRITE*) AND NOT event.outcome:success' logs/",
       "changes that failed"},
      {"picket search --count '*' logs/", "how many events there are"}};
  command.state = arguments;
  command.run = [arguments] { return search(*arguments); };
  return command;
}

}  // namespace picket::cli

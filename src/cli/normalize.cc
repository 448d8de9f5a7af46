// SPDX-License-Identifier: Apache-2.0
// `picket normalize`: the ECS documents that records become.
#include <fmt/core.h>

#include <cstdio>
#include <memory>
#include <utility>

#include "base/text.h"
#include "cli/command.h"
#include "cli/common.h"
#include "decode/decoder.h"

namespace picket::cli {
namespace {

struct NormalizeArguments {
  InputArguments input;
  OutputArguments output;
  bool pretty = false;
  bool preserve_original = false;
  bool hits = false;
};

class Normalizer final : public source::RecordConsumer {
 public:
  Normalizer(const NormalizeArguments& arguments, const decode::GeoIp* geoip)
      : arguments_(arguments),
        decoder_(no_fields_, {.geoip = geoip, .preserve_original_event = arguments.preserve_original}) {}

  void on_records(const source::FileInfo& file, std::span<const source::Record> records) override {
    const decode::Hint hint = decode::hint_of(file.path);
    for (const source::Record& record : records) {
      const auto document = decoder_.document(record.bytes, hint, arguments_.hits);
      if (document) {
        print(*document);
      } else {
        refuse(file.path, record.offset, record.line, decode::to_string(document.error()), {},
               decode::is_lost(document.error()));
      }
    }
  }
  void on_refusal(const source::Refusal& refusal) override {
    const source::ReasonInfo& reason = source::info(refusal.reason);
    if (reason.loss == source::Loss::none) return;
    refuse(refusal.file->path, refusal.offset, refusal.line, reason.name, refusal.detail);
  }
  bool wants_more() override { return !arguments_.input.strict || refused_ == 0; }
  std::uint64_t refused() const { return refused_; }

 private:
  void print(const event::Document& document) {
    json::Value value(document.source);
    if (arguments_.hits) {
      value = json::Object{{"_index", document.index}, {"_id", document.id}, {"_source", document.source}};
    }
    std::string text = arguments_.pretty ? json::serialize_pretty(value) : json::serialize(value);
    text += '\n';
    std::fwrite(text.data(), 1, text.size(), stdout);
  }

  void refuse(std::string_view file, std::uint64_t offset, std::uint32_t line, std::string_view reason,
              std::string_view detail, bool is_lost = true) {
    refused_ += is_lost ? 1U : 0U;
    if (arguments_.output.quiet) return;
    complain(refusal_text(file, line, offset, reason, detail));
  }

  const NormalizeArguments& arguments_;
  event::FieldTable no_fields_;
  decode::Decoder decoder_;
  std::uint64_t refused_ = 0;
};

ExitCode normalize(const NormalizeArguments& arguments) {
  Result<std::optional<decode::GeoIp>> geoip = open_geoip(arguments.input);
  if (!geoip) {
    complain(geoip.error().message);
    return ExitCode::bad_usage;
  }
  Normalizer normalizer(arguments, *geoip ? &**geoip : nullptr);
  const source::InputReport report =
      source::read_inputs(arguments.input.paths, to_input_options(arguments.input), normalizer);
  std::fflush(stdout);
  return normalizer.refused() > 0 || !report.complete() ? ExitCode::bad_input : ExitCode::done;
}

}  // namespace

Command normalize_command() {
  auto arguments = std::make_shared<NormalizeArguments>();
  NormalizeArguments& a = *arguments;
  Command command;
  command.name = "normalize";
  command.summary = "print the ECS documents that records become";
  command.description =
      "Reads logs like scan does and prints each record as the ECS document that Elastic's integration makes of it, "
      "one a "
      "line. docs/differences.md lists where Picket's document differs because Elastic's is a defect.";
  command.options = together(
      {{{.names = "--pretty", .value = "", .help = "indent the documents", .target = &a.pretty},
        {.names = "--preserve-original",
         .value = "",
         .help = "keep each record's text in event.original, with the tag preserve_original_event",
         .target = &a.preserve_original},
        {.names = "--hits",
         .value = "",
         .help = "wrap each document with its _index and _id, as an Elasticsearch export does, and add data_stream.*",
         .target = &a.hits}},
       input_options(a.input),
       output_options(a.output),
       {paths_option(a.input)}});
  command.examples = {{"picket normalize --pretty PT1H.json", "see what a rule sees"},
                      {"picket normalize --hits logs/ | gzip > ecs.ndjson.gz", "convert a folder"}};
  command.state = arguments;
  command.run = [arguments] { return normalize(*arguments); };
  return command;
}

}  // namespace picket::cli

// SPDX-License-Identifier: Apache-2.0
// `picket scan`: which rules fire on these logs, and on what.
#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <tuple>
#include <utility>

#include "cli/command.h"
#include "cli/common.h"
#include "cli/progress.h"
#include "engine/detection.h"
#include "engine/pipeline.h"
#include "engine/prepare.h"
#include "engine/report.h"
#include "indicator/load.h"
#include "sink/explain.h"
#include "sink/sink.h"
#include "sink/summary.h"

namespace picket::cli {
namespace {

struct ScanArguments {
  InputArguments input;
  RuleArguments rules;
  OutputArguments output;
  std::vector<std::string> indicators;
  std::string format;
  std::string file;
  std::string from;
  std::string to;
  std::string baseline = "mark";
  std::string explain;
  bool fail_on_alert = false;
};

// The pipeline, with what only a person at a terminal wants: a progress line, and stopping at the first bad record.
class WatchedPipeline final : public source::RecordConsumer {
 public:
  WatchedPipeline(engine::Pipeline& pipeline, const engine::Detection& detection, bool strict, bool progress)
      : pipeline_(pipeline), detection_(detection), strict_(strict), line_(progress) {}

  void on_file(const source::FileInfo& file) override { pipeline_.on_file(file); }
  void on_records(const source::FileInfo& file, std::span<const source::Record> records) override {
    pipeline_.on_records(file, records);
  }
  void on_refusal(const source::Refusal& refusal) override { pipeline_.on_refusal(refusal); }
  void on_progress(const source::Progress& progress) override {
    line_.update(progress, pipeline_.records(), detection_.matches());
  }
  bool wants_more() override { return !strict_ || !pipeline_.lost_something(); }
  void done() { line_.clear(); }

 private:
  engine::Pipeline& pipeline_;
  const engine::Detection& detection_;
  bool strict_;
  ProgressLine line_;
};

std::optional<engine::DetectionOptions> detection_options(const ScanArguments& arguments, Timestamp now) {
  engine::DetectionOptions options;
  for (const auto& [text, name, target, end] : {std::tuple(&arguments.from, "--from", &options.from, false),
                                                std::tuple(&arguments.to, "--to", &options.to, true)}) {
    if (text->empty()) continue;
    *target = parse_moment(*text, now, end);
    if (!*target) {
      complain(fmt::format("{}: expected a date such as 2026-03-01, 2026-03-01T12:00:00Z or now-7d, found '{}'", name,
                           *text));
      return std::nullopt;
    }
  }
  if (options.from && options.to && *options.to < *options.from) {
    complain("--to lies before --from");
    return std::nullopt;
  }
  options.baseline = arguments.baseline == "hold"     ? engine::BaselineMode::hold
                     : arguments.baseline == "ignore" ? engine::BaselineMode::ignore
                                                      : engine::BaselineMode::mark;
  return options;
}

std::string geoip_missing(const std::optional<decode::GeoIp>& geoip) {
  if (!geoip || (!geoip->has_city() && !geoip->has_asn())) return "GeoIP or AS";
  if (!geoip->has_city()) return "GeoIP";
  return geoip->has_asn() ? "" : "AS";
}

// Alerts go to the sink, or, with --explain, only the one that was asked for is shown.
class Output {
 public:
  Output(const ScanArguments& arguments, std::FILE* out) : arguments_(arguments), out_(out) {
    style_ = {.color = wants_color(arguments.output, out), .width = terminal_width(out)};
    const std::string name = !arguments.format.empty() ? arguments.format : is_terminal(out) ? "table" : "jsonl";
    if (arguments.explain.empty()) sink_ = sink::make_sink(*sink::parse_format(name), out, style_);
  }

  void write(const alert::Alert& alert) {
    if (sink_) {
      sink_->write(alert);
    } else if (alert.id.starts_with(arguments_.explain)) {
      ++explained_;
      const std::string text = sink::explain_alert(alert, style_);
      std::fwrite(text.data(), 1, text.size(), out_);
    }
  }

  void finish(const engine::ScanReport& report) {
    if (sink_) sink_->finish(report);
    std::fflush(out_);
  }
  bool explained_nothing() const { return !sink_ && explained_ == 0; }

 private:
  const ScanArguments& arguments_;
  std::FILE* out_;
  sink::Style style_;
  std::unique_ptr<sink::AlertSink> sink_;
  std::size_t explained_ = 0;
};

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Other warnings about rules are for their author; that there are some is for everyone.
void count_warnings(const Diagnostics& diagnostics, Shown shown) {
  const auto warnings = std::ranges::count_if(diagnostics.items(), [shown](const Diagnostic& diagnostic) {
    return diagnostic.level == Level::warning && !is_shown(diagnostic, shown);
  });
  if (warnings == 0) return;
  fmt::print(stderr, "picket: {} warning{} about the rules and what they carry (--verbose shows {})\n", warnings,
             warnings == 1 ? "" : "s", warnings == 1 ? "it" : "them");
}

ExitCode scan(const ScanArguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  const std::optional<engine::DetectionOptions> options = detection_options(arguments, now);
  if (!options) return ExitCode::bad_usage;
  Result<std::optional<decode::GeoIp>> geoip = open_geoip(arguments.input);
  if (!geoip) {
    complain(geoip.error().message);
    return ExitCode::bad_usage;
  }
  std::unique_ptr<std::FILE, FileCloser> file;
  if (!arguments.file.empty() && arguments.file != "-") {
    file.reset(std::fopen(arguments.file.c_str(), "we"));
    if (!file) {
      complain(fmt::format("cannot write {}: {}", arguments.file, std::strerror(errno)));
      return ExitCode::bad_usage;
    }
  }
  std::FILE* out = file ? file.get() : stdout;

  Diagnostics diagnostics;
  const rule::RuleSet rules = load_rule_set(arguments.rules, diagnostics);
  std::optional<indicator::Loaded> indicators;
  if (!arguments.indicators.empty()) indicators = indicator::load(arguments.indicators);
  const engine::PreparedRules prepared =
      engine::prepare(rules, now, diagnostics, {.indicators = indicators ? &indicators->set : nullptr});
  const bool color = wants_color(arguments.output, stderr);
  const Shown shown = arguments.output.verbose ? Shown::all : Shown::errors_and_decisive_warnings;
  print_diagnostics(diagnostics, color, shown);
  if (!arguments.output.quiet) count_warnings(diagnostics, shown);
  ExitCode code = diagnostics.has_errors() ? ExitCode::bad_rule : ExitCode::done;
  if (rules.rules.empty()) {
    complain(diagnostics.has_errors() ? "no rule could be loaded" : "no rule is selected");
    return worse(code, arguments.rules.paths.empty() ? ExitCode::bad_usage : ExitCode::bad_rule);
  }

  engine::Detection detection(prepared);
  engine::Pipeline pipeline(prepared.fields, prepared.program, {.geoip = *geoip ? &**geoip : nullptr}, detection);
  WatchedPipeline watched(pipeline, detection, arguments.input.strict, !arguments.output.quiet && is_terminal(stderr));
  engine::ScanReport report;
  report.input = source::read_inputs(arguments.input.paths, to_input_options(arguments.input), watched);
  watched.done();
  report.intake = pipeline.finish();
  report.baseline = options->baseline;
  report.geoip_missing = geoip_missing(*geoip);
  if (indicators) report.indicators = std::move(indicators->report);

  Output output(arguments, out);
  Result<std::vector<engine::RuleReport>> verdicts =
      detection.finish(pipeline, *options, [&](const alert::Alert& alert) { output.write(alert); });
  if (!verdicts) {
    complain(verdicts.error().message);
    return ExitCode::bad_input;
  }
  report.rules = std::move(*verdicts);
  for (const engine::PreparedRule& rule : prepared.rules) {
    report.exceptions += rule.exceptions.size();
    report.expired_exceptions += rule.expired_exceptions;
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  report.peak_memory_bytes = peak_memory_bytes();
  output.finish(report);
  if (!arguments.output.quiet) {
    if (is_terminal(stderr) && is_terminal(out)) fmt::print(stderr, "\n");
    fmt::print(stderr, "{}", sink::summary(report, {.color = color}, {.all_rules = arguments.output.verbose}));
  }
  if (std::ferror(out) != 0) {
    complain("the output could not be written completely");
    code = worse(code, ExitCode::bad_input);
  }
  if (output.explained_nothing()) {
    complain(fmt::format("no alert's id begins with '{}'", arguments.explain));
    code = worse(code, ExitCode::bad_usage);
  }
  if (arguments.fail_on_alert && report.alerts() > 0) code = worse(code, ExitCode::alerts_or_failed);
  const bool indicators_lost = report.indicators && !report.indicators->input.complete();
  if (pipeline.lost_something() || !report.input.complete() || indicators_lost) {
    code = worse(code, ExitCode::bad_input);
    if (arguments.output.quiet) {
      complain("not all of the input could be read; without --quiet the summary names what could not");
    }
  }
  return code;
}

}  // namespace

Command scan_command() {
  auto arguments = std::make_shared<ScanArguments>();
  ScanArguments& a = *arguments;
  Command command;
  command.name = "scan";
  command.summary = "run detection rules over logs and show the alerts";
  command.description =
      "Reads logs in whatever form they were exported (Azure activity, resource and Entra ID logs from Event "
      "Hub, storage, REST, az, Log Analytics, Event Grid or Microsoft Graph, and documents that are ECS already; JSON "
      "in "
      "any layout, CSV; gzip, zstd, zip), runs the rules on their own schedule over the time of the events, and gives "
      "the alerts that the live rules would have "
      "raised. The same input gives the same alerts, whatever the order of files and lines.\n\n"
      "Alerts go to standard output: a table on a terminal, JSON lines when piped. The summary with a verdict for "
      "every "
      "rule goes to standard error.";
  command.options = together(
      {rule_options(a.rules),
       {{.names = "--indicators",
         .value = "PATH",
         .help = "threat indicators for threat_match rules: a file or folder of lists, CSV, ECS documents, STIX or "
                 "MISP; may be given more than once",
         .target = &a.indicators,
         .completes = Completes::files},
        {.names = "-f,--format",
         .value = "FORMAT",
         .help = "form of the alerts; default: table on a terminal, else jsonl",
         .target = &a.format,
         .choices = sink::format_names()},
        {.names = "-o,--output",
         .value = "FILE",
         .help = "write the alerts to a file",
         .target = &a.file,
         .completes = Completes::files},
        {.names = "--from",
         .value = "TIME",
         .help = "only alerts raised at or after this time; earlier events still count as history",
         .target = &a.from},
        {.names = "--to", .value = "TIME", .help = "only alerts raised at or before this time", .target = &a.to},
        {.names = "--baseline",
         .value = "MODE",
         .help = "first-seen alerts with less history than their rule wants: mark them, hold them back, or ignore it",
         .target = &a.baseline,
         .choices = {"mark", "hold", "ignore"}},
        {.names = "--explain",
         .value = "ID",
         .help = "show one alert in full with its rule's guide; the beginning of its id is enough",
         .target = &a.explain},
        {.names = "--fail-on-alert",
         .value = "",
         .help = "exit with 1 when there are alerts",
         .target = &a.fail_on_alert}},
       input_options(a.input),
       output_options(a.output),
       {paths_option(a.input)}});
  command.examples = {
      {"picket scan logs/", "the built-in pack on a folder of exports"},
      {"picket scan -r detection-rules/rules export.json.gz", "Elastic's published rules on one file"},
      {"az monitor activity-log list | picket scan -", "from a pipe"},
      {"picket scan --from 2026-03-01 -f html -o report.html logs/", "a report of March, with February as history"},
      {"picket scan -r rules/ --indicators feeds/ logs/", "indicator match rules with lists of addresses and hashes"},
      {"picket scan --explain 3fa9c1d2 logs/", "everything about one alert"}};
  command.state = arguments;
  command.run = [arguments] { return scan(*arguments); };
  return command;
}

}  // namespace picket::cli

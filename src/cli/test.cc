// SPDX-License-Identifier: Apache-2.0
// `picket test`: do rules fire on these timelines, and keep silent on those.
#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/command.h"
#include "cli/common.h"
#include "engine/rule_test.h"
#include "rule/files.h"
#include "rule/test_file.h"
#include "sink/terminal.h"

namespace picket::cli {
namespace {

struct TestArguments {
  OutputArguments output;
  std::vector<std::string> paths;
  std::string filter;
  std::string junit;
  ExceptionArguments exceptions;
};

void print(const engine::TestResult& result, const OutputArguments& output, bool color) {
  if (result.passed() && output.quiet) return;
  const std::string verdict = result.passed() ? sink::paint("PASS", "32", color) : sink::paint("FAIL", "1;31", color);
  fmt::print("{} {} - {}\n", verdict, printable(result.rule), printable(result.name));
  for (const std::string& failure : result.failures) fmt::print("     {}\n", printable(failure));
  if (!result.passed()) fmt::print("     at {}:{}\n", printable(result.file), result.line);
  if (output.verbose || !result.passed()) {
    for (const std::string& explanation : result.explanations) fmt::print("     ({})\n", printable(explanation));
  }
}

// printable() leaves no control characters; U+FFFE and U+FFFF are characters that XML does not have either.
std::string xml(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kEscapes[] = {
      {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"\xef\xbf\xbe", "?"}, {"\xef\xbf\xbf", "?"}};
  std::string out;
  const std::string safe = printable(text);
  for (std::size_t at = 0; at < safe.size();) {
    const std::string_view rest = std::string_view(safe).substr(at);
    const auto* escape = std::ranges::find_if(kEscapes, [&](const auto& one) { return rest.starts_with(one.first); });
    const bool found = escape != std::end(kEscapes);
    out += found ? escape->second : rest.substr(0, 1);
    at += found ? escape->first.size() : 1;
  }
  return out;
}

// What became of one file: its tests, or why it, its rule or a record could not be loaded.
struct Suite {
  std::string file;
  std::vector<engine::TestResult> results;
  std::vector<std::string> errors;
  std::size_t failed() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(results, [](const engine::TestResult& result) { return !result.passed(); }));
  }
};

std::string junit_case(const engine::TestResult& result) {
  std::string text = fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.6f}\"",
                                 xml(result.rule), xml(result.name), xml(result.file), result.line, result.seconds);
  if (result.passed()) return text + "/>\n";
  std::vector<std::string> lines = result.failures;
  lines.insert(lines.end(), result.explanations.begin(), result.explanations.end());
  for (std::string& line : lines) line = xml(line);
  return text + fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                            xml(result.failures.front()), join(lines, "\n"));
}

// One test suite a file. A file that could not be loaded is an error there: a build server must not miss it.
std::string junit(const std::vector<Suite>& suites) {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::string body;
  for (const Suite& suite : suites) {
    double seconds = 0;
    std::string cases;
    for (const engine::TestResult& result : suite.results) {
      seconds += result.seconds;
      cases += junit_case(result);
    }
    const std::size_t broken = suite.errors.empty() ? 0 : 1;
    if (broken > 0) {
      std::vector<std::string> lines;
      for (const std::string& error : suite.errors) {
        for (const std::string_view line : split(error, '\n')) lines.push_back(xml(line));
      }
      cases += fmt::format(
          "    <testcase classname=\"{0}\" name=\"the file can be loaded\" file=\"{0}\">\n      <error "
          "message=\"{1}\">{2}</error>\n    </testcase>\n",
          xml(suite.file), lines.front(), join(lines, "\n"));
    }
    const std::size_t count = suite.results.size() + broken;
    body += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.6f}\">\n{}  </testsuite>\n",
        xml(suite.file), count, suite.failed(), broken, seconds, cases);
    tests += count;
    failures += suite.failed();
    errors += broken;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}"
      "</testsuites>\n",
      tests, failures, errors, body);
}

bool write_file(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "we");
  bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file != nullptr) written = std::fclose(file) == 0 && written;
  if (!written) complain(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  return written;
}

class TestCommand {
 public:
  explicit TestCommand(const TestArguments& arguments)
      : arguments_(arguments),
        filter_(to_lower_ascii(arguments.filter)),
        color_(wants_color(arguments.output, stdout)),
        error_color_(wants_color(arguments.output, stderr)) {}

  ExitCode run() {
    const std::vector<std::string> here = {"."};
    Diagnostics finding;
    load_exceptions(arguments_.exceptions, lists_, finding);
    const std::vector<rule::FoundFile> files =
        rule::find_test_files(arguments_.paths.empty() ? here : arguments_.paths, finding);
    report(finding);
    for (const rule::FoundFile& file : files) suites_.push_back(run_file(file.path));
    return finish(finding.has_errors());
  }

 private:
  Suite run_file(const std::string& path) {
    Suite suite{.file = path, .results = {}, .errors = {}};
    Diagnostics diagnostics;
    if (const std::optional<rule::TestFile> file = rule::load_test_file(path, diagnostics)) {
      const auto wanted = [&](const rule::Rule& rule, const rule::RuleTest& test) {
        return is_wanted(test.name) || is_wanted(rule.name) || is_wanted(path);
      };
      suite.results = engine::run_test_file(*file, diagnostics, wanted, lists_);
    }
    for (const engine::TestResult& result : suite.results) print(result, arguments_.output, color_);
    suite.errors = report(diagnostics);
    return suite;
  }

  bool is_wanted(std::string_view text) const { return to_lower_ascii(text).find(filter_) != std::string::npos; }

  // Says each problem once: many tests may share a file of templates. Gives the errors as text.
  std::vector<std::string> report(const Diagnostics& diagnostics) {
    std::vector<std::string> errors;
    std::fflush(stdout);
    for (const Diagnostic& diagnostic : diagnostics.items()) {
      const bool is_error = diagnostic.level == Level::error;
      std::string text = render(diagnostic, false);
      const bool is_new = known_.insert(text).second;
      if (is_error) errors.push_back(std::move(text));
      if (is_new && (is_error || arguments_.output.verbose)) {
        fmt::print(stderr, "{}\n", render(diagnostic, error_color_));
      }
    }
    return errors;
  }

  ExitCode finish(bool something_missing) {
    std::size_t failed = 0;
    std::size_t all = 0;
    std::size_t broken = 0;
    for (const Suite& suite : suites_) {
      failed += suite.failed();
      all += suite.results.size();
      broken += suite.errors.empty() ? 0U : 1U;
    }
    fmt::print("{} passed, {} failed", all - failed, failed);
    if (broken > 0) fmt::print(", {} file{} could not be loaded", broken, broken == 1 ? "" : "s");
    fmt::print("\n");
    std::fflush(stdout);
    ExitCode code = failed > 0 ? ExitCode::alerts_or_failed : ExitCode::done;
    if (broken > 0 || something_missing) code = worse(code, ExitCode::bad_rule);
    if (all == 0 && code == ExitCode::done) {
      complain(filter_.empty() ? "no test was found"
                               : fmt::format("no test is selected by '{}'", printable(arguments_.filter)));
      code = ExitCode::bad_usage;
    }
    if (!arguments_.junit.empty() && !write_file(arguments_.junit, junit(suites_))) {
      code = worse(code, ExitCode::bad_usage);
    }
    return code;
  }

  const TestArguments& arguments_;
  std::string filter_;
  bool color_;
  bool error_color_;
  rule::RuleSet lists_;  // exceptions and value lists for every rule
  std::set<std::string> known_;
  std::vector<Suite> suites_;
};

}  // namespace

Command test_command() {
  auto arguments = std::make_shared<TestArguments>();
  TestArguments& a = *arguments;
  Command command;
  command.name = "test";
  command.summary = "run the tests of rules";
  command.description =
      "Runs rule tests (*.test.toml): timelines of records, the alerts that the rule must raise and the silence that "
      "it must keep. Each test also runs with its events shuffled. A test that fails says why an event did not alert: "
      "the part of the query that failed, or the earlier event that made its term old. The format is "
      "docs/formats/rule-tests.md. Exits with 1 when a test failed, and with 2 when a rule or a test file could not be "
      "loaded.";
  command.options = together({{{.names = "--filter",
                                .value = "TEXT",
                                .help = "only tests with this in their name, or in the name of their rule or file",
                                .target = &a.filter},
                               {.names = "--junit",
                                .value = "FILE",
                                .help = "also write the results as JUnit XML",
                                .target = &a.junit,
                                .completes = Completes::files}},
                              exception_options(a.exceptions),
                              output_options(a.output),
                              {{.names = "PATH",
                                .value = "",
                                .help = "test files, or folders that hold some; default: the current folder",
                                .target = &a.paths,
                                .completes = Completes::files}}});
  command.examples = {{"picket test rules/", "every test below a folder"},
                      {"picket test --junit results.xml my-rule.test.toml", "one file, for a build server"}};
  command.state = arguments;
  command.run = [arguments] { return TestCommand(*arguments).run(); };
  return command;
}

}  // namespace picket::cli

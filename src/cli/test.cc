// SPDX-License-Identifier: Apache-2.0
// `picket test`: do rules fire on these timelines, and keep silent on those.
#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>

#include "base/text.h"
#include "cli/command.h"
#include "cli/common.h"
#include "engine/rule_test.h"
#include "rule/test_file.h"
#include "sink/terminal.h"

namespace picket::cli {
namespace {

struct TestArguments {
  OutputArguments output;
  std::vector<std::string> paths;
  std::string filter;
  std::string junit;
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

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// One test suite a file.
std::string junit(const std::vector<engine::TestResult>& results) {
  std::map<std::string, std::vector<const engine::TestResult*>> suites;
  for (const engine::TestResult& result : results) suites[result.file].push_back(&result);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const auto& [file, tests] : suites) {
    std::size_t failures = 0;
    double seconds = 0;
    std::string cases;
    for (const engine::TestResult* test : tests) {
      failures += test->passed() ? 0U : 1U;
      seconds += test->seconds;
      cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.6f}\"", xml(test->rule),
                           xml(test->name), test->seconds);
      if (test->passed()) {
        cases += "/>\n";
        continue;
      }
      cases += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                           xml(test->failures.front()), xml(join(test->failures, "; ")));
    }
    out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" time=\"{:.6f}\">\n{}  </testsuite>\n",
                       xml(file), tests.size(), failures, seconds, cases);
  }
  return out + "</testsuites>\n";
}

bool write_file(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "we");
  bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file != nullptr) written = std::fclose(file) == 0 && written;
  if (!written) complain(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  return written;
}

bool is_wanted(const rule::RuleTest& test, const std::string& path, const std::string& filter) {
  const std::string wanted = to_lower_ascii(filter);
  return to_lower_ascii(test.name).find(wanted) != std::string::npos ||
         to_lower_ascii(path).find(wanted) != std::string::npos;
}

ExitCode test(const TestArguments& arguments) {
  Diagnostics diagnostics;
  std::vector<std::string> paths = arguments.paths;
  if (paths.empty()) paths.emplace_back(".");
  std::vector<engine::TestResult> results;
  const bool color = wants_color(arguments.output, stdout);
  for (const std::string& path : rule::find_test_files(paths, diagnostics)) {
    std::optional<rule::TestFile> file = rule::load_test_file(path, diagnostics);
    if (!file) continue;
    std::erase_if(file->tests, [&](const rule::RuleTest& one) { return !is_wanted(one, path, arguments.filter); });
    if (file->tests.empty()) continue;
    for (engine::TestResult& result : engine::run_test_file(*file, diagnostics)) {
      print(result, arguments.output, color);
      results.push_back(std::move(result));
    }
  }
  std::fflush(stdout);
  print_diagnostics(diagnostics, wants_color(arguments.output, stderr), !arguments.output.verbose);
  std::size_t failed = 0;
  for (const engine::TestResult& result : results) failed += result.passed() ? 0U : 1U;
  fmt::print("{} passed, {} failed\n", results.size() - failed, failed);
  ExitCode code = failed > 0 ? ExitCode::alerts_or_failed : ExitCode::done;
  if (!arguments.junit.empty() && !write_file(arguments.junit, junit(results))) code = worse(code, ExitCode::bad_usage);
  if (results.empty() && !diagnostics.has_errors()) {
    complain("no test was found");
    code = worse(code, ExitCode::bad_usage);
  }
  return diagnostics.has_errors() ? worse(code, ExitCode::bad_rule) : code;
}

}  // namespace

Command test_command() {
  auto arguments = std::make_shared<TestArguments>();
  TestArguments& a = *arguments;
  Command command;
  command.name = "test";
  command.summary = "run the tests of rules";
  command.description =
      "Runs rule tests (*.test.toml): timelines of records, the alerts that the rule must raise and the silence that "
      "it "
      "must keep. Each test also runs with its events shuffled. The format is docs/formats/rule-tests.md.";
  command.options = together({{{.names = "--filter",
                                .value = "TEXT",
                                .help = "only tests with this in their name or path",
                                .target = &a.filter},
                               {.names = "--junit",
                                .value = "FILE",
                                .help = "also write the results as JUnit XML",
                                .target = &a.junit,
                                .completes = Completes::files}},
                              output_options(a.output),
                              {{.names = "PATH",
                                .value = "",
                                .help = "test files, or folders that hold some; default: the current folder",
                                .target = &a.paths,
                                .completes = Completes::files}}});
  command.examples = {{"picket test rules/", "every test below a folder"},
                      {"picket test --junit results.xml my-rule.test.toml", "one file, for a build server"}};
  command.state = arguments;
  command.run = [arguments] { return test(*arguments); };
  return command;
}

}  // namespace picket::cli

// SPDX-License-Identifier: Apache-2.0
// spec [--update] [--filter TEXT] PATH...: runs spec files and the spec files below folders. --update writes what the
// engines do into the files where they agree with each other. Exit code 1 when anything failed.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "spec_runner/case.h"
#include "spec_runner/spec_file.h"

namespace picket::spec {
namespace {

constexpr std::string_view kExtension = ".spec";

struct Options {
  bool update = false;
  std::string filter;
  std::vector<std::filesystem::path> paths;
};

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::filesystem::path> find_files(const Options& options) {
  std::vector<std::filesystem::path> files;
  const auto add = [&](const std::filesystem::path& path) {
    if (path.string().find(options.filter) != std::string::npos) files.push_back(path);
  };
  for (const std::filesystem::path& path : options.paths) {
    if (!std::filesystem::is_directory(path)) {
      add(path);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_regular_file() && entry.path().extension() == kExtension) add(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

struct Report {
  std::size_t assertions = 0;
  std::size_t failures = 0;
  bool changed = false;

  void fail(const std::filesystem::path& file, std::size_t line, std::string_view message) {
    ++failures;
    fmt::print("{}:{}: {}\n", file.string(), line, message);
  }
};

std::string indented(const std::vector<std::string>& lines, std::string_view indent) {
  std::string out;
  for (const std::string& line : lines) out += fmt::format("{}{}\n", indent, line);
  return out;
}

void run_block(const std::filesystem::path& file, Context& context, const Block& block, const Options& options,
               std::optional<std::vector<std::string>>& actual, Report& report) {
  const std::string name = block.argument.empty() || block.directive == "now" || block.directive == "list"
                               ? block.directive
                               : block.directive + " " + block.argument;
  const Directive* const directive = find_directive(name);
  if (directive == nullptr) return report.fail(file, block.line, fmt::format("no such directive: '{}'", name));
  if (directive->asserts != block.has_separator) {
    return report.fail(
        file, block.line,
        directive->asserts ? "an assertion needs a line '----' and what is expected" : "setup expects nothing");
  }
  report.assertions += directive->asserts ? 1 : 0;
  const Outcome outcome = directive->run(context, block);
  if (!outcome) return report.fail(file, block.line, outcome.error());
  if (!directive->asserts || *outcome == block.expected) return;
  if (options.update) {
    actual = *outcome;
    report.changed = true;
    return;
  }
  report.fail(file, block.line,
              fmt::format("{}\n{}  expected:\n{}  found:\n{}", name, indented(block.body, "    "),
                          indented(block.expected, "    "), indented(*outcome, "    ")));
}

Report run_file(const std::filesystem::path& path, const Options& options) {
  Report report;
  const Result<SpecFile> file = parse_spec(read(path));
  if (!file) {
    report.fail(path, 1, file.error().message);
    return report;
  }
  const std::filesystem::path expected_name = std::filesystem::path(file->name).concat(kExtension);
  if (!path.string().ends_with(expected_name.string())) report.fail(path, 1, "the name is not the file's path");
  Context context;
  std::vector<std::optional<std::vector<std::string>>> actual(file->blocks.size());
  for (std::size_t i = 0; i < file->blocks.size(); ++i) {
    run_block(path, context, file->blocks[i], options, actual[i], report);
  }
  if (report.assertions == 0) report.fail(path, 1, "a spec without an assertion tests nothing");
  if (report.changed) std::ofstream(path, std::ios::binary) << with_expectations(*file, actual);
  return report;
}

int run(const Options& options) {
  const std::vector<std::filesystem::path> files = find_files(options);
  std::size_t assertions = 0;
  std::size_t failures = files.empty() ? 1 : 0;
  for (const std::filesystem::path& file : files) {
    const Report report = run_file(file, options);
    assertions += report.assertions;
    failures += report.failures;
    if (report.changed) fmt::print("{}: updated\n", file.string());
  }
  fmt::print("{} files, {} assertions, {} failures\n", files.size(), assertions, failures);
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace picket::spec

int main(int argc, char** argv) {
  picket::spec::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--update") {
      options.update = true;
    } else if (argument == "--filter" && i + 1 < argc) {
      options.filter = argv[++i];
    } else {
      options.paths.emplace_back(argument);
    }
  }
  return picket::spec::run(options);
}

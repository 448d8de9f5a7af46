// SPDX-License-Identifier: Apache-2.0
// picket-conformance           writes the page to standard output
// picket-conformance --check FILE   0: FILE is that page; 1: it is not; 77: no data, or other data than FILE is about
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <string>
#include <string_view>

#include "base/text.h"
#include "conformance.h"
#include "support/shared_data.h"

namespace picket::conformance {
namespace {

constexpr int kSkipped = 77;

Score sum(const Scores& scores) {
  return std::accumulate(scores.begin(), scores.end(), Score{}, [](Score total, const auto& entry) {
    return Score{total.cases + entry.second.cases, total.passed + entry.second.passed};
  });
}

void add_vectors(std::string& page, std::string_view title, std::string_view what, const Scores& scores) {
  const Score total = sum(scores);
  page += fmt::format("\n### {}\n\n{}\n\n| area | cases | pass |\n| --- | ---: | ---: |\n", title, what);
  for (const auto& [area, score] : scores) page += fmt::format("| {} | {} | {} |\n", area, score.cases, score.passed);
  page += fmt::format("| **all** | **{}** | **{}** |\n", total.cases, total.passed);
}

void add_kql(std::string& page, const Scores& grammar, const Scores& matches, const Scores& errors) {
  page +=
      "\n## KQL\n\nVectors of the language as Kibana and Elasticsearch have it: a mapping, a query, and what is "
      "right.\n";
  add_vectors(page, "Grammar", "The syntax tree of each query, or that it has none.", grammar);
  add_vectors(page, "Meaning",
              "Whether a document matches, by the type of its fields. A case passes when the reference interpreter and "
              "every\nconfiguration of the compiled engine give the right answer.",
              matches);
  add_vectors(page, "Refused queries", "Queries that Elasticsearch refuses: the rule does not load, and says why.",
              errors);
}

void add_streams(std::string& page, const std::map<std::string, StreamScore>& streams) {
  page +=
      "\n## ECS documents\n\nRecords of Elastic's own tests of its Azure integration, each with the document that it "
      "has to become.\n\n| data stream | records | equal | equal but for known differences | wrong |\n"
      "| --- | ---: | ---: | ---: | ---: |\n";
  std::map<std::string, std::size_t> fields;
  for (const auto& [name, score] : streams) {
    page += fmt::format("| azure.{} | {} | {} | {} | {} |\n", name, score.records, score.equal,
                        score.equal_but_for_known, score.others());
    for (const auto& [field, documents] : score.fields) fields[field] += documents;
  }
  page +=
      "\nThe known differences, whose reasons are in [differences.md](differences.md):\n\n"
      "| field | documents |\n| --- | ---: |\n";
  for (const auto& [field, documents] : fields) page += fmt::format("| `{}` | {} |\n", field, documents);
}

// "ES|QL" would end the cell.
std::string in_table(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

void add_rules(std::string& page, const RuleScores& rules) {
  page +=
      "\n## Rules\n\nA sample of the rules that Elastic publishes: every one on Azure, and some of all other kinds.\n\n"
      "| type, language | rules | run |\n| --- | ---: | ---: |\n";
  RuleScore total;
  for (const auto& [kind, score] : rules.by_kind) {
    page += fmt::format("| {} | {} | {} |\n", kind, score.rules, score.runnable);
    total.rules += score.rules;
    total.runnable += score.runnable;
  }
  page += fmt::format("| **all** | **{}** | **{}** |\n\n", total.rules, total.runnable);
  page += fmt::format("With an error: {}.", rules.failed);
  if (rules.reasons.empty()) {
    page += "\n";
    return;
  }
  page += " Why the others do not run:\n\n| reason | rules |\n| --- | ---: |\n";
  for (const auto& [reason, count] : rules.reasons) page += fmt::format("| {} | {} |\n", in_table(reason), count);
}

// What the page is about; another edition of the data has other numbers.
std::string edition(const Scores& grammar, const Scores& matches, const Scores& errors,
                    const std::map<std::string, StreamScore>& streams, const RuleScores& rules) {
  std::size_t records = 0;
  for (const auto& [name, score] : streams) records += score.records;
  std::size_t count = 0;
  for (const auto& [kind, score] : rules.by_kind) count += score.rules;
  return fmt::format("{} queries of the grammar, {} of the meaning, {} refused ones, {} records, {} rules",
                     sum(grammar).cases, sum(matches).cases, sum(errors).cases, records, count);
}

struct Page {
  std::string edition;
  std::string text;
};

Page write_page() {
  const Scores grammar = score_kql_grammar();
  const Scores matches = score_kql_matches();
  const Scores errors = score_kql_errors();
  const std::map<std::string, StreamScore> streams = score_azure_streams();
  const RuleScores rules = score_rules();
  Page page{edition(grammar, matches, errors, streams, rules), {}};
  page.text = fmt::format(
      "# Conformance\n\n<!-- Written by tests/conformance; do not edit. -->\n\nHow Picket's results compare with "
      "Elastic's on data that nobody wrote for Picket: {}.\nThat data is not part of the repository. Where Picket "
      "differs on purpose, and why: [differences.md](differences.md).\n",
      page.edition);
  add_kql(page.text, grammar, matches, errors);
  add_streams(page.text, streams);
  add_rules(page.text, rules);
  return page;
}

bool has_data() {
  constexpr std::string_view kNeeded[] = {"vectors/kql", "fixtures/azure", "rules-elastic"};
  return std::ranges::all_of(kNeeded, [](std::string_view path) { return test::shared_data(path).has_value(); });
}

int check(const std::string& path) {
  const std::string known = test::read_file(path);
  const Page page = write_page();
  if (known == page.text) return 0;
  if (known.find(page.edition) == std::string::npos) {
    fmt::print("{} is about other data than this: {}\n", path, page.edition);
    return kSkipped;
  }
  const std::vector<std::string_view> lines = split(known, '\n');
  for (const std::string_view line : split(page.text, '\n')) {
    if (std::ranges::find(lines, line) == lines.end()) fmt::print("now: {}\n", line);
  }
  fmt::print("{} is not what picket-conformance writes\n", path);
  return 1;
}

}  // namespace
}  // namespace picket::conformance

int main(int argc, char** argv) {
  using namespace picket::conformance;
  if (!has_data()) {
    fmt::print("{}\n", picket::test::kNoSharedData);
    return kSkipped;
  }
  if (argc == 3 && std::string_view(argv[1]) == "--check") return check(argv[2]);
  std::fputs(write_page().text.c_str(), stdout);
  return 0;
}

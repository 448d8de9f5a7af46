// SPDX-License-Identifier: Apache-2.0
#include "rule/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "embedded/rules.h"
#include "rule/bind_rule.h"
#include "rule/files.h"
#include "rule/json_reader.h"
#include "rule/kibana_layout.h"
#include "rule/limits.h"
#include "rule/problems.h"
#include "rule/toml_layout.h"
#include "rule/toml_reader.h"

namespace picket::rule {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";
// Elastic Defend keeps this list; the detection engine does not apply it to rules.
constexpr std::string_view kEndpointList = "endpoint_list";

// JSON begins with `{`, or with `[` and then an object; in TOML a name follows the bracket.
bool looks_like_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return false;
  if (text[first] == '{') return true;
  if (text[first] != '[') return false;
  const std::size_t second = text.find_first_not_of(kWhiteSpace, first + 1);
  return second != std::string_view::npos && (text[second] == '{' || (text[second] == ']' && text[first + 1] != '['));
}

// JSON lines: one of the first two lines is an object of its own. The second is looked at as well so that a broken
// first line costs one rule and not the file.
bool looks_like_lines(std::string_view text) {
  std::size_t begin = text.find_first_not_of(kWhiteSpace);
  for (int tries = 0; tries < 2 && begin != std::string_view::npos && text[begin] == '{'; ++tries) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (is_json_value(text.substr(begin, end - begin))) return true;
    begin = text.find_first_not_of(kWhiteSpace, end);
  }
  return false;
}

class Loader {
 public:
  Loader(RuleSet& set, Diagnostics& diagnostics) : set_(set), diagnostics_(diagnostics) {
    for (std::size_t i = 0; i < set.rules.size(); ++i) by_id_[set.rules[i].rule_id] = i;
  }
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  // `required`: it is an error when there is no rule in the text.
  void load_text(std::string_view name, std::string_view text, bool required) {
    ++set_.files;
    file_ = {.name = name, .required = required};
    if (looks_like_json(text)) {
      load_json(text);
    } else {
      load_toml(text);
    }
  }

  void load_file(const FoundFile& file) {
    const std::optional<std::string> text = read_text_file(file.path, diagnostics_);
    if (text.has_value()) {
      load_text(file.path, *text, file.named);
    } else {
      ++set_.files;
      ++set_.failed_rules;
    }
  }

  // Removes the rules that later ones with the same rule_id replaced.
  void finish() {
    std::size_t index = 0;
    std::erase_if(set_.rules, [&](const Rule&) { return replaced_.contains(index++); });
    replaced_.clear();
    by_id_.clear();
  }

 private:
  // What the file at hand held, to compare with an export's summary line and to see that a file is none of ours.
  struct File {
    std::string_view name;
    bool required = false;
    std::size_t rules = 0;
    std::size_t lists = 0;
    std::size_t items = 0;
    std::size_t others = 0;   // connectors, summaries
    std::size_t unknown = 0;  // entries that are none of these
    std::size_t broken = 0;   // lines that are no JSON

    std::size_t known() const { return rules + lists + items + others; }
  };

  void load_toml(std::string_view text) {
    Problems problems(file_.name, text, 1, diagnostics_);
    std::optional<Node> root = read_toml(problems);
    if (!root.has_value()) {
      ++set_.failed_rules;
    } else if (find(*root, "rule") != nullptr) {
      const std::size_t errors_before = problems.errors();
      Node flat = flatten_rule(std::move(*root), problems);
      add_rule(std::move(flat), Form::toml, errors_before, problems);
    } else if (find(*root, "exceptions") != nullptr) {
      ExceptionNodes nodes = flatten_exceptions(std::move(*root), problems);
      for (Node& list : nodes.lists) add_list(std::move(list), problems);
      for (Node& item : nodes.items) add_item(std::move(item), problems);
    } else if (file_.required || !is_other_toml(*root)) {
      report_no_rule(trim_ascii(text).empty() ? "the file is empty" : "the file has no [rule] table");
    }
  }

  void load_json(std::string_view text) {
    if (looks_like_lines(text)) {
      load_lines(text);
    } else {
      Problems problems(file_.name, text, 1, diagnostics_);
      load_value(problems);
    }
    if (file_.unknown > kMaxForeignEntries && (file_.required || file_.known() > 0)) {
      report_file(Code::no_rule, file_.name,
                  fmt::format("{} more entries are no rule", file_.unknown - kMaxForeignEntries), {}, diagnostics_);
    } else if (file_.known() == 0 && file_.broken == 0) {
      report_no_rule(file_.unknown == 0 ? "the list is empty" : "nothing in the file is a rule or an exception");
    }
  }

  void load_lines(std::string_view text) {
    std::uint32_t number = 0;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      ++number;
      if (line.find_first_not_of(kWhiteSpace) == std::string_view::npos) continue;
      Problems problems(file_.name, line, number, diagnostics_);
      load_value(problems);
      if (file_.broken < kMaxForeignEntries) continue;
      report_file(Code::more_problems, file_.name,
                  fmt::format("{} lines are no JSON; the rest of the file is not read", file_.broken),
                  "is this a file of rules?", diagnostics_);
      return;
    }
  }

  void load_value(Problems& problems) {
    std::optional<Node> root = read_json(problems);
    if (!root.has_value()) {
      ++set_.failed_rules;
      ++file_.broken;
      return;
    }
    for (Node& entry : unwrap(std::move(*root))) {
      add_entry(std::move(entry), problems);
      problems.next_rule();
    }
  }

  void add_entry(Node entry, Problems& problems) {
    switch (classify(entry)) {
      case Entry::rule:
        add_rule(std::move(entry), Form::json, problems.errors(), problems);
        return;
      case Entry::exception_list:
        add_list(std::move(entry), problems);
        return;
      case Entry::exception_item:
        add_item(std::move(entry), problems);
        return;
      case Entry::connector:
        ++file_.others;
        return;
      case Entry::summary:
        ++file_.others;
        check_summary(entry, problems);
        return;
      case Entry::unknown:
        add_unknown(entry, problems);
        return;
    }
  }

  void add_rule(Node flat, Form form, std::size_t errors_before, Problems& problems) {
    ++file_.rules;
    const Member* id = find_member(flat, "rule_id");
    const Span id_span = id == nullptr ? flat.span : id->value.span;
    std::optional<Rule> rule;
    if (flat.object() != nullptr) rule = bind_rule(std::move(flat), form, problems);
    if (!rule.has_value() || problems.errors() > errors_before) {
      ++set_.failed_rules;
      return;
    }
    const std::size_t index = set_.rules.size();
    const auto [known, is_new] = by_id_.try_emplace(rule->rule_id, index);
    if (!is_new) {
      const Rule& earlier = set_.rules[known->second];
      problems.add(Code::duplicate_rule_id, id_span,
                   fmt::format("{}:{} has the same rule_id; this one, the last, is used", earlier.file, earlier.line),
                   "remove one of them or give it a rule_id of its own");
      replaced_.insert(std::exchange(known->second, index));
    }
    set_.rules.push_back(std::move(*rule));
  }

  void add_list(Node list, Problems& problems) {
    ++file_.lists;
    add_to(set_.exception_lists, bind_exception_list(std::move(list), problems));
  }

  void add_item(Node item, Problems& problems) {
    ++file_.items;
    add_to(set_.exception_items, bind_exception_item(std::move(item), problems));
  }

  template <class T>
  void add_to(std::vector<T>& objects, std::optional<T> object) {
    if (object.has_value()) {
      objects.push_back(std::move(*object));
    } else {
      ++set_.failed_rules;
    }
  }

  // Of a file of a folder in which nothing is known the file as a whole is skipped, which is no error.
  void add_unknown(const Node& entry, Problems& problems) {
    if (++file_.unknown > kMaxForeignEntries || (!file_.required && file_.known() == 0)) return;
    ++set_.failed_rules;
    problems.add(Code::no_rule, entry.span,
                 fmt::format("expected a rule, an exception list or item, a connector or a summary; found {}",
                             entry.object() == nullptr ? describe(entry) : "an object that is none of these"),
                 "a rule has `rule_id` and `type`");
  }

  void report_no_rule(std::string message) {
    if (file_.required && file_.unknown > 0) return;  // each entry was reported
    if (file_.required) ++set_.failed_rules;
    report_file(file_.required ? Code::no_rule : Code::skipped_file, file_.name, std::move(message),
                "a rule is a TOML file with [rule], or JSON with `rule_id` and `type`", diagnostics_);
  }

  void check_summary(const Node& summary, Problems& problems) {
    struct Promise {
      std::string_view key;
      std::string_view what;
      std::size_t found;
    };
    for (const Promise& promise : {Promise{"exported_rules_count", "rules", file_.rules},
                                   Promise{"exported_exception_list_count", "exception lists", file_.lists},
                                   Promise{"exported_exception_list_item_count", "exception items", file_.items}}) {
      const Node* count = find(summary, promise.key);
      if (count == nullptr || count->integer() == nullptr) continue;
      if (std::cmp_less_equal(*count->integer(), promise.found)) continue;
      problems.add(Code::export_incomplete, count->span,
                   fmt::format("the summary says {} {}, found {}", *count->integer(), promise.what, promise.found),
                   "the file was cut or edited");
    }
  }

  RuleSet& set_;
  Diagnostics& diagnostics_;
  File file_;
  std::unordered_map<std::string, std::size_t> by_id_;  // rule_id -> index into set_.rules
  std::unordered_set<std::size_t> replaced_;
};

// A rule whose exceptions are somewhere else alerts more than its author meant.
void check_exception_lists(const RuleSet& set, Diagnostics& diagnostics) {
  std::unordered_set<std::string_view> known = {kEndpointList};
  for (const ExceptionList& list : set.exception_lists) known.insert(list.list_id);
  for (const ExceptionItem& item : set.exception_items) known.insert(item.list_id);
  for (const Rule& rule : set.rules) {
    for (const ExceptionListReference& list : rule.exceptions_list) {
      if (known.contains(list.list_id)) continue;
      report_file(Code::unknown_list, fmt::format("{}:{}", rule.file, rule.line),
                  fmt::format("the exception list \"{}\" of \"{}\" is in none of the files", list.list_id, rule.name),
                  "export the rule together with its exceptions, or expect alerts that they would suppress",
                  diagnostics);
    }
  }
}

}  // namespace

void load_rules(std::span<const std::string> paths, RuleSet& set, Diagnostics& diagnostics) {
  Loader loader(set, diagnostics);
  for (const FoundFile& file : find_files(paths, diagnostics)) loader.load_file(file);
  loader.finish();
  check_exception_lists(set, diagnostics);
}

void load_exceptions(std::span<const std::string> paths, RuleSet& set, Diagnostics& diagnostics) {
  RuleSet read;
  Loader loader(read, diagnostics);
  for (const FoundFile& file : find_files(paths, diagnostics)) loader.load_file(file);
  std::ranges::move(read.exception_lists, std::back_inserter(set.exception_lists));
  std::ranges::move(read.exception_items, std::back_inserter(set.exception_items));
  set.failed_rules += read.failed_rules;
}

void load_rules_text(std::string_view name, std::string_view text, RuleSet& set, Diagnostics& diagnostics) {
  const std::optional<std::string> decoded = to_text(name, std::string(text), diagnostics);
  if (!decoded.has_value()) {
    ++set.files;
    ++set.failed_rules;
    return;
  }
  Loader loader(set, diagnostics);
  loader.load_text(name, *decoded, true);
  loader.finish();
}

void load_builtin_rules(RuleSet& set, Diagnostics& diagnostics) {
  Loader loader(set, diagnostics);
  for (const embedded::File& file : embedded::rules()) loader.load_text(file.name, file.text, true);
  loader.finish();
}

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/suspicions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.h"
#include "lang/lucene/occurrence.h"

namespace picket::lucene {
namespace {

constexpr std::size_t kMaxQuotedBytes = 60;
constexpr std::array<std::string_view, 3> kKeywords = {"and", "or", "not"};
constexpr auto kComparisons = std::to_array<std::string_view>({">", "<", ">=", "<=", "=>", "=<", "==", "=", "!="});

std::string_view slice(std::string_view query, Span span) {
  return query.substr(span.begin, span.end - span.begin);
}

std::string shown(std::string_view query, Span span) {
  const std::string_view text = slice(query, span);
  return text.size() <= kMaxQuotedBytes ? printable(text) : "this clause";
}

// Words that stand for operators in other languages and are text here.
class TokenCheck {
 public:
  TokenCheck(std::string_view query, const std::vector<Token>& tokens, Report& report)
      : query_(query), tokens_(tokens), report_(report) {}

  void run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.kind == TokenKind::bare_operator) {
        const std::string_view sign = slice(query_, token.span).substr(0, 1);
        report_.add(Code::bare_operator, {token.span.begin, token.span.begin + 1},
                    fmt::format("'{}' before a blank is a word to be found", sign),
                    fmt::format("write it directly before the term: {}term", sign));
      }
      if (token.kind == TokenKind::term && !is_value(i)) check_word(i);
    }
  }

 private:
  TokenKind kind(std::size_t i) const { return i < tokens_.size() ? tokens_[i].kind : TokenKind::end; }
  bool is_value(std::size_t i) const { return i > 0 && kind(i - 1) == TokenKind::colon; }
  bool begins_operand(std::size_t i) const {
    using enum TokenKind;
    static constexpr std::array kKinds = {term,   star, prefix_term, wild_term, regexp,
                                          quoted, plus, minus,       op_not,    open_group};
    return std::ranges::find(kKinds, kind(i)) != kKinds.end();
  }

  void check_word(std::size_t i) {
    const std::string_view text = slice(query_, tokens_[i].span);
    const auto is_word = [&](std::string_view word) { return equals_ignoring_case(word, text); };
    const auto* keyword = std::ranges::find_if(kKeywords, is_word);
    if (keyword != kKeywords.end() && begins_operand(i + 1) && kind(i + 1) != TokenKind::colon) {
      report_.add(Code::keyword_is_text, tokens_[i].span, fmt::format("'{}' is a word to be found, no operator", text),
                  fmt::format("operators stand in capitals: {}", to_upper_ascii(text)));
    }
    if (std::ranges::find(kComparisons, text) != kComparisons.end() && begins_operand(i + 1)) {
      report_.add(Code::comparison_is_text, tokens_[i].span,
                  fmt::format("'{}' is a word to be found, no comparison", text),
                  "a comparison stands between the colon and its value: field:>=5");
    }
  }

  std::string_view query_;
  const std::vector<Token>& tokens_;
  Report& report_;
};

struct ValueCheck {
  std::string_view query;
  const Term& term;
  Report& report;

  void operator()(const Text& value) const {
    const bool quoted = value.text.size() > 2 && value.text.front() == '\'' && value.text.back() == '\'';
    if (!quoted) return;
    report.add(Code::single_quotes, term.value_span, "the single quotes are part of the value",
               fmt::format("write \"{}\"", value.text.substr(1, value.text.size() - 2)));
  }
  void operator()(const Phrase& value) const {
    if (value.text.size() < 2 || !value.text.contains('*')) return;
    report.add(Code::wildcard_in_quotes, term.value_span, "a star in quotes is no wildcard",
               "leave the quotes out and write a backslash before blanks and special characters");
  }
  void operator()(const Prefix&) const { check_exists(); }
  void operator()(const Wildcard&) const { check_exists(); }
  void operator()(const RegexpText& value) const {
    if (value.source.starts_with('^') || value.source.ends_with('$')) {
      report.add(Code::anchor_is_text, term.value_span,
                 "'^' and '$' are characters in a regular expression, no anchors",
                 "leave them out: an expression always fits the whole value");
    } else if (!value.source.empty() && value.source.find_first_of(".?+*|{}[]()\"\\#@&<>~^$") == std::string::npos) {
      report.add(Code::regexp_without_operators, term.value_span,
                 fmt::format("the slashes make a regular expression that fits the value '{}' only", value.source),
                 "put a path in quotes");
    }
  }
  void operator()(const Fuzzy&) const {}
  void operator()(const Range& value) const {
    const bool lone_sign = (value.lower && value.lower->text == "=") || (value.upper && value.upper->text == "=");
    if (!lone_sign || slice(query, term.value_span).size() != 2) return;
    report.add(Code::comparison_is_text, term.value_span, "a comparison and its value stand apart",
               "leave no blank between them: field:>=5");
  }
  void operator()(const Exists&) const {}

 private:
  void check_exists() const {
    if (!term.field || term.field->name != "_exists_") return;
    report.add(Code::pattern_after_exists, term.value_span, "a pattern after '_exists_:' finds nothing",
               "write a backslash before the star: _exists_:name.\\*");
  }
};

// What the author surely did not mean to be left out of account.
void check_group(const Group& group, std::string_view query, Report& report) {
  Occurrences occurrences(Operator::op_or);
  for (const Clause& clause : group.clauses) occurrences.add(clause.conjunction, clause.modifier, true);
  const std::vector<Occurrence>& marks = occurrences.marks();
  if (std::ranges::find(marks, Occurrence::must) == marks.end()) return;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] != Occurrence::should) continue;
    const Span span = group.clauses[i].node.span;
    report.add(
        Code::clause_without_effect, span,
        fmt::format("'{}' has no effect: beside terms that AND or + makes required it is optional", shown(query, span)),
        "use brackets, as in a OR (b AND c)");
  }
}

void check_node(const Node& node, std::string_view query, Report& report) {
  if (const auto* term = std::get_if<Term>(&node.kind)) {
    std::visit(ValueCheck{query, *term, report}, term->value);
    return;
  }
  const auto& group = std::get<Group>(node.kind);
  check_group(group, query, report);
  for (const Clause& clause : group.clauses) check_node(clause.node, query, report);
}

}  // namespace

void warn_of_suspicions(const Node& root, std::string_view query, const std::vector<Token>& tokens, Report& report) {
  TokenCheck(query, tokens, report).run();
  check_node(root, query, report);
}

}  // namespace picket::lucene

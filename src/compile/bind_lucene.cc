// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_lucene.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "compile/analyze.h"
#include "compile/codes.h"
#include "compile/query_regexps.h"
#include "lang/lucene/parser.h"

namespace picket::compile {
namespace {

using lucene::Occurrence;
using lucene::Occurrences;

constexpr std::string_view kEveryField = "*";

Pattern name_pattern(std::string_view name) {
  Pattern pattern;
  for (const std::string_view part : split(name, '*')) pattern.parts.emplace_back(part);
  return pattern;
}

Pattern value_pattern(const lucene::Wildcard& wildcard) {
  Pattern pattern{{""}};
  for (const lucene::Wildcard::Part& part : wildcard.parts) {
    switch (part.piece) {
      case lucene::Wildcard::Piece::text:
        pattern.parts.back() += part.text;
        break;
      case lucene::Wildcard::Piece::any_character:
        pattern.parts.back() += kAnyCharacter;
        break;
      case lucene::Wildcard::Piece::any_text:
        pattern.parts.emplace_back();
        break;
    }
  }
  return pattern;
}

bool is_text(event::FieldType type) {
  return type == event::FieldType::text || type == event::FieldType::match_only_text;
}

// The condition of one value; nullopt after an error.
class ConditionMaker {
 public:
  ConditionMaker(const QueryStringOptions& options, FieldBinder& fields)
      : options_(options), fields_(fields), regexps_(fields) {}

  std::optional<Condition> make(const lucene::Term& term) {
    Condition condition;
    condition.zone = options_.zone;
    place_ = term.value_span;
    const bool made = std::visit([&](const auto& value) { return fill(value, condition); }, term.value);
    return made ? std::optional(std::move(condition)) : std::nullopt;
  }

 private:
  using Kind = Condition::Kind;

  bool every_word() const { return options_.default_operator == lucene::Operator::op_and; }

  bool fill(const lucene::Text& value, Condition& condition) const {
    condition.kind = Kind::text;
    condition.text = value.text;
    condition.every_word = every_word();
    return true;
  }

  bool fill(const lucene::Phrase& value, Condition& condition) {
    condition.kind = Kind::phrase;
    condition.text = value.text;
    condition.slop = value.slop;
    if (value.slop == 0) return true;
    const std::size_t words = analyze(value.text).size();
    if (words <= kMaxMovableWords) return true;
    fields_.error(
        place_, codes::kPhraseWords,
        fmt::format("a phrase whose words may be moved may have {} words, this one has {}", kMaxMovableWords, words),
        "shorten it, or leave out the '~' and the number");
    return false;
  }

  bool fill(const lucene::Prefix& value, Condition& condition) const {
    condition.kind = options_.analyze_wildcard ? Kind::prefix : Kind::word_pattern;
    condition.text = value.text;
    condition.pattern.parts = {value.text, ""};
    condition.every_word = every_word();
    return true;
  }

  bool fill(const lucene::Wildcard& value, Condition& condition) const {
    condition.kind = Kind::word_pattern;
    condition.pattern = value_pattern(value);
    return true;
  }

  bool fill(const lucene::RegexpText& value, Condition& condition) {
    condition.kind = Kind::regexp;
    condition.regexp = regexps_.compile(value.source, value.tree, place_);
    return condition.regexp.has_value();
  }

  bool fill(const lucene::Fuzzy& value, Condition& condition) const {
    condition.kind = Kind::fuzzy;
    condition.text = value.text;
    condition.edits = value.edits;
    return true;
  }

  // Open at both ends it asks for any value.
  bool fill(const lucene::Range& value, Condition& condition) const {
    using enum Comparison;
    if (value.lower) condition.bounds.push_back({value.lower->inclusive ? gte : gt, value.lower->text});
    if (value.upper) condition.bounds.push_back({value.upper->inclusive ? lte : lt, value.upper->text});
    condition.kind = condition.bounds.empty() ? Kind::exists : Kind::range;
    condition.fold_words = true;
    return true;
  }

  bool fill(const lucene::Exists& /*value*/, Condition& condition) const {
    condition.kind = Kind::exists;
    return true;
  }

  const QueryStringOptions& options_;
  FieldBinder& fields_;
  QueryRegexps regexps_;
  Span place_;
};

// A node without a tree is left out of its group: its text has no words on its field.
class Binder {
 public:
  Binder(const QueryStringOptions& options, FieldBinder& fields)
      : options_(options), fields_(fields), conditions_(options, fields) {}

  std::optional<NodeRef> bind(const lucene::Node& node) {
    return std::visit([&](const auto& form) { return bind_form(form); }, node.kind);
  }

 private:
  std::optional<NodeRef> bind_form(const lucene::Group& group) {
    Occurrences occurrences(options_.default_operator);
    std::vector<NodeRef> nodes;
    for (const lucene::Clause& clause : group.clauses) {
      std::optional<NodeRef> node = bind(clause.node);
      occurrences.add(clause.conjunction, clause.modifier, node.has_value());
      if (node) nodes.push_back(*std::move(node));
    }
    if (nodes.empty()) return std::nullopt;
    return joined(std::move(nodes), occurrences.marks());
  }

  // What should match counts only where nothing must. Where all is excluded, the rest of the events match.
  static NodeRef joined(std::vector<NodeRef> nodes, const std::vector<Occurrence>& marks) {
    std::vector<NodeRef> all_of;
    std::vector<NodeRef> any_of;
    std::vector<NodeRef> excluded;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      std::vector<NodeRef>& kind = marks[i] == Occurrence::must     ? all_of
                                   : marks[i] == Occurrence::should ? any_of
                                                                    : excluded;
      kind.push_back(std::move(nodes[i]));
    }
    if (all_of.empty() && !any_of.empty()) all_of.push_back(either(std::move(any_of)));
    for (NodeRef& node : excluded) all_of.push_back(negated(std::move(node)));
    return both(std::move(all_of));
  }

  std::optional<NodeRef> bind_form(const lucene::Term& term) {
    const std::optional<Condition> condition = conditions_.make(term);
    if (!condition) return none();
    if (term.field) return bind_field(term.field->name, *condition, {term.field->span, term.value_span});
    if (options_.default_fields.empty() || condition->kind == Condition::Kind::exists) {
      return fields_.any_field(*condition);
    }
    std::vector<NodeRef> any_of;
    for (const std::string& name : options_.default_fields) {
      if (name == kEveryField) return fields_.any_field(*condition);
      if (auto node = bind_field(name, *condition, {term.value_span, term.value_span})) any_of.push_back(*node);
    }
    if (any_of.empty()) return std::nullopt;
    return either(std::move(any_of));
  }

  std::optional<NodeRef> bind_field(const std::string& name, const Condition& condition, Places places) {
    if (name.find('*') != std::string::npos) {
      return fields_.full_field_pattern(name_pattern(name), condition, places);
    }
    if (has_no_words(name, condition)) return std::nullopt;
    return fields_.full_field(name, condition, places);
  }

  bool has_no_words(const std::string& name, const Condition& condition) const {
    using enum Condition::Kind;
    if (condition.kind != text && condition.kind != phrase && condition.kind != prefix) return false;
    return is_text(fields_.type_of(name)) && analyze(condition.text).empty();
  }

  const QueryStringOptions& options_;
  FieldBinder& fields_;
  ConditionMaker conditions_;
};

bool looks_everywhere(const QueryStringOptions& options) {
  return options.default_fields.empty() ||
         std::ranges::find(options.default_fields, kEveryField) != options.default_fields.end();
}

// `blank` is what a query without any text finds; one of which no word is left finds nothing.
NodeRef bind_tree(const lucene::Ast& ast, const QueryStringOptions& options, FieldBinder& fields, NodeRef blank) {
  fields.set_lenient(options.lenient.value_or(looks_everywhere(options)));
  if (!ast.root) return blank;
  return Binder(options, fields).bind(*ast.root).value_or(none());
}

}  // namespace

std::optional<Bound> bind_lucene(const lucene::Ast& ast, const event::FieldCatalog& catalog, const BindOptions& options,
                                 const SourceText& source, Diagnostics& diagnostics) {
  FieldBinder fields(catalog, options, source, diagnostics);
  NodeRef tree = bind_tree(ast, {.analyze_wildcard = true}, fields, all());
  if (fields.failed()) return std::nullopt;
  return make_bound(std::move(tree), fields.depends_on_now());
}

NodeRef bind_query_string(const SourceText& source, const QueryStringOptions& options, FieldBinder& fields,
                          Diagnostics& diagnostics) {
  const std::optional<lucene::Ast> ast = lucene::parse(source, diagnostics);
  if (!ast) {
    fields.set_failed();
    return none();
  }
  FieldBinder inner = fields.within(source, diagnostics);
  NodeRef tree = bind_tree(*ast, options, inner, none());
  fields.take_over(inner);
  return tree;
}

}  // namespace picket::compile

// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "base/text.h"
#include "lang/lucene/occurrence.h"
#include "lang/lucene/text.h"

namespace picket::lucene {
namespace {

// The field of terms without one of their own: that of the innermost group, or any.
using Context = std::optional<std::string>;

Context field_of(const Term& term) {
  return term.field ? Context(term.field->name) : std::nullopt;
}

std::string field_prefix(const Context& field) {
  return field ? escaped_term(*field) + ':' : "*:";
}

// At least two terms, whose texts with a blank between them are the text.
std::string row_of(const std::string& text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) words.emplace_back(word);
  const bool splits = std::ranges::none_of(words, [](const std::string& word) { return word.empty(); });
  if (!splits) {
    std::size_t blank = text.find(' ', 1);
    blank = std::min(blank, text.size() - 1);
    words = {text.substr(0, blank), text.substr(blank + 1)};
  }
  for (std::string& word : words) word = escaped_term(word);
  return join(words, " ");
}

std::string bound_of(const std::optional<Range::Bound>& bound) {
  return bound ? quoted_bound(bound->text) : "*";
}

struct ValuePrinter {
  std::string operator()(const Text& value) const {
    return value.is_row ? row_of(value.text) : escaped_term(value.text);
  }
  std::string operator()(const Phrase& value) const {
    return quoted_phrase(value.text) + (value.slop > 0 ? fmt::format("~{}", value.slop) : "");
  }
  std::string operator()(const Prefix& value) const { return escaped_term(value.text) + '*'; }
  std::string operator()(const Wildcard& value) const {
    using Piece = Wildcard::Piece;
    std::string out;
    for (const auto& [piece, text] : value.parts) {
      out += piece == Piece::text ? escaped_term(text) : piece == Piece::any_text ? "*" : "?";
    }
    return out;
  }
  std::string operator()(const RegexpText& value) const { return fmt::format("/{}/", value.source); }
  std::string operator()(const Fuzzy& value) const {
    return fmt::format("{}~{}", escaped_term(value.text), value.edits);
  }
  std::string operator()(const Range& value) const {
    const bool from = !value.lower || value.lower->inclusive;
    const bool to = !value.upper || value.upper->inclusive;
    return fmt::format("{}{} TO {}{}", from ? '[' : '{', bound_of(value.lower), bound_of(value.upper), to ? ']' : '}');
  }
  std::string operator()(const Exists&) const { return "*"; }
};

std::string print_term(const Term& term, const Context& context) {
  const std::string value = std::visit(ValuePrinter{}, term.value);
  const bool is_exists = std::holds_alternative<Exists>(term.value);
  if (is_exists && term.field && term.field->name.empty()) return "_exists_:\"\"";
  const bool bare = field_of(term) == context && (!is_exists || !term.field);
  return bare ? value : field_prefix(field_of(term)) + value;
}

// The text of a clause that is one bare word or a row of them where nothing stands before it: two such clauses would be
// read as one row.
const Text* bare_text(const Clause& clause, const Context& context) {
  if (clause.conjunction != Conjunction::none || clause.modifier != Modifier::none) return nullptr;
  const auto* term = std::get_if<Term>(&clause.node.kind);
  return term == nullptr || field_of(*term) != context ? nullptr : std::get_if<Text>(&term->value);
}

class Printer {
 public:
  void print(const Node& node, const Context& context, bool brackets) {
    if (const auto* term = std::get_if<Term>(&node.kind)) {
      out_ += print_term(*term, context);
      return;
    }
    const auto& clauses = std::get<Group>(node.kind).clauses;
    // A row stands in a group without its field, so the group has it.
    const Context inner = row_field(clauses, context);
    if (inner != context) out_ += field_prefix(inner);
    if (inner != context || brackets) out_ += '(';
    for (std::size_t i = 0; i < clauses.size(); ++i) print_clause(clauses, i, inner);
    if (inner != context || brackets) out_ += ')';
  }

  std::string take() { return std::move(out_); }

 private:
  static Context row_field(const std::vector<Clause>& clauses, const Context& otherwise) {
    for (const Clause& clause : clauses) {
      const auto* term = std::get_if<Term>(&clause.node.kind);
      const auto* text = term == nullptr ? nullptr : std::get_if<Text>(&term->value);
      if (text != nullptr && text->is_row) return field_of(*term);
    }
    return otherwise;
  }

  void print_clause(const std::vector<Clause>& clauses, std::size_t i, const Context& context) {
    static constexpr std::array<std::string_view, 3> kConjunctions = {" ", " AND ", " OR "};
    static constexpr std::array<std::string_view, 3> kModifiers = {"", "+", "-"};
    const Clause& clause = clauses[i];
    if (i > 0) out_ += kConjunctions.at(static_cast<std::size_t>(clause.conjunction));
    out_ += kModifiers.at(static_cast<std::size_t>(clause.modifier));
    const Text* const before = i > 0 ? bare_text(clauses[i - 1], context) : nullptr;
    const bool after_row = before != nullptr && before->is_row;
    const auto* term = std::get_if<Term>(&clause.node.kind);
    if (after_row && term != nullptr && !term->field && std::holds_alternative<Exists>(term->value)) {
      out_ += "(*)";
      return;
    }
    print(clause.node, context, true);
    const Text* const text = bare_text(clause, context);
    const bool next_is_text = i + 1 < clauses.size() && bare_text(clauses[i + 1], context) != nullptr;
    if (text != nullptr && !text->is_row && (after_row || next_is_text)) out_ += "^1";
  }

  std::string out_;
};

struct Dump {
  std::string out;

  void node(const Node& node, std::size_t depth) {
    if (const auto* term = std::get_if<Term>(&node.kind)) {
      out += kind_of(term->value);
      out += ' ';
      out += printable(print_term(*term, std::nullopt));
      return;
    }
    out += "group";
    const auto& clauses = std::get<Group>(node.kind).clauses;
    Occurrences occurrences(Operator::op_or);
    for (const Clause& clause : clauses) occurrences.add(clause.conjunction, clause.modifier, true);
    static constexpr std::array<std::string_view, 3> kMarks = {"should ", "must ", "must not "};
    for (std::size_t i = 0; i < clauses.size(); ++i) {
      out += '\n';
      out.append(2 * (depth + 1), ' ');
      out += kMarks.at(static_cast<std::size_t>(occurrences.marks()[i]));
      this->node(clauses[i].node, depth + 1);
    }
  }

 private:
  static std::string_view kind_of(const Value& value) {
    static constexpr std::array<std::string_view, std::variant_size_v<Value>> kKinds = {
        "text", "phrase", "prefix", "wildcard", "regexp", "fuzzy", "range", "exists"};
    return kKinds.at(value.index());
  }
};

}  // namespace

std::string to_lucene(const Node& node) {
  Printer printer;
  printer.print(node, std::nullopt, false);
  return printer.take();
}

std::string to_lucene(const Ast& ast) {
  return ast.root ? to_lucene(*ast.root) : "";
}

std::string dump(const Ast& ast) {
  if (!ast.root) return "everything";
  Dump dump;
  dump.node(*ast.root, 0);
  return std::move(dump.out);
}

}  // namespace picket::lucene

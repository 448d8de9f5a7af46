// SPDX-License-Identifier: Apache-2.0
// The slow, obvious reading of Lucene queries on one document, as a rule has them: lenient, all fields by default.
#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"
#include "compile/analyze.h"
#include "reference/field_test.h"
#include "reference/interpreter.h"
#include "reference/value_test.h"

namespace picket::reference {
namespace {

using Texts = std::vector<std::string>;
using lucene::Regexp;

std::u32string letters_of(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCodePoint decoded = decode_utf8(text, at);
    out += decoded.value;
    at += decoded.length;
  }
  return out;
}

// ---- Regular expressions: from each place to all places where the expression may end ----

using Places = std::set<std::size_t>;

Places ends_of(const Regexp& tree, const std::u32string& text, std::size_t from);

Places ends_of_all(const Regexp& tree, const std::u32string& text, const Places& from) {
  Places out;
  for (const std::size_t place : from) out.merge(ends_of(tree, text, place));
  return out;
}

Places repeat_ends(const Regexp& tree, const std::u32string& text, std::size_t from) {
  Places at = {from};
  for (std::uint32_t i = 0; i < tree.min && !at.empty(); ++i) {
    Places next = ends_of_all(tree.children[0], text, at);
    if (next == at) break;  // more of the same changes nothing
    at = std::move(next);
  }
  Places all = at;
  for (std::uint32_t i = tree.min; i < tree.max && !at.empty(); ++i) {
    at = ends_of_all(tree.children[0], text, at);
    const std::size_t known = all.size();
    all.insert(at.begin(), at.end());
    if (all.size() == known) break;
  }
  return all;
}

bool is_number_of(const Regexp& tree, const std::u32string& digits) {
  if (digits.empty() || !std::ranges::all_of(digits, [](char32_t c) { return c >= '0' && c <= '9'; })) return false;
  if (tree.digits > 0 && digits.size() != tree.digits) return false;
  double number = 0;  // of at most ten digits that count
  for (const char32_t digit : digits) number = number * 10 + static_cast<double>(digit - '0');
  return number >= tree.min && number <= tree.max;
}

Places ends_of(const Regexp& tree, const std::u32string& text, std::size_t from) {
  Places all;
  for (std::size_t end = from; end <= text.size(); ++end) all.insert(end);
  switch (tree.kind) {
    case Regexp::Kind::nothing:
      return {};
    case Regexp::Kind::any_text:
      return all;
    case Regexp::Kind::characters:
      if (from == text.size()) return {};
      return std::ranges::any_of(tree.ranges,
                                 [&](const auto& r) { return r.first <= text[from] && text[from] <= r.last; })
                 ? Places{from + 1}
                 : Places{};
    case Regexp::Kind::sequence: {
      Places at = {from};
      for (const Regexp& child : tree.children) at = ends_of_all(child, text, at);
      return at;
    }
    case Regexp::Kind::alternatives: {
      Places out;
      for (const Regexp& child : tree.children) out.merge(ends_of(child, text, from));
      return out;
    }
    case Regexp::Kind::both:
      for (const Regexp& child : tree.children) {
        const Places one = ends_of(child, text, from);
        std::erase_if(all, [&](std::size_t end) { return !one.contains(end); });
      }
      return all;
    case Regexp::Kind::complement: {
      const Places child = ends_of(tree.children[0], text, from);
      std::erase_if(all, [&](std::size_t end) { return child.contains(end); });
      return all;
    }
    case Regexp::Kind::repeat:
      return repeat_ends(tree, text, from);
    case Regexp::Kind::numbers:
      std::erase_if(all, [&](std::size_t end) { return !is_number_of(tree, text.substr(from, end - from)); });
      return all;
  }
  return {};
}

bool fits_regexp(const Regexp& tree, const std::string& value) {
  const std::u32string text = letters_of(value);
  return ends_of(tree, text, 0).contains(text.size());
}

// ---- Other values ----

std::size_t edits_between(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

bool fits_parts(const std::vector<lucene::Wildcard::Part>& parts, std::size_t part, const std::u32string& text,
                std::size_t at, bool lower) {
  using Piece = lucene::Wildcard::Piece;
  if (part == parts.size()) return at == text.size();
  if (parts[part].piece == Piece::any_character) {
    return at < text.size() && fits_parts(parts, part + 1, text, at + 1, lower);
  }
  if (parts[part].piece == Piece::any_text) {
    for (std::size_t end = at; end <= text.size(); ++end) {
      if (fits_parts(parts, part + 1, text, end, lower)) return true;
    }
    return false;
  }
  const std::u32string literal = letters_of(lower ? compile::to_lower(parts[part].text) : parts[part].text);
  return text.compare(at, literal.size(), literal) == 0 &&
         fits_parts(parts, part + 1, text, at + literal.size(), lower);
}

// The expression in lower case, but for what is escaped.
std::string lower_source(const std::string& source) {
  std::string out;
  for (std::size_t at = 0; at < source.size(); ++at) {
    const std::size_t begin = at;
    if (source[at] == '\\') ++at;
    while (at + 1 < source.size() && (static_cast<unsigned char>(source[at + 1]) & 0xC0U) == 0x80U) ++at;
    const std::string letter = source.substr(begin, at + 1 - begin);
    out += letter[0] == '\\' ? letter : compile::to_lower(letter);
  }
  return out;
}

// What a value asks for, as the shared part of the reference takes it.
struct Asked {
  Wanted wanted;

  void operator()(const lucene::Text& value) {
    wanted.op = Op::text;
    wanted.text = value.text;
  }
  void operator()(const lucene::Phrase& value) {
    wanted.op = Op::phrase;
    wanted.text = value.text;
    wanted.slop = value.slop;
  }
  void operator()(const lucene::Prefix& value) {
    wanted.op = Op::special;
    wanted.on_whole = [value](const std::string& text, bool lower) {
      return text.starts_with(lower ? compile::to_lower(value.text) : value.text);
    };
    wanted.on_words = [words = compile::analyze(value.text)](const Texts& found) {
      for (std::size_t i = 0; i < words.size(); ++i) {
        for (const std::string& word : found) {
          if (word == words[i] || (i + 1 == words.size() && word.starts_with(words[i]))) return true;
        }
      }
      return false;
    };
  }
  void operator()(const lucene::Wildcard& value) {
    on_each(
        [value](const std::string& text, bool lower) { return fits_parts(value.parts, 0, letters_of(text), 0, lower); },
        true);
  }
  void operator()(const lucene::RegexpText& value) {
    const auto lower_tree = lucene::parse_regexp(lower_source(value.source));
    const Regexp lower = lower_tree ? *lower_tree : Regexp{.kind = Regexp::Kind::nothing};
    on_each([plain = value.tree, lower](const std::string& text,
                                        bool in_lower) { return fits_regexp(in_lower ? lower : plain, text); },
            false);
  }
  void operator()(const lucene::Fuzzy& value) {
    on_each(
        [value](const std::string& text, bool lower) {
          const std::string own = lower ? compile::to_lower(value.text) : value.text;
          return edits_between(letters_of(own), letters_of(text)) <= value.edits;
        },
        true);
  }
  void operator()(const lucene::Range& value) {
    wanted.fold_words = true;
    const auto end_of = [](const lucene::Range::Bound& bound, Op inclusive, Op exclusive) {
      return std::pair(bound.inclusive ? inclusive : exclusive, bound.text);
    };
    std::vector<std::pair<Op, std::string>> ends;
    if (value.lower) ends.push_back(end_of(*value.lower, Op::gte, Op::gt));
    if (value.upper) ends.push_back(end_of(*value.upper, Op::lte, Op::lt));
    if (ends.empty()) return;
    std::tie(wanted.op, wanted.text) = ends[0];
    if (ends.size() == 2) wanted.other_end = ends[1];
  }
  void operator()(const lucene::Exists& /*value*/) {}

 private:
  // The same for whole values and for words, which are in lower case.
  void on_each(const std::function<bool(const std::string&, bool)>& test, bool fold_for_words) {
    wanted.op = Op::special;
    wanted.on_whole = test;
    wanted.on_words = [test, fold_for_words](const Texts& words) {
      return std::ranges::any_of(words, [&](const std::string& word) { return test(word, fold_for_words); });
    };
  }
};

// ---- The tree ----

struct Interpreter {
  const FieldTest fields;
  const json::Value& document;

  // nullopt: as if it had not been written.
  std::optional<bool> eval(const lucene::Node& node) const {
    if (const auto* term = std::get_if<lucene::Term>(&node.kind)) return eval_term(*term);
    const auto& clauses = std::get<lucene::Group>(node.kind).clauses;
    enum class Mark { should, must, must_not };
    std::vector<std::pair<Mark, bool>> marked;
    for (const lucene::Clause& clause : clauses) {
      const bool joined = clause.conjunction == lucene::Conjunction::op_and;
      if (joined && !marked.empty() && marked.back().first == Mark::should) marked.back().first = Mark::must;
      const std::optional<bool> holds = eval(clause.node);
      if (!holds) continue;
      const bool required = joined || clause.modifier == lucene::Modifier::required;
      const bool excluded = clause.modifier == lucene::Modifier::prohibited;
      marked.emplace_back(excluded ? Mark::must_not : required ? Mark::must : Mark::should, *holds);
    }
    if (marked.empty()) return std::nullopt;
    const auto any = [&](Mark mark, bool holds) {
      return std::ranges::find(marked, std::pair(mark, holds)) != marked.end();
    };
    if (any(Mark::must, false) || any(Mark::must_not, true)) return false;
    return any(Mark::must, true) || any(Mark::should, true) || !any(Mark::should, false);
  }

  std::optional<bool> eval_term(const lucene::Term& term) const {
    Asked asked;
    std::visit(asked, term.value);
    Wanted& wanted = asked.wanted;
    wanted.now = fields.now;
    if (!term.field) return fields.any_field(wanted, document, "");
    const std::string& name = term.field->name;
    if (name.contains('*')) {
      Texts parts;
      for (const std::string_view part : split(name, '*')) parts.emplace_back(part);
      return fields.leaves(wanted, document, "", [&](const std::string& full) { return glob(parts, 0, full); }, false);
    }
    const event::FieldType type = fields.catalog.resolve(name).type;
    if ((type == event::FieldType::text || type == event::FieldType::match_only_text) && has_no_words(term.value)) {
      return std::nullopt;
    }
    if (!fields.catalog.nested_path(name).empty()) return false;
    return fields.named(name, wanted, document, "");
  }

  static bool has_no_words(const lucene::Value& value) {
    const auto* text = std::get_if<lucene::Text>(&value);
    const auto* phrase = std::get_if<lucene::Phrase>(&value);
    const auto* prefix = std::get_if<lucene::Prefix>(&value);
    if (text != nullptr) return compile::analyze(text->text).empty();
    if (phrase != nullptr) return compile::analyze(phrase->text).empty();
    return prefix != nullptr && compile::analyze(prefix->text).empty();
  }
};

}  // namespace

bool matches(const lucene::Ast& query, const event::FieldCatalog& catalog, Timestamp now,
             const json::Object& document) {
  if (!query.root) return true;
  const json::Value event(document);
  return Interpreter{{catalog, now}, event}.eval(*query.root).value_or(false);
}

}  // namespace picket::reference

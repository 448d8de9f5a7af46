// SPDX-License-Identifier: Apache-2.0
#include "compile/regexp.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"
#include "compile/analyze.h"
#include "compile/automaton.h"

namespace picket::compile {

struct Regexp::Automaton {
  CharClasses classes;
  Dfa dfa;
  std::array<CharClass, 128> ascii{};  // their classes
  std::vector<bool> is_final;          // [state]: nothing that follows changes the answer
};

namespace {

struct OptionalOperator {
  std::string_view sign;
  bool lucene::RegexpSyntax::* is_read;
};
constexpr OptionalOperator kOptionalOperators[] = {
    {"~", &lucene::RegexpSyntax::complement}, {"&", &lucene::RegexpSyntax::intersection},
    {"<>", &lucene::RegexpSyntax::numbers},   {"#", &lucene::RegexpSyntax::nothing},
    {"@", &lucene::RegexpSyntax::any_text},
};

}  // namespace

Regexp::Regexp(std::string source, lucene::RegexpSyntax syntax, std::shared_ptr<const Automaton> automaton)
    : source_(std::move(source)), syntax_(syntax), automaton_(std::move(automaton)) {}

std::string Regexp::shown() const {
  std::string out = fmt::format("/{}/{}", printable(source_), syntax_.ignore_case ? " ignoring case" : "");
  std::string plain;
  for (const OptionalOperator& each : kOptionalOperators) {
    if (!(syntax_.*each.is_read)) plain += fmt::format(" {}", each.sign);
  }
  return plain.empty() ? out : fmt::format("{} without the operators{}", out, plain);
}

bool Regexp::matches(std::string_view value) const {
  const Automaton& automaton = *automaton_;
  StateId state = 0;
  for (std::size_t at = 0; at < value.size() && !automaton.is_final[state];) {
    const auto byte = static_cast<unsigned char>(value[at]);
    if (byte < automaton.ascii.size()) {
      state = automaton.dfa.step(state, automaton.ascii.at(byte));
      ++at;
    } else {
      const DecodedCodePoint decoded = decode_utf8(value, at);
      state = automaton.dfa.step(state, automaton.classes.of(decoded.value));
      at += decoded.length;
    }
  }
  return automaton.dfa.accepts[state];
}

std::expected<Regexp, RegexpRefusal> compile_regexp(std::string source, const lucene::Regexp& tree,
                                                    RegexpBudget& budget, lucene::RegexpSyntax syntax) {
  auto automaton = std::make_shared<Regexp::Automaton>();
  automaton->classes = classes_of(tree);
  auto dfa = build_dfa(tree, automaton->classes, budget);
  if (!dfa) return std::unexpected(dfa.error());
  automaton->dfa = *std::move(dfa);
  for (std::size_t c = 0; c < automaton->ascii.size(); ++c) {
    automaton->ascii.at(c) = automaton->classes.of(static_cast<char32_t>(c));
  }
  for (StateId state = 0; state < automaton->dfa.size(); ++state) {
    bool stays = true;
    for (CharClass by = 0; by < automaton->classes.size(); ++by) {
      stays = stays && automaton->dfa.step(state, by) == state;
    }
    automaton->is_final.push_back(stays);
  }
  return Regexp(std::move(source), syntax, std::move(automaton));
}

namespace {

std::string lower_but_escaped(std::string_view source) {
  std::string out;
  for (std::size_t at = 0; at < source.size();) {
    const bool escaped = source[at] == '\\' && at + 1 < source.size();
    if (escaped) out += source[at++];
    const std::string_view letter = source.substr(at, decode_utf8(source, at).length);
    out += escaped ? std::string(letter) : to_lower(letter);
    at += letter.size();
  }
  return out;
}

}  // namespace

std::expected<QueryRegexp, RegexpRefusal> compile_query_regexp(const std::string& source, const lucene::Regexp& tree,
                                                               RegexpBudget& budget, lucene::RegexpSyntax syntax) {
  auto plain = compile_regexp(source, tree, budget, syntax);
  if (!plain) return std::unexpected(plain.error());
  std::string lower_source = lower_but_escaped(source);
  if (lower_source == source) return QueryRegexp{*plain, *plain};
  // A range such as [Z-a] runs backwards then: it fits nothing.
  const auto lower_tree = lucene::parse_regexp(lower_source, syntax);
  const lucene::Regexp nothing{.kind = lucene::Regexp::Kind::nothing};
  auto lower = compile_regexp(std::move(lower_source), lower_tree ? *lower_tree : nothing, budget, syntax);
  if (!lower) return std::unexpected(lower.error());
  return QueryRegexp{*std::move(plain), *std::move(lower)};
}

}  // namespace picket::compile

// SPDX-License-Identifier: Apache-2.0
#include "compile/literals.h"

#include <algorithm>
#include <cstring>

namespace picket::compile {
namespace {

constexpr std::size_t kShortest = 6;  // longer than "false"

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_plain(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ' ';
}
// A letter that no number is written with.
bool is_telling(char c) {
  return is_letter(c) && c != 'e' && c != 'E';
}

// The longest run of plain characters that tells anything; empty when there is none.
std::string longest_plain(std::string_view text) {
  std::string_view best;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_plain(text[end])) ++end;
    const std::string_view run = text.substr(begin, end - begin);
    if (run.size() > best.size() && std::ranges::any_of(run, is_telling)) best = run;
    begin = end + 1;
  }
  return best.size() < kShortest ? std::string() : std::string(best);
}

// Empty when one of the texts tells nothing.
template <class Texts, class LiteralOf>
std::vector<std::string> collect(const Texts& texts, const LiteralOf& literal_of) {
  std::vector<std::string> literals;
  for (const auto& text : texts) {
    literals.push_back(literal_of(text));
    if (literals.back().empty()) return {};
  }
  return literals;
}

bool contains(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

}  // namespace

std::vector<std::string> literals_of(const Predicate& predicate) {
  if (const auto* terms = std::get_if<Terms>(&predicate)) {
    if (terms->ignore_case || terms->rules.lowercase) return {};
    return collect(terms->texts, longest_plain);
  }
  if (const auto* wildcards = std::get_if<Wildcards>(&predicate)) {
    if (wildcards->ignore_case || wildcards->rules.lowercase) return {};
    return collect(wildcards->patterns, [](const Pattern& pattern) {
      std::string best;
      for (const std::string& part : pattern.parts) {
        std::string literal = longest_plain(part);
        if (literal.size() > best.size()) best = std::move(literal);
      }
      return best;
    });
  }
  return {};
}

bool may_hold(std::string_view json, const std::vector<std::string>& literals) {
  if (contains(json, "\\u")) return true;
  return std::ranges::any_of(literals, [&](const std::string& literal) { return contains(json, literal); });
}

}  // namespace picket::compile

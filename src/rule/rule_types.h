// SPDX-License-Identifier: Apache-2.0
// What differs between rule types besides their own fields, as a table, and sets of types as bits.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "rule/rule.h"

namespace picket::rule {

using TypeSet = std::uint8_t;  // one bit for each RuleType

template <class... Types>
constexpr TypeSet types(Types... list) {
  return static_cast<TypeSet>(((1U << static_cast<unsigned>(list)) | ... | 0U));
}
inline constexpr TypeSet kNoType = 0;
inline constexpr TypeSet kAnyType = 0xff;

using LanguageSet = std::uint8_t;  // one bit for each Language
template <class... Languages>
constexpr LanguageSet languages(Languages... list) {
  return static_cast<LanguageSet>(((1U << static_cast<unsigned>(list)) | ... | 0U));
}

template <class E>
struct Named {
  std::string_view name;
  E value;
};

struct TypeFacts {
  RuleType type;
  std::string_view name;
  std::string_view label;
  std::string_view rule_type_id;
  Language language;      // when the rule names none
  LanguageSet languages;  // that it may name
};

std::span<const TypeFacts> type_facts();  // in the order of RuleType
inline const TypeFacts& facts_of(RuleType type) {
  return type_facts()[static_cast<std::size_t>(type)];
}

inline constexpr std::array kTypeNames = {
    Named<RuleType>{"query", RuleType::query},
    Named<RuleType>{"saved_query", RuleType::saved_query},
    Named<RuleType>{"eql", RuleType::eql},
    Named<RuleType>{"esql", RuleType::esql},
    Named<RuleType>{"threshold", RuleType::threshold},
    Named<RuleType>{"threat_match", RuleType::threat_match},
    Named<RuleType>{"machine_learning", RuleType::machine_learning},
    Named<RuleType>{"new_terms", RuleType::new_terms},
};
inline constexpr std::array kLanguageNames = {
    Named<Language>{"kuery", Language::kuery},
    Named<Language>{"lucene", Language::lucene},
    Named<Language>{"eql", Language::eql},
    Named<Language>{"esql", Language::esql},
};
inline constexpr std::array kSeverityNames = {
    Named<Severity>{"low", Severity::low},
    Named<Severity>{"medium", Severity::medium},
    Named<Severity>{"high", Severity::high},
    Named<Severity>{"critical", Severity::critical},
};
inline constexpr std::array kOverflowNames = {
    Named<Overflow>{"carry_over", Overflow::carry_over},
    Named<Overflow>{"drop", Overflow::drop},
};

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
#include "compile/merge.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace picket::compile {
namespace {

template <class T>
void append(std::vector<T>& into, const std::vector<T>& from) {
  into.insert(into.end(), from.begin(), from.end());
}

// False when the two do not merge; then nothing has changed. The set is in no order until it is normalized.
struct Absorb {
  Predicate& into;

  template <class Form, class Member>
  bool members(const Form& from, Member Form::* set) const {
    Form without_set = from;
    without_set.*set = {};
    auto& target = std::get<Form>(into);
    Member kept = std::exchange(target.*set, {});
    const bool alike = target == without_set;
    target.*set = std::move(kept);
    if (alike) append(target.*set, from.*set);
    return alike;
  }

  bool operator()(const Terms& from) const { return members(from, &Terms::texts); }
  bool operator()(const Wildcards& from) const { return members(from, &Wildcards::patterns); }
  bool operator()(const Phrases& from) const { return members(from, &Phrases::phrases); }
  bool operator()(const TokenWildcards& from) const {
    if (from.every) return std::get<TokenWildcards>(into) == from;
    return members(from, &TokenWildcards::patterns);
  }
  bool operator()(const IpRanges& from) const { return members(from, &IpRanges::intervals); }
  bool operator()(const Wholes& from) const { return members(from, &Wholes::intervals); }
  bool operator()(const Reals& from) const { return members(from, &Reals::intervals); }
  bool operator()(const Dates& from) const { return members(from, &Dates::intervals); }
  bool operator()(const DynamicTerms& from) const { return members(from, &DynamicTerms::texts); }
  bool operator()(const Booleans& from) const {
    auto& target = std::get<Booleans>(into);
    target.accepts_false = target.accepts_false || from.accepts_false;
    target.accepts_true = target.accepts_true || from.accepts_true;
    return true;
  }
  bool operator()(const Exists& from) const { return std::get<Exists>(into) == from; }
  bool operator()(const TextRange& from) const { return std::get<TextRange>(into) == from; }
  bool operator()(const TokenRange& from) const { return std::get<TokenRange>(into) == from; }
  bool operator()(const VersionRange& from) const { return std::get<VersionRange>(into) == from; }
  bool operator()(const DynamicRange& from) const { return std::get<DynamicRange>(into) == from; }
  bool operator()(const NearPhrase& from) const { return std::get<NearPhrase>(into) == from; }
  bool operator()(const RegexpTerm& from) const { return std::get<RegexpTerm>(into) == from; }
  bool operator()(const TokenRegexp& from) const { return std::get<TokenRegexp>(into) == from; }
  bool operator()(const FuzzyTerm& from) const { return std::get<FuzzyTerm>(into) == from; }
  bool operator()(const TokenFuzzy& from) const { return std::get<TokenFuzzy>(into) == from; }
};

template <class T>
void sort_set(std::vector<T>& items) {
  std::ranges::sort(items);
  items.erase(std::ranges::unique(items).begin(), items.end());
}

}  // namespace

bool absorb(Predicate& into, const Predicate& from) {
  return std::visit(Absorb{into}, from);
}

void normalize(Predicate& predicate) {
  std::visit(
      [](auto& test) {
        if constexpr (requires { test.texts; }) sort_set(test.texts);
        if constexpr (requires { test.patterns; }) sort_set(test.patterns);
        if constexpr (requires { test.phrases; }) sort_set(test.phrases);
        if constexpr (requires { test.intervals; }) normalize(test.intervals);
      },
      predicate);
}

}  // namespace picket::compile

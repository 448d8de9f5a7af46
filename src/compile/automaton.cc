// SPDX-License-Identifier: Apache-2.0
// Thompson's construction and subset construction. Complement and intersection are made of deterministic automata,
// which then stand as parts in the one around them.
#include "compile/automaton.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace picket::compile {
namespace {

using lucene::CharRange;
using Tree = lucene::Regexp;
using Kind = Tree::Kind;

// A part that is repeated is built as often as it may stand, so this also bounds what `a{1,1000000}` takes.
constexpr std::size_t kMaxNfaStates = 4 * kMaxRegexpStates;

struct Edge {
  CharClass first = 0;
  CharClass last = 0;
  StateId to = 0;
};
struct Nfa {
  std::vector<std::vector<Edge>> edges;    // [state]
  std::vector<std::vector<StateId>> free;  // [state]: reached without a character
  std::size_t size() const { return edges.size(); }
};
// Begins at `from`, which nothing in it leads to, and is through at `to`, which nothing in it leads away from.
struct Part {
  StateId from = 0;
  StateId to = 0;
};

using Subset = std::vector<StateId>;  // sorted

class Builder {
 public:
  Builder(const CharClasses& classes, RegexpBudget& budget) : classes_(classes), budget_(budget) {}

  std::optional<Dfa> build(const Tree& tree) {
    Nfa nfa;
    const Part whole = add(nfa, tree);
    return refusal_ ? std::nullopt : determinize(nfa, whole);
  }
  std::optional<RegexpRefusal> refusal() const { return refusal_; }

 private:
  bool refuse(RegexpRefusal why) {
    if (!refusal_) refusal_ = why;
    return false;
  }
  bool spend(std::size_t steps) {
    if (refusal_) return false;
    if (steps > budget_.work) return refuse(RegexpRefusal::too_much_work);
    budget_.work -= steps;
    return true;
  }

  StateId new_state(Nfa& nfa) {
    if (nfa.size() >= kMaxNfaStates) refuse(RegexpRefusal::too_many_states);
    if (!spend(1)) return 0;
    nfa.edges.emplace_back();
    nfa.free.emplace_back();
    return static_cast<StateId>(nfa.size() - 1);
  }
  Part new_part(Nfa& nfa) {
    const StateId from = new_state(nfa);
    return {from, new_state(nfa)};
  }
  void add_free(Nfa& nfa, StateId from, StateId to) {
    if (spend(1)) nfa.free[from].push_back(to);
  }
  void add_edge(Nfa& nfa, StateId from, char32_t first, char32_t last, StateId to) {
    if (spend(1)) nfa.edges[from].push_back({classes_.of(first), classes_.of(last), to});
  }

  Part add(Nfa& nfa, const Tree& tree) {
    switch (tree.kind) {
      case Kind::nothing:
        return new_part(nfa);
      case Kind::any_text:
        return add_any_text(nfa);
      case Kind::characters:
        return add_characters(nfa, tree.ranges);
      case Kind::sequence:
        return add_sequence(nfa, tree.children);
      case Kind::alternatives:
        return add_alternatives(nfa, tree.children);
      case Kind::both:
        return add_both(nfa, tree.children);
      case Kind::complement:
        return add_complement(nfa, tree.children[0]);
      case Kind::repeat:
        return add_repeat(nfa, tree);
      case Kind::numbers:
        return add_numbers(nfa, tree);
    }
    return {};
  }

  Part add_any_text(Nfa& nfa) {
    const Part part = new_part(nfa);
    const StateId loop = new_state(nfa);
    add_free(nfa, part.from, loop);
    add_edge(nfa, loop, 0, lucene::kMaxCodePoint, loop);
    add_free(nfa, loop, part.to);
    return part;
  }

  Part add_characters(Nfa& nfa, const std::vector<CharRange>& ranges) {
    const Part part = new_part(nfa);
    for (const CharRange& range : ranges) add_edge(nfa, part.from, range.first, range.last, part.to);
    return part;
  }

  Part add_sequence(Nfa& nfa, const std::vector<Tree>& children) {
    const StateId from = new_state(nfa);
    StateId at = from;
    for (const Tree& child : children) {
      if (refusal_) break;
      const Part part = add(nfa, child);
      add_free(nfa, at, part.from);
      at = part.to;
    }
    const StateId to = new_state(nfa);
    add_free(nfa, at, to);
    return {from, to};
  }

  Part add_alternatives(Nfa& nfa, const std::vector<Tree>& children) {
    const Part whole = new_part(nfa);
    for (const Tree& child : children) {
      if (refusal_) break;
      const Part part = add(nfa, child);
      add_free(nfa, whole.from, part.from);
      add_free(nfa, part.to, whole.to);
    }
    return whole;
  }

  Part add_repeat(Nfa& nfa, const Tree& tree) {
    const Tree& child = tree.children[0];
    const Part whole = new_part(nfa);
    StateId at = whole.from;
    for (std::uint32_t i = 0; i < tree.min && !refusal_; ++i) at = add_after(nfa, at, child);
    if (tree.max == Tree::kUnlimited) {
      const StateId loop = new_state(nfa);
      add_free(nfa, at, loop);
      add_free(nfa, add_after(nfa, loop, child), loop);
      add_free(nfa, loop, whole.to);
      return whole;
    }
    add_free(nfa, at, whole.to);
    for (std::uint32_t i = tree.min; i < tree.max && !refusal_; ++i) {
      at = add_after(nfa, at, child);
      add_free(nfa, at, whole.to);
    }
    return whole;
  }
  StateId add_after(Nfa& nfa, StateId at, const Tree& tree) {
    const Part part = add(nfa, tree);
    add_free(nfa, at, part.from);
    return part.to;
  }

  Part add_complement(Nfa& nfa, const Tree& child) {
    std::optional<Dfa> dfa = build(child);
    if (!dfa) return {};
    dfa->accepts.flip();
    return embed(nfa, *dfa);
  }

  Part add_both(Nfa& nfa, const std::vector<Tree>& children) {
    std::optional<Dfa> common = build(children[0]);
    for (std::size_t i = 1; i < children.size() && common; ++i) {
      const std::optional<Dfa> other = build(children[i]);
      common = other ? intersection(*common, *other) : std::nullopt;
    }
    return common ? embed(nfa, *common) : Part{};
  }

  Part embed(Nfa& nfa, const Dfa& dfa) {
    const Part part = new_part(nfa);
    const auto base = static_cast<StateId>(nfa.size());
    for (std::size_t state = 0; state < dfa.size() && !refusal_; ++state) new_state(nfa);
    if (!spend(dfa.next.size())) return part;
    add_free(nfa, part.from, base);
    for (StateId state = 0; state < dfa.size(); ++state) {
      for (CharClass first = 0; first < dfa.classes;) {
        const StateId to = dfa.step(state, first);
        CharClass last = first;
        while (last + 1 < dfa.classes && dfa.step(state, last + 1) == to) ++last;
        nfa.edges[base + state].push_back({first, last, base + to});
        first = last + 1;
      }
      if (dfa.accepts[state]) add_free(nfa, base + state, part.to);
    }
    return part;
  }

  // Numbers of `digits.size()` digits between two of that length: for each place whether the digits so far are those of
  // the first or the last number.
  void add_fixed_numbers(Nfa& nfa, StateId from, StateId to, const std::string& first, const std::string& last) {
    std::array<std::optional<StateId>, 4> at;
    at[3] = from;
    for (std::size_t place = 0; place < first.size() && !refusal_; ++place) {
      std::array<std::optional<StateId>, 4> next;
      for (std::size_t bounds = 0; bounds < at.size(); ++bounds) {
        if (!at[bounds]) continue;
        const bool at_first = (bounds & 1U) != 0;
        const bool at_last = (bounds & 2U) != 0;
        const char least = at_first ? first[place] : '0';
        const char most = at_last ? last[place] : '9';
        for (char digit = least; digit <= most; ++digit) {
          const std::size_t then = (at_first && digit == least ? 1U : 0U) | (at_last && digit == most ? 2U : 0U);
          if (!next.at(then)) next.at(then) = new_state(nfa);
          const auto c = static_cast<char32_t>(digit);
          add_edge(nfa, *at[bounds], c, c, *next.at(then));
        }
      }
      at = next;
    }
    for (const std::optional<StateId>& end : at) {
      if (end) add_free(nfa, *end, to);
    }
  }

  Part add_numbers(Nfa& nfa, const Tree& tree) {
    const Part part = new_part(nfa);
    std::string first = std::to_string(tree.min);
    std::string last = std::to_string(tree.max);
    if (tree.digits > 0) {
      first.insert(0, tree.digits - first.size(), '0');
      last.insert(0, tree.digits - last.size(), '0');
      add_fixed_numbers(nfa, part.from, part.to, first, last);
      return part;
    }
    const StateId zeros = new_state(nfa);
    add_free(nfa, part.from, zeros);
    add_edge(nfa, zeros, '0', '0', zeros);
    for (std::size_t digits = first.size(); digits <= last.size() && !refusal_; ++digits) {
      const StateId begin = new_state(nfa);
      add_free(nfa, zeros, begin);
      add_fixed_numbers(nfa, begin, part.to, digits == first.size() ? first : "1" + std::string(digits - 1, '0'),
                        digits == last.size() ? last : std::string(digits, '9'));
    }
    return part;
  }

  // With everything that is reached without a character.
  Subset closure(const Nfa& nfa, Subset states) {
    marked_.resize(std::max(marked_.size(), nfa.size()));
    for (const StateId state : states) marked_[state] = true;
    for (std::size_t i = 0; i < states.size(); ++i) {
      for (const StateId to : nfa.free[states[i]]) {
        if (marked_[to]) continue;
        marked_[to] = true;
        states.push_back(to);
      }
    }
    for (const StateId state : states) marked_[state] = false;
    spend(states.size());
    std::ranges::sort(states);
    return states;
  }

  std::optional<Dfa> determinize(const Nfa& nfa, Part whole) {
    Dfa dfa{classes_.size(), {}, {}};
    std::map<Subset, StateId> known;
    std::vector<const Subset*> subsets;  // of the map
    const auto place = [&](Subset subset) {
      const auto [found, added] = known.try_emplace(std::move(subset), static_cast<StateId>(known.size()));
      if (added) {
        subsets.push_back(&found->first);
        dfa.accepts.push_back(std::ranges::binary_search(found->first, whole.to));
      }
      return found->second;
    };
    place(closure(nfa, {whole.from}));
    std::vector<Subset> reached(classes_.size());
    for (std::size_t state = 0; state < subsets.size() && spend(classes_.size()); ++state) {
      for (Subset& targets : reached) targets.clear();
      for (const StateId from : *subsets[state]) {
        for (const auto& [first, last, to] : nfa.edges[from]) {
          if (!spend(last - first + 1)) return std::nullopt;
          for (CharClass by = first; by <= last; ++by) reached[by].push_back(to);
        }
      }
      for (Subset& targets : reached) {
        std::ranges::sort(targets);
        targets.erase(std::ranges::unique(targets).begin(), targets.end());
        dfa.next.push_back(place(closure(nfa, targets)));
        if (refusal_) return std::nullopt;
      }
      if (subsets.size() > kMaxRegexpStates) refuse(RegexpRefusal::too_many_states);
    }
    return refusal_ ? std::nullopt : std::optional(std::move(dfa));
  }

  std::optional<Dfa> intersection(const Dfa& a, const Dfa& b) {
    Dfa out{classes_.size(), {}, {}};
    std::map<std::pair<StateId, StateId>, StateId> known;
    std::vector<std::pair<StateId, StateId>> pairs;
    const auto place = [&](StateId x, StateId y) {
      const auto [found, added] = known.try_emplace({x, y}, static_cast<StateId>(known.size()));
      if (added) {
        pairs.emplace_back(x, y);
        out.accepts.push_back(a.accepts[x] && b.accepts[y]);
      }
      return found->second;
    };
    place(0, 0);
    for (std::size_t state = 0; state < pairs.size() && spend(classes_.size()); ++state) {
      const auto [x, y] = pairs[state];
      for (CharClass by = 0; by < classes_.size(); ++by) out.next.push_back(place(a.step(x, by), b.step(y, by)));
      if (pairs.size() > kMaxRegexpStates) refuse(RegexpRefusal::too_many_states);
    }
    return refusal_ ? std::nullopt : std::optional(std::move(out));
  }

  const CharClasses& classes_;
  RegexpBudget& budget_;
  std::optional<RegexpRefusal> refusal_;
  std::vector<bool> marked_;
};

void collect_begins(const Tree& tree, std::vector<char32_t>& begins) {
  for (const CharRange& range : tree.ranges) {
    begins.push_back(range.first);
    if (range.last < lucene::kMaxCodePoint) begins.push_back(range.last + 1);
  }
  if (tree.kind == Kind::numbers) {
    for (char32_t c = '0'; c <= '9' + 1; ++c) begins.push_back(c);
  }
  for (const Tree& child : tree.children) collect_begins(child, begins);
}

}  // namespace

CharClass CharClasses::of(char32_t c) const {
  return static_cast<CharClass>(std::ranges::upper_bound(begins, c) - begins.begin() - 1);
}

CharClasses classes_of(const Tree& tree) {
  CharClasses classes{{0}};
  collect_begins(tree, classes.begins);
  std::ranges::sort(classes.begins);
  classes.begins.erase(std::ranges::unique(classes.begins).begin(), classes.begins.end());
  return classes;
}

std::expected<Dfa, RegexpRefusal> build_dfa(const Tree& tree, const CharClasses& classes, RegexpBudget& budget) {
  Builder builder(classes, budget);
  std::optional<Dfa> dfa = builder.build(tree);
  if (!dfa) return std::unexpected(*builder.refusal());
  return *std::move(dfa);
}

}  // namespace picket::compile

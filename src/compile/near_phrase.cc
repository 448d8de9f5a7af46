// SPDX-License-Identifier: Apache-2.0
// Lucene's sloppy phrases. A word of the phrase that stands in the text at its own place, plus a shift that is the same
// for all words, is where it belongs; the steps are the difference of the largest and the smallest shift. Words that
// the phrase has twice stand at two places.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "compile/tokens.h"

namespace picket::compile {
namespace {

struct Word {
  std::vector<std::int64_t> wanted;  // its places in the phrase, ascending
  std::vector<std::int64_t> found;   // its places in the text, ascending
};

// Each place in the phrase gets a place of its own in the text, shifted by `least` at least and `least` + `slop` at
// most. The windows are of one length, so the first free place for the first window is never wrong.
bool fits(const Word& word, std::int64_t least, std::int64_t slop) {
  auto next = word.found.begin();
  for (const std::int64_t place : word.wanted) {
    next = std::lower_bound(next, word.found.end(), place + least);
    if (next == word.found.end() || *next > place + least + slop) return false;
    ++next;
  }
  return true;
}

}  // namespace

bool matches(const NearPhrase& test, const Tokens& tokens) {
  std::map<std::string_view, Word> words;
  for (std::size_t i = 0; i < test.words.size(); ++i) {
    words[test.words[i]].wanted.push_back(static_cast<std::int64_t>(i));
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto word = words.find(tokens[i]);
    if (word != words.end()) word->second.found.push_back(static_cast<std::int64_t>(i));
  }
  std::vector<std::int64_t> shifts;
  for (const auto& [text, word] : words) {
    if (word.found.size() < word.wanted.size()) return false;
    for (const std::int64_t place : word.wanted) {
      for (const std::int64_t at : word.found) shifts.push_back(at - place);
    }
  }
  std::ranges::sort(shifts);
  shifts.erase(std::ranges::unique(shifts).begin(), shifts.end());
  return std::ranges::any_of(shifts, [&](std::int64_t least) {
    return std::ranges::all_of(words, [&](const auto& word) { return fits(word.second, least, test.slop); });
  });
}

}  // namespace picket::compile

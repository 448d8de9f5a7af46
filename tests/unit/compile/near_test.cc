// SPDX-License-Identifier: Apache-2.0
// Fuzzy texts and phrases whose words may be moved, each against a slow and obvious count.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/text.h"
#include "compile/fuzzy.h"
#include "compile/tokens.h"

namespace picket::compile {
namespace {

std::size_t edits_between(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      d[i][j] = i + j;
      if (i == 0 || j == 0) continue;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

TEST(FuzzyText, CountsEdits) {
  const std::vector<std::string> letters = {"a", "b", "c", "ä", "日"};
  const std::u32string codes = U"abcä日";
  std::mt19937 random(7);
  std::size_t near = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string texts[2];
    std::u32string code_texts[2];
    for (std::size_t side = 0; side < 2; ++side) {
      for (std::size_t length = random() % 7; length > 0; --length) {
        const std::size_t letter = random() % letters.size();
        texts[side] += letters[letter];
        code_texts[side] += codes[letter];
      }
    }
    const std::size_t edits = edits_between(code_texts[0], code_texts[1]);
    near += edits > 0 && edits <= 2 ? 1 : 0;
    for (std::uint8_t allowed = 0; allowed <= FuzzyText::kMaxEdits; ++allowed) {
      ASSERT_EQ(FuzzyText(texts[0], allowed).matches(texts[1]), edits <= allowed) << texts[0] << " " << texts[1];
    }
  }
  EXPECT_GT(near, 1000U);
}

// Every way to give the words from `word` on places of their own.
bool is_near(const std::vector<std::string>& text, const NearPhrase& phrase, std::vector<bool>& taken, std::size_t word,
             std::optional<long> least, std::optional<long> most) {
  if (word == phrase.words.size()) return true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (taken[at] || text[at] != phrase.words[word]) continue;
    const long shift = static_cast<long>(at) - static_cast<long>(word);
    const long low = std::min(shift, least.value_or(shift));
    const long high = std::max(shift, most.value_or(shift));
    if (high - low > static_cast<long>(phrase.slop)) continue;
    taken[at] = true;
    const bool found = is_near(text, phrase, taken, word + 1, low, high);
    taken[at] = false;
    if (found) return true;
  }
  return false;
}

TEST(NearPhrase, CountsSteps) {
  std::mt19937 random(11);
  const auto words = [&](std::size_t count) {
    std::vector<std::string> out;
    for (; count > 0; --count) out.emplace_back(1, static_cast<char>('a' + random() % 3));
    return out;
  };
  std::size_t found = 0;
  constexpr std::size_t kRounds = 5'000;
  for (std::size_t round = 0; round < kRounds; ++round) {
    const std::vector<std::string> text = words(random() % 9);
    const NearPhrase phrase{words(2 + random() % 3), static_cast<std::uint32_t>(random() % 5)};
    std::vector<bool> taken(text.size());
    const bool near = is_near(text, phrase, taken, 0, {}, {});
    Tokens tokens;
    analyze(join(text, " "), tokens);
    ASSERT_EQ(matches(phrase, tokens), near) << join(text, " ") << " / " << join(phrase.words, " ") << phrase.slop;
    found += near ? 1 : 0;
  }
  EXPECT_GT(found, kRounds / 10);
  EXPECT_LT(found, kRounds * 9 / 10);
}

}  // namespace
}  // namespace picket::compile

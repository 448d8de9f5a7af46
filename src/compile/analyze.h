// SPDX-License-Identifier: Apache-2.0
// The standard analyzer of `text` and `match_only_text` fields: words by UAX#29 as Lucene's StandardTokenizer cuts
// them, in lower case. This is the adapter of ICU; match/ uses it through this header. Pure functions, safe from many
// threads.
//
// ICU's own word iterator is not used because it cuts Thai, Chinese and Japanese with dictionaries, which the
// tokenizer does not: it takes a run of Thai as one token and each Han or Hiragana character as one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace picket::compile {

// Longer words are cut into pieces of this many UTF-16 units.
inline constexpr std::size_t kMaxTokenUnits = 255;

// The tokens of one text, reusable without allocation. Views are valid until the next analysis into it.
class Tokens {
 public:
  std::size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }

 private:
  friend void analyze(std::string_view text, Tokens& out);
  std::string text_;  // all tokens, one after the other
  std::vector<std::size_t> ends_;
};

void analyze(std::string_view text, Tokens& out);
std::vector<std::string> analyze(std::string_view text);

// Each code point's simple lower case: the `lowercase` normalizer and the tokens' filter. Appends to `out`.
void append_lower(std::string_view text, std::string& out);
std::string to_lower(std::string_view text);

}  // namespace picket::compile

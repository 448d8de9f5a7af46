// SPDX-License-Identifier: Apache-2.0
#include "compile/regexp.h"

#include <gtest/gtest.h>
#include <regex.h>

#include <array>
#include <random>
#include <string>
#include <vector>

namespace picket::compile {
namespace {

std::expected<Regexp, RegexpRefusal> compiled(const std::string& source) {
  const auto tree = lucene::parse_regexp(source);
  EXPECT_TRUE(tree) << source;
  RegexpBudget budget;
  return compile_regexp(source, *tree, budget);
}
bool fits(const std::string& source, std::string_view value) {
  const auto regexp = compiled(source);
  EXPECT_TRUE(regexp) << source;
  return regexp && regexp->matches(value);
}

class RandomRegexp {
 public:
  explicit RandomRegexp(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }

  // What Lucene and POSIX read alike.
  std::string expression(std::size_t depth) {
    if (depth == 0) return atom();
    switch (below(4)) {
      case 0:
        return "(" + expression(depth - 1) + "|" + expression(depth - 1) + ")";
      case 1:
        return "(" + expression(depth - 1) + ")" + std::string(kRepeats.at(below(kRepeats.size())));
      default:
        return expression(depth - 1) + expression(depth - 1);
    }
  }
  std::string text() {
    std::string out;
    for (std::size_t length = below(8); length > 0; --length) out += kLetters.at(below(kLetters.size()));
    return out;
  }

 private:
  std::string atom() { return std::string(kAtoms.at(below(kAtoms.size()))); }

  static constexpr std::string_view kLetters = "abc";
  static constexpr std::array<std::string_view, 8> kAtoms = {"a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "b"};
  static constexpr std::array<std::string_view, 6> kRepeats = {"*", "+", "?", "{2}", "{1,3}", "{2,}"};
  std::mt19937 random_;
};

// The C library's extended regular expressions, on the whole text.
class PosixRegexp {
 public:
  explicit PosixRegexp(const std::string& source) {
    EXPECT_EQ(::regcomp(&compiled_, ("^(" + source + ")$").c_str(), REG_EXTENDED | REG_NOSUB), 0) << source;
  }
  PosixRegexp(const PosixRegexp&) = delete;
  PosixRegexp& operator=(const PosixRegexp&) = delete;
  ~PosixRegexp() { ::regfree(&compiled_); }
  bool matches(const std::string& text) const { return ::regexec(&compiled_, text.c_str(), 0, nullptr, 0) == 0; }

 private:
  regex_t compiled_{};
};

TEST(Regexp, FitsWhatOtherEnginesFit) {
  constexpr std::uint32_t kSeeds = 400;
  std::size_t fitted = 0;
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    RandomRegexp random(seed);
    const std::string source = random.expression(3);
    const auto regexp = compiled(source);
    ASSERT_TRUE(regexp) << source;
    const PosixRegexp other(source);
    for (int i = 0; i < 30; ++i) {
      const std::string text = random.text();
      const bool fits = other.matches(text);
      ASSERT_EQ(regexp->matches(text), fits) << source << " on '" << text << "'";
      fitted += fits ? 1 : 0;
    }
  }
  EXPECT_GT(fitted, kSeeds);
}

TEST(Regexp, KnowsCharactersAndNotBytes) {
  EXPECT_TRUE(fits("z.", "zä"));
  EXPECT_TRUE(fits("[ä-ü]", "ö"));
  EXPECT_FALSE(fits("[^ä]", "ä"));
  EXPECT_TRUE(fits("..", "😀\n"));
  EXPECT_TRUE(fits(".", "\xFF")) << "a byte that is no UTF-8 is one character";
}

TEST(Regexp, NumbersAreIntervals) {
  for (unsigned number = 0; number <= 1200; ++number) {
    const std::string plain = std::to_string(number);
    const bool inside = number >= 7 && number <= 1034;
    ASSERT_EQ(fits("<7-1034>", plain), inside) << number;
    ASSERT_EQ(fits("<1034-7>", "00" + plain), inside) << number;
    ASSERT_EQ(fits("<123-456>", plain), number >= 123 && number <= 456) << number;
  }
  EXPECT_FALSE(fits("<007-123>", "7"));
  EXPECT_TRUE(fits("<007-123>", "007"));
  EXPECT_TRUE(fits("<0-0>", "0"));
  EXPECT_FALSE(fits("<0-9>", ""));
  EXPECT_TRUE(fits("<1-2147483647>", "2147483647"));
  EXPECT_FALSE(fits("<1-2147483647>", "2147483648"));
}

TEST(Regexp, ALongValueTakesOneStepForEachCharacter) {
  const std::string value(1'000'000, 'a');
  EXPECT_FALSE(fits("(a*)*(a|aa)*(a?){50}b", value));
  EXPECT_TRUE(fits("(a*)*(a|aa)*(a?){50}", value));
}

TEST(Regexp, WhatTakesTooManyStatesIsRefused) {
  EXPECT_TRUE(compiled("(a|b)*a(a|b){8}"));
  EXPECT_EQ(compiled("(a|b)*a(a|b){14}").error(), RegexpRefusal::too_many_states);
  EXPECT_EQ(compiled("~((a|b)*a(a|b){14})").error(), RegexpRefusal::too_many_states);
  EXPECT_EQ(compiled("((((a{1000}){1000}){1000}){1000}){1000}").error(), RegexpRefusal::too_many_states);
  EXPECT_EQ(compiled("(a|b){2000000000}").error(), RegexpRefusal::too_many_states);
}

TEST(Regexp, OneThatIsReadOtherwiseIsAnother) {
  const std::string source = "a&b";
  const auto read_by = [&](lucene::RegexpSyntax syntax) {
    RegexpBudget budget;
    return *compile_regexp(source, *lucene::parse_regexp(source, syntax), budget, syntax);
  };
  const Regexp plain = read_by({});
  const Regexp caseless = read_by({.ignore_case = true});
  const Regexp literal = read_by({.complement = false, .intersection = false});
  EXPECT_EQ(plain, read_by({}));
  EXPECT_FALSE(plain == caseless);
  EXPECT_FALSE(plain == literal);
  EXPECT_EQ(plain.shown(), "/a&b/");
  EXPECT_EQ(caseless.shown(), "/a&b/ ignoring case");
  EXPECT_EQ(literal.shown(), "/a&b/ without the operators ~ &");
  EXPECT_TRUE(literal.matches("a&b"));
}

TEST(Regexp, FieldsInLowerCaseTakeItInLowerCase) {
  RegexpBudget budget;
  const std::string source = "CMD\\.(EXE|\\D)[A-Z]";
  const auto regexp = compile_query_regexp(source, *lucene::parse_regexp(source), budget);
  ASSERT_TRUE(regexp);
  EXPECT_EQ(regexp->lower.source(), "cmd\\.(exe|\\D)[a-z]");
  EXPECT_TRUE(regexp->lower.matches("cmd.exex"));
  EXPECT_TRUE(regexp->lower.matches("cmd.-x"));
  EXPECT_FALSE(regexp->plain.matches("cmd.exex"));
}

}  // namespace
}  // namespace picket::compile

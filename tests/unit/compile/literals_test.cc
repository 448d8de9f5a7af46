// SPDX-License-Identifier: Apache-2.0
#include "compile/literals.h"

#include <gtest/gtest.h>

#include <utility>

namespace picket::compile {
namespace {

using Texts = std::vector<std::string>;

Predicate terms(Texts texts) {
  Terms predicate;
  predicate.texts = std::move(texts);
  return predicate;
}
Predicate wildcards(std::vector<Pattern> patterns) {
  Wildcards predicate;
  predicate.patterns = std::move(patterns);
  return predicate;
}
template <class Test>
Predicate ignoring_case(Predicate predicate) {
  std::get<Test>(predicate).ignore_case = true;
  return predicate;
}
Predicate lowercase_terms(Texts texts) {
  Predicate predicate = terms(std::move(texts));
  std::get<Terms>(predicate).rules.lowercase = true;
  return predicate;
}

TEST(Literals, AreTheLongestPlainPartsOfPatterns) {
  EXPECT_EQ(literals_of(wildcards({{{"", "VMAccessAgent", ""}}, {{"", "/ext/", "VMAccessForLinux"}}})),
            (Texts{"VMAccessAgent", "VMAccessForLinux"}));
}

TEST(Literals, AreThePlainPartsOfTerms) {
  EXPECT_EQ(literals_of(terms({"18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"})),
            Texts{"18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"});
  EXPECT_EQ(literals_of(terms({"a \"quoted words\" b"})), Texts{"quoted words"});
}

TEST(Literals, StopAtCharactersThatJsonMayEscape) {
  EXPECT_EQ(literals_of(terms({"C:\\Windows\\System32/cmd.exe"})), Texts{"System32"});
  EXPECT_EQ(literals_of(terms({"stra\u00dfenname"})), Texts{"enname"});
}

TEST(Literals, AreNoneWhereOneTextTellsNothing) {
  EXPECT_EQ(literals_of(wildcards({{{"", "VMAccessAgent", ""}}, {{"a", ""}}})), Texts{});
  EXPECT_EQ(literals_of(terms({"true", "VMAccessAgent"})), Texts{}) << "a boolean may be the value";
  EXPECT_EQ(literals_of(terms({"1234567890"})), Texts{}) << "a number is written in several ways";
  EXPECT_EQ(literals_of(terms({"1.5e100000"})), Texts{});
  EXPECT_EQ(literals_of(Exists{}), Texts{});
}

TEST(Literals, AreNoneWhereCaseDoesNotCount) {
  EXPECT_EQ(literals_of(ignoring_case<Terms>(terms({"vmaccessagent"}))), Texts{});
  EXPECT_EQ(literals_of(lowercase_terms({"vmaccessagent"})), Texts{});
  EXPECT_EQ(literals_of(ignoring_case<Wildcards>(wildcards({{{"", "vmaccessagent", ""}}}))), Texts{});
}

TEST(Literals, MayBeHeldByTextsThatHideCharacters) {
  const Texts literals = {"VMAccessAgent"};
  EXPECT_TRUE(may_hold(R"({"type":"VMAccessAgent"})", literals));
  EXPECT_FALSE(may_hold(R"({"type":"CustomScript","path":"a\/b\"c\n"})", literals));
  EXPECT_TRUE(may_hold(R"({"type":"\u0056MAccessAgent"})", literals));
  EXPECT_TRUE(may_hold(R"({"text":"{\"type\":\"\\u0056MAccessAgent\"}"})", literals));
}

}  // namespace
}  // namespace picket::compile

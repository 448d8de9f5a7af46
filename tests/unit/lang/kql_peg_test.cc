// SPDX-License-Identifier: Apache-2.0
// The reader, which never backtracks, against the grammar as a PEG, which does.
#include "kql_peg.h"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include "base/text.h"
#include "kql_support.h"

namespace picket::kql::test {
namespace {

constexpr std::string_view kPieces[] = {
    "a",   "b.c",   "f",     "x",    ":",     ":",  ":(",   ")",       "(",      "{",       "}",       ":{",
    " ",   " ",     "\n",    "\t",   " or ",  "or", " or ", " and ",   "and",    " AND ",   "not ",    "not",
    "NOT", " not ", "<",     ">=",   " > ",   "\"", "\"",   "\"b c\"", "\\",     "\\\"",    "\\not ",  "\\or ",
    "*",   "*",     "null",  "true", "u0041", "n",  "\\n",  "\\t",     "\u00a0", "\\ud83d", "\\uDE00", "\u3000",
    "d",   ",",     "false", "\\*",  "\\:",   "0",  " ) ",  " or b:",  "=",      "\v",      "\\u00e9", "\U0001F600",
};

std::string soup(std::mt19937& random) {
  std::string query;
  const std::size_t length = 1 + random() % 14;
  for (std::size_t i = 0; i < length; ++i) query += kPieces[random() % std::size(kPieces)];
  return query;
}

// Mostly valid, and then one piece is put in or one character taken away.
class QueryMaker {
 public:
  explicit QueryMaker(std::mt19937& random) : random_(random) {}

  std::string query() {
    std::string text = expression(3);
    const std::size_t at = random_() % (text.size() + 1);
    if (random_() % 2 == 0) text.insert(at, kPieces[random_() % std::size(kPieces)]);
    if (random_() % 4 == 0 && at < text.size()) text.erase(at, 1);
    return text;
  }

 private:
  std::string one_of(std::initializer_list<std::string_view> texts) {
    return std::string(texts.begin()[random_() % texts.size()]);
  }
  std::string space() { return one_of({" ", " ", "  ", "\n", "\u00a0"}); }
  std::string maybe_space() { return random_() % 3 == 0 ? space() : ""; }
  std::string name() { return one_of({"a", "b.c", "\"d e\"", "*x", "or", "not", "and b", "g\\:h", "null"}); }
  std::string value() {
    return one_of(
        {"1", "x y", "\"q r\"", "*", "a*b", "\"\\\"\"", "and", "or", "x or", "\\or z", "true", "\\\\", "knot"});
  }
  std::string join(int depth, auto operand) {
    std::string text = operand(depth);
    while (random_() % 3 == 0) text += space() + one_of({"and", "or", "OR", "And"}) + space() + operand(depth);
    return text;
  }
  std::string negation() { return random_() % 4 == 0 ? one_of({"not", "NOT"}) + space() : ""; }
  std::string values(int depth) {
    return join(depth, [this](int d) {
      const bool nest = d > 0 && random_() % 4 == 0;
      return negation() + (nest ? "(" + maybe_space() + values(d - 1) + maybe_space() + ")" : value());
    });
  }
  std::string expression(int depth) {
    return join(depth, [this](int d) { return negation() + operand(d); });
  }
  std::string operand(int depth) {
    switch (random_() % (depth > 0 ? 6 : 3)) {
      case 0:
        return value();
      case 1:
        return name() + maybe_space() + ":" + maybe_space() + value();
      case 2:
        return name() + maybe_space() + one_of({"<", ">=", "<=", ">"}) + maybe_space() + value();
      case 3:
        return name() + ":" + maybe_space() + "(" + maybe_space() + values(depth - 1) + maybe_space() + ")";
      case 4:
        return name() + ":" + maybe_space() + "{" + maybe_space() + expression(depth - 1) + maybe_space() + "}";
      default:
        return "(" + maybe_space() + expression(depth - 1) + maybe_space() + ")";
    }
  }

  std::mt19937& random_;
};

void expect_same(const std::string& query) {
  const std::optional<std::string> expected = Peg(query).tree();
  const Outcome outcome = read(query);
  ASSERT_EQ(outcome.tree(), expected.value_or("no tree")) << query << "\n" << outcome.shown();
  ASSERT_EQ(outcome.diagnostics.has_errors(), !expected.has_value()) << query;
}

TEST(KqlPeg, AgreesOnPiecesInAnyOrder) {
  std::mt19937 random(1);
  std::size_t valid = 0;
  for (int i = 0; i < 4'000; ++i) {
    const std::string query = soup(random);
    expect_same(query);
    if (HasFatalFailure()) return;
    if (Peg(query).tree()) ++valid;
  }
  EXPECT_GT(valid, 200u) << "the pieces make too few valid queries to prove anything";
}

TEST(KqlPeg, AgreesOnQueriesWithOneChange) {
  std::mt19937 random(2);
  std::size_t valid = 0;
  for (int i = 0; i < 4'000; ++i) {
    const std::string query = to_valid_utf8(QueryMaker(random).query());
    expect_same(query);
    if (HasFatalFailure()) return;
    if (Peg(query).tree()) ++valid;
  }
  EXPECT_GT(valid, 1000u);
}

}  // namespace
}  // namespace picket::kql::test

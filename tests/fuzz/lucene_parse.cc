// SPDX-License-Identifier: Apache-2.0
// Any bytes as a query: a tree or errors, never both; every span within the text; and a tree that is written and read
// again is the same tree.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/check.h"
#include "base/diagnostic.h"
#include "lang/lucene/codes.h"
#include "lang/lucene/limits.h"
#include "lang/lucene/parser.h"
#include "lang/lucene/print.h"
#include "lang/lucene/tokens.h"

namespace picket::lucene {
namespace {

bool is_within(Span inner, Span outer) {
  return outer.begin <= inner.begin && inner.begin <= inner.end && inner.end <= outer.end;
}

void check_spans(const Node& node, Span outer) {
  PICKET_CHECK(is_within(node.span, outer), "the span of a node lies within that of the node above it");
  if (const auto* term = std::get_if<Term>(&node.kind)) {
    PICKET_CHECK(is_within(term->value_span, node.span), "the span of a value lies within that of its node");
    return;
  }
  const auto& clauses = std::get<Group>(node.kind).clauses;
  PICKET_CHECK(!clauses.empty(), "a group has a clause");
  PICKET_CHECK(clauses[0].conjunction == Conjunction::none, "no operator stands before the first clause");
  for (const Clause& clause : clauses) check_spans(clause.node, node.span);
}

void check_diagnostics(const Diagnostics& diagnostics, std::size_t size) {
  for (const Diagnostic& item : diagnostics.items()) {
    PICKET_CHECK(is_within(item.span, {0, static_cast<std::uint32_t>(size)}), "a span lies within the text");
    PICKET_CHECK(std::ranges::find(codes(), item.code, &CodeEntry::name) != codes().end(), "a code is in the table");
    PICKET_CHECK(!item.message.empty(), "a diagnostic says something");
  }
  if (!diagnostics.items().empty()) {
    PICKET_CHECK(!render(diagnostics.items().front(), true).empty(), "a diagnostic can be shown");
  }
  PICKET_CHECK(diagnostics.items().size() <= kMaxReports + 1, "a hostile query does not flood its reader");
}

void check_tokens(std::string_view query) {
  std::uint32_t at = 0;
  for (const Token& token : tokenize(query)) {
    PICKET_CHECK(at <= token.span.begin && token.span.begin <= token.span.end, "tokens go forward");
    PICKET_CHECK(
        token.kind == TokenKind::end || token.kind == TokenKind::bad_boost || token.span.begin < token.span.end,
        "tokens get ahead");
    at = token.span.end;
  }
  PICKET_CHECK(at == query.size() && print_tokens(query).ends_with("end\n"), "tokens reach the end of the text");
}

void check_printing(const Ast& ast) {
  const std::string text = to_lucene(ast);
  if (text.size() > kMaxQueryBytes) return;
  Diagnostics diagnostics;
  const auto again = parse(SourceText{"printed", text}, diagnostics);
  PICKET_CHECK(again.has_value(), "a printed tree is valid");
  PICKET_CHECK(equal_ignoring_spans(*again, ast), "a printed tree reads back equal");
  PICKET_CHECK(to_lucene(*again) == text, "printing twice changes nothing");
  PICKET_CHECK(!dump(ast).empty(), "a tree has a dump");
}

}  // namespace
}  // namespace picket::lucene

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace picket;
  const SourceText source{"fuzz", std::string(reinterpret_cast<const char*>(bytes), size)};
  Diagnostics diagnostics;
  const auto ast = lucene::parse(source, diagnostics);
  PICKET_CHECK(ast.has_value() == !diagnostics.has_errors(), "a tree or errors, never both");
  lucene::check_diagnostics(diagnostics, size);
  lucene::check_tokens(source.text);
  if (!ast) return 0;
  if (ast->root) lucene::check_spans(*ast->root, {0, static_cast<std::uint32_t>(size)});
  lucene::check_printing(*ast);
  return 0;
}

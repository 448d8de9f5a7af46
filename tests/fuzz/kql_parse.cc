// SPDX-License-Identifier: Apache-2.0
// Any bytes as a query: a tree or errors, never both; every span within the text; and a tree that is written and read
// again is the same tree.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/check.h"
#include "base/diagnostic.h"
#include "lang/kql/codes.h"
#include "lang/kql/limits.h"
#include "lang/kql/parser.h"
#include "lang/kql/print.h"
#include "lang/kql/tokens.h"

namespace picket::kql {
namespace {

bool is_within(Span inner, Span outer) {
  return outer.begin <= inner.begin && inner.begin <= inner.end && inner.end <= outer.end;
}

struct CheckSpans {
  Span outer;

  void operator()(const And& node) const { all(node.children); }
  void operator()(const Or& node) const { all(node.children); }
  void operator()(const Not& node) const { below(*node.child); }
  void operator()(const Nested& node) const {
    PICKET_CHECK(is_within(node.path.span, outer), "the span of a path lies within that of its node");
    below(*node.child);
  }
  void operator()(const Is& node) const {
    PICKET_CHECK(is_within(node.value.span, outer), "the span of a value lies within that of its node");
  }
  void operator()(const Range& node) const {
    PICKET_CHECK(is_within(node.field.span, outer) && is_within(node.value.span, outer),
                 "the spans of a range lie within that of its node");
  }

 private:
  void below(const Node& child) const {
    PICKET_CHECK(is_within(child.span, outer), "the span of a node lies within that of the node above it");
    std::visit(CheckSpans{child.span}, child.kind);
  }
  void all(const std::vector<Node>& children) const {
    PICKET_CHECK(children.size() >= 2, "a chain has two children or more");
    for (const Node& child : children) below(child);
  }
};

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
    at = token.span.end;
  }
  PICKET_CHECK(at == query.size() && print_tokens(query).ends_with("end\n"), "tokens reach the end of the text");
}

void check_printing(const Ast& ast) {
  const std::string text = to_kql(ast.root);
  if (text.size() > kMaxQueryBytes) return;
  Diagnostics diagnostics;
  const auto again = parse(SourceText{"printed", text}, diagnostics);
  PICKET_CHECK(again.has_value(), "a printed tree is valid");
  PICKET_CHECK(equal_ignoring_spans(again->root, ast.root), "a printed tree reads back equal");
  PICKET_CHECK(canonical(again->root) == canonical(ast.root), "equal trees look the same");
  PICKET_CHECK(to_kql(again->root) == text, "printing twice changes nothing");
  PICKET_CHECK(!dump(ast.root).empty(), "a tree has a dump");
}

}  // namespace
}  // namespace picket::kql

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace picket;
  const SourceText source{"fuzz", std::string(reinterpret_cast<const char*>(bytes), size)};
  Diagnostics diagnostics;
  const auto ast = kql::parse(source, diagnostics);
  PICKET_CHECK(ast.has_value() == !diagnostics.has_errors(), "a tree or errors, never both");
  kql::check_diagnostics(diagnostics, size);
  kql::check_tokens(source.text);
  if (!ast) return 0;
  std::visit(kql::CheckSpans{{0, static_cast<std::uint32_t>(size)}}, ast->root.kind);
  kql::check_printing(*ast);
  return 0;
}

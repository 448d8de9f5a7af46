// SPDX-License-Identifier: Apache-2.0
#include "rule/excerpt.h"

#include <algorithm>
#include <string>

namespace picket::rule {

Span extent_of(const Node& node) {
  Span extent = node.span;
  const auto add = [&](Span span) {
    if (span.begin == span.end) return;
    const bool first = extent.begin == extent.end;
    extent = first ? span : Span{std::min(extent.begin, span.begin), std::max(extent.end, span.end)};
  };
  if (const Node::List* list = node.list()) {
    for (const Node& entry : *list) add(extent_of(entry));
  }
  if (const Node::Object* object = node.object()) {
    for (const Member& member : *object) {
      add(member.name_span);
      add(extent_of(member.value));
    }
  }
  return extent;
}

std::shared_ptr<const SourceText> excerpt(Span extent, Problems& problems) {
  const std::string_view text = problems.text();
  const std::size_t begin = std::min<std::size_t>(extent.begin, text.size());
  const LineColumn at = problems.locate(static_cast<std::uint32_t>(begin));
  return std::make_shared<const SourceText>(SourceText{
      std::string(problems.name()), std::string(text.substr(begin, extent.end - extent.begin)), at.line, at.column});
}

Span moved(Span span, std::uint32_t begin) {
  if (span.begin < begin) return {};
  return {span.begin - begin, span.end - begin};
}

void move_spans(Node& node, std::uint32_t begin) {
  node.span = moved(node.span, begin);
  if (Node::List* list = node.list()) {
    for (Node& entry : *list) move_spans(entry, begin);
  }
  if (Node::Object* object = node.object()) {
    for (Member& member : *object) {
      member.name_span = moved(member.name_span, begin);
      move_spans(member.value, begin);
    }
  }
}

}  // namespace picket::rule

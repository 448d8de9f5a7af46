// SPDX-License-Identifier: Apache-2.0
#include "spec_runner/case.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "compile/bind_exceptions.h"
#include "compile/bind_filters.h"
#include "compile/bind_kql.h"
#include "compile/bind_lucene.h"
#include "compile/optimize.h"
#include "lang/kql/parser.h"
#include "lang/lucene/parser.h"
#include "reference/engines.h"
#include "support/filter_text.h"

namespace picket::spec {
namespace {

Outcome wrong(std::string message) {
  return std::unexpected(std::move(message));
}

// One attribute of a mapping line; false when it is none.
bool read_attribute(std::string_view attribute, event::FieldMapping& mapping) {
  constexpr std::string_view kIgnoreAbove = "ignore_above=";
  constexpr std::string_view kConstant = "constant=";
  if (attribute == "lowercase") {
    mapping.lowercase = true;
  } else if (attribute.starts_with(kConstant)) {
    mapping.constant = attribute.substr(kConstant.size());
  } else if (attribute.starts_with(kIgnoreAbove)) {
    attribute.remove_prefix(kIgnoreAbove.size());
    const auto [end, error] = std::from_chars(attribute.begin(), attribute.end(), mapping.ignore_above);
    return error == std::errc{} && end == attribute.end();
  } else {
    return false;
  }
  return true;
}

Outcome set_mapping(Context& context, const Block& block) {
  event::FieldCatalog catalog(event::FieldCatalog::Unknown::unmapped);
  for (const std::string& line : block.body) {
    const std::vector<std::string_view> words = split(line, ' ');
    const auto type = words.size() < 2 ? std::nullopt : event::parse_field_type(words[1]);
    if (!type) return wrong(fmt::format("expected a name and a type, found '{}'", line));
    event::FieldMapping mapping;
    mapping.type = *type;
    for (const std::string_view attribute : std::span(words).subspan(2)) {
      if (!read_attribute(attribute, mapping)) return wrong(fmt::format("no attribute of a field: '{}'", attribute));
    }
    catalog.add(std::string(words[0]), std::move(mapping));
  }
  context.mapping = std::move(catalog);
  return {};
}

Outcome set_now(Context& context, const Block& block) {
  const auto now = parse_iso8601(block.argument);
  if (!now) return wrong(fmt::format("expected a date, found '{}'", block.argument));
  context.now = *now;
  return {};
}

Outcome set_events(Context& context, const Block& block) {
  context.ids.clear();
  context.documents.clear();
  for (const std::string& line : block.body) {
    auto parsed = json::parse(line);
    if (!parsed || !parsed->is_object()) return wrong(fmt::format("expected one JSON object a line, found '{}'", line));
    json::Object document = std::move(parsed->get_object());
    const json::Value* id = json::get(document, "id");
    if (id == nullptr) return wrong(fmt::format("an event needs an \"id\": {}", line));
    context.ids.push_back(json::scalar_text(*id));
    document.erase("id");
    context.documents.push_back(std::move(document));
  }
  return {};
}

Outcome set_value_list(Context& context, const Block& block) {
  context.value_lists[block.argument] = {"list.txt", block.body};
  return {};
}

struct Compiled {
  SourceText source;
  Diagnostics diagnostics;
  std::optional<kql::Ast> kql;
  std::optional<lucene::Ast> lucene;
  std::optional<compile::Bound> bound;

  reference::Query query() const {
    if (lucene) return {&*lucene, &*bound};
    return {kql ? &*kql : nullptr, &*bound};
  }
};

void compile_filters(const Context& context, Compiled& out) {
  const std::optional<rule::Filters> filters = test::read_filters(out.source.text, out.diagnostics);
  if (!filters) return;
  out.bound = compile::bind_filters(*filters, context.catalog(), {context.now}, out.diagnostics).bound;
}

void compile_exception(const Context& context, Compiled& out) {
  rule::Problems problems(out.source.name, out.source.text, 1, out.diagnostics);
  std::optional<rule::Node> root = rule::read_json(problems);
  if (!root) return;
  const std::optional<rule::ExceptionItem> item = rule::bind_exception_item(*std::move(root), problems);
  if (!item) return;
  out.bound =
      compile::bind_exception_item(*item, context.value_lists, context.catalog(), {context.now}, out.diagnostics).bound;
}

// The block's argument is the language.
void compile_query(const Context& context, const Block& block, const std::vector<std::string>& lines, Compiled& out) {
  out.source = {"query", join(lines, "\n")};
  const compile::BindOptions options{context.now};
  if (block.argument == "filters") {
    compile_filters(context, out);
  } else if (block.argument == "exception") {
    compile_exception(context, out);
  } else if (block.argument == "lucene") {
    out.lucene = lucene::parse(out.source, out.diagnostics);
    if (out.lucene)
      out.bound = compile::bind_lucene(*out.lucene, context.catalog(), options, out.source, out.diagnostics);
  } else {
    out.kql = kql::parse(out.source, out.diagnostics);
    if (out.kql) out.bound = compile::bind_kql(*out.kql, context.catalog(), options, out.source, out.diagnostics);
  }
}

std::vector<std::string> diagnostic_lines(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& item : diagnostics.items()) {
    const LineColumn place = item.source == nullptr ? LineColumn{} : locate(*item.source, item.span.begin);
    lines.push_back(fmt::format("{} {}:{} {}", item.code, place.line, place.column, item.message));
  }
  return lines;
}

Outcome refused(const Compiled& compiled) {
  return wrong("the query was refused:\n" + join(diagnostic_lines(compiled.diagnostics), "\n"));
}

Outcome match_query(Context& context, const Block& block) {
  Compiled compiled;
  compile_query(context, block, block.body, compiled);
  if (!compiled.bound) return refused(compiled);
  const reference::Query queries[] = {compiled.query()};
  const reference::Answers answers =
      reference::ask_all_engines(queries, context.catalog(), context.now, context.documents)[0];
  if (!answers.disagreement.empty()) {
    return wrong("the engines disagree:\n" + answers.disagreement + compile::dump(*compiled.bound->tree));
  }
  std::vector<std::string> found;
  for (std::size_t i = 0; i < context.ids.size(); ++i) {
    if (answers.matches[i]) found.push_back(context.ids[i]);
  }
  return std::vector<std::string>{found.empty() ? "none" : join(found, " ")};
}

Outcome reject_query(Context& context, const Block& block) {
  Compiled compiled;
  compile_query(context, block, block.body, compiled);
  if (compiled.bound) return wrong("the query was accepted");
  return diagnostic_lines(compiled.diagnostics);
}

Outcome warn_query(Context& context, const Block& block) {
  Compiled compiled;
  compile_query(context, block, block.body, compiled);
  if (!compiled.bound) return refused(compiled);
  return diagnostic_lines(compiled.diagnostics);
}

Outcome same_query(Context& context, const Block& block) {
  Compiled first;
  Compiled second;
  compile_query(context, block, block.body, first);
  compile_query(context, block, block.expected, second);
  if (!first.bound) return refused(first);
  if (!second.bound) return refused(second);
  const compile::NodeRef a = compile::optimize(first.bound->tree);
  const compile::NodeRef b = compile::optimize(second.bound->tree);
  if (!compile::equal(*a, *b)) {
    return wrong(fmt::format("the two have different plans:\n{}\n----\n{}", compile::dump(*a), compile::dump(*b)));
  }
  return block.expected;
}

constexpr Directive kDirectives[] = {
    {"mapping", false, set_mapping},
    {"now", false, set_now},
    {"events", false, set_events},
    {"match kql", true, match_query},
    {"reject kql", true, reject_query},
    {"warn kql", true, warn_query},
    {"same kql", true, same_query},
    {"match lucene", true, match_query},
    {"reject lucene", true, reject_query},
    {"warn lucene", true, warn_query},
    {"same lucene", true, same_query},
    {"list", false, set_value_list},
    {"match filters", true, match_query},
    {"reject filters", true, reject_query},
    {"warn filters", true, warn_query},
    {"match exception", true, match_query},
    {"reject exception", true, reject_query},
    {"warn exception", true, warn_query},
};

}  // namespace

std::span<const Directive> directives() {
  return kDirectives;
}

const Directive* find_directive(std::string_view name) {
  const auto* found = std::ranges::find(kDirectives, name, &Directive::name);
  return found == std::ranges::end(kDirectives) ? nullptr : found;
}

}  // namespace picket::spec

// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_filters.h"

#include <fmt/format.h>

#include <utility>

#include "compile/query_dsl.h"

namespace picket::compile {
namespace {

using rule::find;
using rule::Member;
using rule::Node;

bool is_set(const Node* meta, std::string_view key) {
  const Node* value = meta == nullptr ? nullptr : find(*meta, key);
  return value != nullptr && value->flag() != nullptr && *value->flag();
}

class Binder {
 public:
  Binder(FieldBinder& fields, const SourceText& source, Diagnostics& diagnostics) : dsl_(fields, source, diagnostics) {}

  NodeRef bind_all(const std::vector<Node>& filters) {
    std::vector<NodeRef> out;
    for (const Node& filter : filters) {
      if (std::optional<NodeRef> bound = bind(filter)) out.push_back(*std::move(bound));
    }
    return both(std::move(out));
  }

  const std::string& unsupported() const { return dsl_.unsupported_form(); }

 private:
  // nullopt: the filter is disabled.
  std::optional<NodeRef> bind(const Node& filter) {
    if (filter.object() == nullptr) {
      return dsl_.malformed(filter.span, fmt::format("expected a filter, found {}", describe(filter)));
    }
    const Node* meta = find(filter, "meta");
    for (const std::string_view key : {"disabled", "negate"}) {
      const Node* value = meta == nullptr ? nullptr : find(*meta, key);
      if (value == nullptr || value->is_null() || value->flag() != nullptr) continue;
      return dsl_.malformed(value->span, fmt::format("{} is true or false, found {}", key, describe(*value)));
    }
    if (is_set(meta, "disabled")) return std::nullopt;
    NodeRef condition = bind_condition(filter, meta);
    return is_set(meta, "negate") ? negated(std::move(condition)) : std::move(condition);
  }

  // Kibana's order: filters combined of others, `query`, a query beside `meta` (old), and what the filter bar was told.
  NodeRef bind_condition(const Node& filter, const Node* meta) {
    const std::string_view type = meta == nullptr ? std::string_view() : rule::text_of(*meta, "type");
    if (type == "combined") return bind_combined(*meta);
    if (const Node* query = find(filter, "query"); query != nullptr && !is_empty(*query)) return dsl_.bind(*query);
    for (const Member& member : *filter.object()) {
      if (member.name == "meta" || member.name == "$state" || member.name == "query" || member.value.is_null())
        continue;
      return dsl_.bind_clause(member);
    }
    if (meta != nullptr) return bind_meta(*meta, type);
    return dsl_.malformed(filter.span, "the filter has no query", R"(write {"meta": {}, "query": {"exists": {...}}})");
  }

  static bool is_empty(const Node& query) { return query.object() != nullptr && query.object()->empty(); }

  NodeRef bind_combined(const Node& meta) {
    const Node* params = find(meta, "params");
    if (params == nullptr || params->list() == nullptr) {
      return dsl_.malformed(meta.span, "a combined filter needs params, a list of filters");
    }
    std::vector<NodeRef> out;
    for (const Node& filter : *params->list()) {
      if (std::optional<NodeRef> bound = bind(filter)) out.push_back(*std::move(bound));
    }
    return rule::text_of(meta, "relation") == "OR" ? either(std::move(out)) : both(std::move(out));
  }

  // Filters without a query say what they ask by the type, the field (`key`) and the values (`params`).
  NodeRef bind_meta(const Node& meta, std::string_view type) {
    const Node* key = find(meta, "key");
    if (key == nullptr || key->text() == nullptr) {
      return dsl_.malformed(meta.span, "the filter has no query, and its meta no key");
    }
    const Node* params = find(meta, "params");
    if (type == "exists")
      return clause("exists", {.span = key->span, .value = Node::Object{text_member("field", *key)}});
    if (params == nullptr) return dsl_.malformed(meta.span, "the filter has no query, and its meta no params");
    if (type == "phrase") {
      const Node* value = params->object() == nullptr ? params : find(*params, "query");
      return value == nullptr ? dsl_.malformed(params->span, "a phrase filter needs params.query")
                              : on_field("match_phrase", *key, *value);
    }
    if (type == "phrases" && params->list() != nullptr) {
      std::vector<NodeRef> out;
      for (const Node& value : *params->list()) out.push_back(on_field("match_phrase", *key, value));
      return either(std::move(out));
    }
    if (type == "range" && params->object() != nullptr) return on_field("range", *key, *params);
    return dsl_.unsupported(meta.span, fmt::format("no query and the type '{}'", type));
  }

  static Member text_member(std::string name, const Node& value) { return {std::move(name), value.span, value}; }

  NodeRef clause(std::string form, Node body) {
    const Span span = body.span;
    return dsl_.bind_clause({std::move(form), span, std::move(body)});
  }

  NodeRef on_field(std::string form, const Node& key, const Node& value) {
    Member field{*key.text(), key.span, value};
    return clause(std::move(form), {.span = value.span, .value = Node::Object{std::move(field)}});
  }

  QueryDsl dsl_;
};

}  // namespace

BoundFilters bind_filters(const rule::Filters& filters, const event::FieldCatalog& catalog, const BindOptions& options,
                          Diagnostics& diagnostics) {
  const SourceText nothing;
  const SourceText& source = filters.source == nullptr ? nothing : *filters.source;
  FieldBinder fields(catalog, options, source, diagnostics);
  Binder binder(fields, source, diagnostics);
  NodeRef tree = binder.bind_all(filters.list);
  if (fields.failed()) return {};
  if (!binder.unsupported().empty()) return {std::nullopt, binder.unsupported()};
  return {make_bound(std::move(tree), fields.depends_on_now()), {}};
}

}  // namespace picket::compile

// SPDX-License-Identifier: Apache-2.0
#include "rule/toml_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "rule/guide.h"

namespace picket::rule {
namespace {

constexpr std::array<std::string_view, 18> kMetadataKeys = {
    "creation_date",
    "updated_date",
    "deprecation_date",
    "maturity",
    "integration",
    "min_stack_version",
    "min_stack_comments",
    "max_stack_version",
    "bypass_bbr_timing",
    "promotion",
    "query_schema_validation",
    "os_type_list",
    "comments",
    "extended",
    "related_endpoint_rules",
    "version",
    "author",
    "contributors",
};

// Tables of files that stand beside rules in a repository of rules.
constexpr std::array<std::string_view, 5> kOtherTables = {"templates", "template", "hunt", "actions",
                                                          "action_connectors"};

Node text_node(std::string text, Span span) {
  return {span, std::move(text)};
}

void add_member(Node& node, std::string_view name, Span name_span, Node value) {
  node.object()->push_back({std::string(name), name_span, std::move(value)});
}

// Keys that Elastic's tooling adds from time to time are none of our business, so only a likely misspelling is worth a
// word.
void check_metadata(const Node& metadata, Problems& problems) {
  if (metadata.object() == nullptr) return;
  for (const Member& member : *metadata.object()) {
    if (std::ranges::find(kMetadataKeys, std::string_view(member.name)) != kMetadataKeys.end()) continue;
    std::string hint = did_you_mean(member.name, kMetadataKeys);
    if (hint.empty()) continue;
    problems.add(Code::unknown_key, member.name_span, fmt::format("unknown key `{}` in [metadata]", member.name),
                 std::move(hint));
  }
}

// The packages of `integration` (one name or several). Which version and which part of it the rule needs is written
// nowhere in the file.
Node related_integrations(const Node& integration) {
  Node::List out;
  const auto add = [&](const Node& name) {
    if (name.text() == nullptr) return;
    out.push_back({name.span, Node::Object{{"package", name.span, text_node(*name.text(), name.span)}}});
  };
  if (integration.list() == nullptr) {
    add(integration);
  } else {
    std::ranges::for_each(*integration.list(), add);
  }
  return {integration.span, std::move(out)};
}

void apply_metadata(const Node& metadata, Node& rule, Problems& problems) {
  check_metadata(metadata, problems);
  const Member* deprecation_date = find_member(metadata, "deprecation_date");
  const bool deprecated = text_of(metadata, "maturity") == "deprecated" || deprecation_date != nullptr;
  if (deprecated && find(rule, "deprecated") == nullptr) {
    add_member(rule, "deprecated", metadata.span, {metadata.span, true});
  }
  if (const Member* integration = find_member(metadata, "integration");
      integration != nullptr && find(rule, "related_integrations") == nullptr) {
    add_member(rule, "related_integrations", integration->name_span, related_integrations(integration->value));
  }
  if (const Member* version = find_member(metadata, "version");
      version != nullptr && find(rule, "version") == nullptr) {
    add_member(rule, "version", version->name_span, version->value);
  }
}

// {field = "new_terms_fields", value = ...} -> the value under the name that `field` gives.
void flatten_pair(Node& pair, std::string_view expected, Span name_span, Node& rule, Problems& problems) {
  const std::string_view name = text_of(pair, "field");
  const Member* field = find_member(pair, "field");
  if (name != expected) {
    problems.add(Code::unknown_value, field == nullptr ? name_span : field->value.span,
                 fmt::format("expected field = \"{}\", found \"{}\"", expected, name),
                 "[rule.new_terms] has `field` with the name that Kibana uses, and `value`");
  }
  std::optional<Member> value = take_member(pair, "value");
  if (!value.has_value()) {
    problems.add(Code::missing_field, pair.span, fmt::format("`value` of {} is missing", expected));
    return;
  }
  add_member(rule, expected, value->name_span, std::move(value->value));
}

void flatten_new_terms(Node& rule, Problems& problems) {
  std::optional<Member> new_terms = take_member(rule, "new_terms");
  if (!new_terms.has_value()) return;
  Node& table = new_terms->value;
  if (table.object() == nullptr) {
    problems.add(Code::wrong_type, table.span, fmt::format("`new_terms` must be a table, found {}", describe(table)),
                 "write [rule.new_terms] with `field` and `value`");
    return;
  }
  std::optional<Member> history = take_member(table, "history_window_start");
  flatten_pair(table, "new_terms_fields", new_terms->name_span, rule, problems);
  if (!history.has_value()) return;  // reported as a missing field of the rule
  Node* entry = &history->value;
  if (entry->list() != nullptr && !entry->list()->empty()) entry = &entry->list()->front();
  if (entry->object() == nullptr) {
    add_member(rule, "history_window_start", history->name_span, std::move(*entry));
  } else {
    flatten_pair(*entry, "history_window_start", history->name_span, rule, problems);
  }
}

std::int64_t version_number(const Node& mapping) {
  const Node* version = find(mapping, "version");
  if (version == nullptr) return 0;
  if (const std::int64_t* number = version->integer()) return *number;
  std::int64_t number = 0;
  if (const std::string* text = version->text()) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

// `threat` is the mapping that Elastic ships; `threat_mappings` holds others beside it, each of one version of a
// framework, and is never shipped. A rule that has only those gets the newest.
void flatten_threat_mappings(Node& rule) {
  std::optional<Member> mappings = take_member(rule, "threat_mappings");
  if (!mappings.has_value() || mappings->value.list() == nullptr || find(rule, "threat") != nullptr) return;
  Node::List& list = *mappings->value.list();
  const auto newest = std::ranges::max_element(list, {}, version_number);
  if (newest == list.end()) return;
  std::optional<Member> threat = take_member(*newest, "threat");
  if (threat.has_value()) rule.object()->push_back(std::move(*threat));
}

// Where a placeholder of the note stands in the file.
Span span_of_placeholder(const Node& note, std::string_view plugin, std::size_t index, const Problems& problems) {
  for (const std::string_view form : {"${}_{}", "${{{}_{}}}"}) {
    const std::string text = fmt::format(fmt::runtime(form), plugin, index);
    const std::size_t at = problems.text().find(text, note.span.begin);
    if (at < note.span.end) return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + text.size())};
  }
  return note.span;
}

void apply_transform(const Node& transform, Node& rule, Problems& problems) {
  Node* note = find(rule, "note");
  if (note == nullptr || note->text() == nullptr) return;
  const auto replacement = [&](std::string_view plugin, std::size_t index) -> std::optional<std::string> {
    const Node* list = find(transform, plugin);
    if (list == nullptr || list->list() == nullptr || index >= list->list()->size()) {
      problems.add(Code::unknown_placeholder, span_of_placeholder(*note, plugin, index, problems),
                   fmt::format("the guide names {} query {}, which does not exist", plugin, index),
                   fmt::format("add [[transform.{}]]; the first is number 0", plugin));
      return std::nullopt;
    }
    return plugin_text(plugin, to_json((*list->list())[index]));
  };
  *note->text() = fill_placeholders(*note->text(), replacement);
}

void move_setup_chapter(Node& rule) {
  Node* note = find(rule, "note");
  if (note == nullptr || note->text() == nullptr || find(rule, "setup") != nullptr) return;
  GuideParts parts = split_setup(*note->text());
  if (parts.setup.empty()) return;
  const Span span = note->span;
  *note->text() = std::move(parts.note);
  add_member(rule, "setup", span, text_node(std::move(parts.setup), span));
}

Node empty_object() {
  return {{}, Node::Object{}};
}

Node take_value(Node& root, std::string_view name) {
  std::optional<Member> member = take_member(root, name);
  return member.has_value() ? std::move(member->value) : empty_object();
}

}  // namespace

bool is_other_toml(const Node& root) {
  return std::ranges::any_of(kOtherTables, [&](std::string_view name) { return find(root, name) != nullptr; });
}

Node flatten_rule(Node root, Problems& problems) {
  Node rule = take_value(root, "rule");
  if (rule.object() == nullptr) {
    problems.add(Code::wrong_type, rule.span, fmt::format("`rule` must be a table, found {}", describe(rule)),
                 "write [rule] on a line of its own");
    return empty_object();
  }
  const Node metadata = take_value(root, "metadata");
  const Node transform = take_value(root, "transform");
  static constexpr std::array<std::string_view, 3> kTables = {"metadata", "rule", "transform"};
  for (const Member& member : *root.object()) {
    problems.add(Code::unknown_key, member.name_span, fmt::format("unknown table `{}`", member.name),
                 did_you_mean(member.name, kTables));
  }
  flatten_new_terms(rule, problems);
  flatten_threat_mappings(rule);
  apply_metadata(metadata, rule, problems);
  apply_transform(transform, rule, problems);
  move_setup_chapter(rule);
  return rule;
}

ExceptionNodes flatten_exceptions(Node root, Problems& problems) {
  ExceptionNodes out;
  Node exceptions = take_value(root, "exceptions");
  if (exceptions.list() == nullptr) {
    problems.add(Code::wrong_type, exceptions.span,
                 fmt::format("`exceptions` must be a list of tables, found {}", describe(exceptions)),
                 "write [[exceptions]]");
    return out;
  }
  for (Node& exception : *exceptions.list()) {
    Node container = take_value(exception, "container");
    Node items = take_value(exception, "items");
    for (Node& item : items.list() == nullptr ? Node::List{} : std::move(*items.list())) {
      for (const std::string_view key : {"list_id", "namespace_type"}) {
        const Member* inherited = find_member(container, key);
        if (item.object() == nullptr || inherited == nullptr || find(item, key) != nullptr) continue;
        item.object()->push_back(*inherited);
      }
      out.items.push_back(std::move(item));
    }
    if (find(container, "list_id") != nullptr) out.lists.push_back(std::move(container));
  }
  return out;
}

}  // namespace picket::rule

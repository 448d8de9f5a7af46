// SPDX-License-Identifier: Apache-2.0
#include "rule/test_templates.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "rule/test_file.h"

namespace picket::rule {
namespace {

constexpr auto kTemplateKeys = std::to_array<std::string_view>({"extends", "record", "remove"});

void remove_at(json::Object& record, const Node::List& keys, std::size_t depth) {
  const std::string* key = keys[depth].text();
  if (key == nullptr) return;
  const auto found = record.find(*key);
  if (found == record.end()) return;
  if (depth + 1 == keys.size()) {
    record.erase(found);
  } else if (found->value().is_object()) {
    remove_at(found->value().get_object(), keys, depth + 1);
  }
}

}  // namespace

void merge_record(json::Object& record, const json::Object& over) {
  for (const auto& member : over) {
    json::Value& place = record[member.key()];
    if (place.is_object() && member.value().is_object()) {
      merge_record(place.get_object(), member.value().get_object());
    } else {
      place = member.value();
    }
  }
}

void TestTemplates::add(const Node& file, Problems& problems) {
  const Member* table = find_member(file, "template");
  if (table == nullptr) return;
  if (table->value.object() == nullptr) {
    problems.add(Code::wrong_type, table->name_span, "expected tables [template.NAME]");
    return;
  }
  for (const Member& member : *table->value.object()) {
    if (member.value.object() == nullptr) {
      problems.add(Code::wrong_type, member.name_span, "expected a table with `record`");
      continue;
    }
    for (const Member& key : *member.value.object()) {
      if (std::ranges::find(kTemplateKeys, key.name) != kTemplateKeys.end()) continue;
      problems.add(Code::wrong_type, key.name_span, fmt::format("a template has no key `{}`", key.name),
                   did_you_mean(key.name, kTemplateKeys));
    }
    if (!templates_.emplace(member.name, member.value).second) {
      problems.add(Code::duplicate_key, member.name_span, fmt::format("there already is a template `{}`", member.name));
    }
  }
}

void TestTemplates::apply(const Node& layer, std::string_view extends_key, json::Object& record, Problems& problems,
                          int depth) const {
  if (depth > kMaxTemplateDepth) {
    problems.add(Code::too_deep, layer.span,
                 fmt::format("templates extend each other more than {} deep, or in a circle", kMaxTemplateDepth));
    return;
  }
  if (const Node* extends = find(layer, extends_key)) {
    std::vector<const Node*> names = {extends};
    if (const Node::List* list = extends->list()) {
      names.clear();
      for (const Node& name : *list) names.push_back(&name);
    }
    for (const Node* name : names) {
      if (name->text() == nullptr) {
        problems.add(Code::wrong_type, name->span,
                     fmt::format("expected a template's name, found {}", describe(*name)));
        continue;
      }
      const auto found = templates_.find(*name->text());
      if (found == templates_.end()) {
        std::vector<std::string_view> known;
        for (const auto& [each, node] : templates_) known.emplace_back(each);
        problems.add(Code::unknown_value, name->span, fmt::format("there is no template `{}`", *name->text()),
                     did_you_mean(*name->text(), known));
        continue;
      }
      apply(found->second, "extends", record, problems, depth + 1);
    }
  }
  if (const Node* removed = find(layer, "remove")) {
    const Node::List* paths = removed->list();
    for (const Node& path : paths != nullptr ? *paths : Node::List()) {
      if (path.list() != nullptr && !path.list()->empty()) {
        remove_at(record, *path.list(), 0);
      } else {
        problems.add(Code::wrong_type, path.span, "expected a list of keys, such as [\"identity\", \"claims\"]");
      }
    }
    if (paths == nullptr) problems.add(Code::wrong_type, removed->span, "expected a list of lists of keys");
  }
  if (const Node* own = find(layer, "record")) {
    if (own->object() == nullptr) {
      problems.add(Code::wrong_type, own->span, fmt::format("expected a table, found {}", describe(*own)));
    } else {
      merge_record(record, to_json(*own).get_object());
    }
  }
}

}  // namespace picket::rule

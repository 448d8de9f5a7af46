// SPDX-License-Identifier: Apache-2.0
#include "rule/test_templates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace picket::rule {
namespace {

constexpr auto kTemplateKeys = std::to_array<std::string_view>({"extends", "record", "remove"});

void merge(json::Object& record, const json::Object& over) {
  for (const auto& member : over) {
    json::Value& place = record[member.key()];
    if (place.is_object() && member.value().is_object()) {
      merge(place.get_object(), member.value().get_object());
    } else {
      place = member.value();
    }
  }
}

void remove_at(json::Object& record, std::span<const std::string> keys) {
  const auto found = record.find(keys.front());
  if (found == record.end()) return;
  if (keys.size() == 1) {
    // Not erase(), which moves the last member into the gap: a record keeps the order that its author gave it.
    record.stable_erase(found);
  } else if (found->value().is_object()) {
    remove_at(found->value().get_object(), keys.subspan(1));
  }
}

std::optional<std::vector<std::string>> read_path(const Node& node) {
  if (node.list() == nullptr || node.list()->empty()) return std::nullopt;
  std::vector<std::string> path;
  for (const Node& key : *node.list()) {
    if (key.text() == nullptr) return std::nullopt;
    path.push_back(*key.text());
  }
  return path;
}

}  // namespace

void apply(const RecordChange& change, json::Object& record) {
  for (const std::vector<std::string>& path : change.remove) remove_at(record, path);
  merge(record, change.record);
}

RecordChange read_change(const Node& table, Problems& problems) {
  static constexpr std::string_view kPathHint = "write paths of keys: [[\"identity\", \"claims\"]]";
  RecordChange change;
  if (const Node* removed = find(table, "remove")) {
    if (removed->list() == nullptr) {
      problems.add(Code::wrong_type, removed->span,
                   fmt::format("`remove` must be a list of lists of strings, found {}", describe(*removed)),
                   std::string(kPathHint));
    } else {
      for (const Node& node : *removed->list()) {
        if (std::optional<std::vector<std::string>> path = read_path(node)) {
          change.remove.push_back(std::move(*path));
        } else {
          problems.add(Code::wrong_type, node.span, "an entry of `remove` must be a list of one or more strings",
                       std::string(kPathHint));
        }
      }
    }
  }
  if (const Node* own = find(table, "record")) {
    if (own->object() == nullptr) {
      problems.add(Code::wrong_type, own->span, fmt::format("`record` must be a table, found {}", describe(*own)));
    } else {
      change.record = std::move(to_json(*own).get_object());
    }
  }
  return change;
}

bool check_keys(const Node& table, std::span<const std::string_view> known, std::string_view what, Problems& problems) {
  if (table.object() == nullptr) {
    problems.add(Code::wrong_type, table.span, fmt::format("{} must be a table, found {}", what, describe(table)));
    return false;
  }
  for (const Member& member : *table.object()) {
    if (std::ranges::find(known, member.name) != known.end()) continue;
    std::string hint = did_you_mean(member.name, known);
    if (hint.empty()) hint = fmt::format("its keys are {}", fmt::join(known, ", "));
    problems.add(Code::test_unknown_key, member.name_span, fmt::format("{} has no key `{}`", what, member.name),
                 std::move(hint));
  }
  return true;
}

std::vector<const Node*> read_texts(const Node& node, std::string_view what, Problems& problems) {
  std::vector<const Node*> texts;
  const auto take = [&](const Node& entry) {
    if (entry.text() != nullptr && !entry.text()->empty()) {
      texts.push_back(&entry);
    } else {
      problems.add(Code::wrong_type, entry.span,
                   fmt::format("expected {} as a string, found {}", what,
                               entry.text() != nullptr ? "an empty one" : describe(entry)));
    }
  };
  if (node.list() == nullptr) {
    take(node);
  } else {
    for (const Node& entry : *node.list()) take(entry);
  }
  return texts;
}

void TestTemplates::add(const Node& file, Problems& problems) {
  const Member* all = find_member(file, "template");
  if (all == nullptr) return;
  if (all->value.object() == nullptr) {
    problems.add(Code::wrong_type, all->name_span,
                 fmt::format("`template` must be a table, found {}", describe(all->value)),
                 "write a table [template.NAME] for each");
    return;
  }
  for (const Member& member : *all->value.object()) {
    Template one{.extends = {}, .change = {}, .parts = 0, .span = member.name_span, .problems = &problems};
    if (check_keys(member.value, kTemplateKeys, fmt::format("template `{}`", member.name), problems)) {
      one.change = read_change(member.value, problems);
      if (const Node* extends = find(member.value, "extends")) {
        for (const Node* name : read_texts(*extends, "a template's name", problems)) {
          one.extends.push_back(*name->text());
          references_.emplace_back(name, &problems);
        }
      }
    }
    if (!templates_.emplace(member.name, std::move(one)).second) {
      problems.add(Code::test_duplicate, member.name_span, fmt::format("there already is a template `{}`", member.name),
                   "rename one of them");
    }
  }
}

std::string TestTemplates::nearest(std::string_view name) const {
  std::vector<std::string_view> known;
  for (const auto& [each, ignored] : templates_) known.emplace_back(each);
  return did_you_mean(name, known);
}

void TestTemplates::check() {
  for (const auto& [name, problems] : references_) {
    if (templates_.contains(*name->text())) continue;
    problems->add(Code::test_names_nothing, name->span, fmt::format("there is no template `{}`", *name->text()),
                  nearest(*name->text()));
  }
  references_.clear();
  find_parts();
  for (const auto& [name, one] : templates_) {
    if (one.parts > kMaxTemplateParts) {
      one.problems->add(Code::test_template_circle, one.span,
                        fmt::format("`{}` is made of more than {} templates", name, kMaxTemplateParts));
    } else if (one.parts == 0) {
      const std::string circle = circle_of(name);
      one.problems->add(Code::test_template_circle, one.span,
                        circle.empty() ? fmt::format("`{}` extends templates more than {} deep, or a circle of them",
                                                     name, kMaxTemplateDepth)
                                       : fmt::format("templates extend each other in a circle: {}", circle));
    }
  }
}

// Round by round those whose bases are known: after as many rounds as templates may be deep the rest is broken. Nothing
// recurses, whatever somebody wrote. A base that is not there counts as empty: it was reported.
void TestTemplates::find_parts() {
  for (std::size_t round = 0; round < kMaxTemplateDepth; ++round) {
    std::vector<std::pair<Template*, std::size_t>> found;
    for (auto& [name, one] : templates_) {
      std::size_t parts = one.parts > 0 ? 0 : 1;
      for (const std::string& base : one.extends) {
        const auto place = templates_.find(base);
        if (parts == 0 || place == templates_.end()) continue;
        parts = place->second.parts == 0 ? 0 : std::min(parts + place->second.parts, kMaxTemplateParts + 1);
      }
      if (parts > 0) found.emplace_back(&one, parts);
    }
    for (const auto& [one, parts] : found) one->parts = parts;
  }
}

// "a, b, a" when following the broken bases of `name` leads back to it within the depth allowed.
std::string TestTemplates::circle_of(const std::string& name) const {
  std::string text = name;
  std::string_view at = name;
  for (std::size_t step = 0; step < kMaxTemplateDepth; ++step) {
    const std::vector<std::string>& bases = templates_.find(at)->second.extends;
    const auto is_broken = [&](const std::string& base) {
      const auto place = templates_.find(base);
      return place != templates_.end() && place->second.parts == 0;
    };
    const bool closes = std::ranges::find(bases, name) != bases.end();
    const auto next = closes ? std::ranges::find(bases, name) : std::ranges::find_if(bases, is_broken);
    if (next == bases.end()) return {};
    text += fmt::format(", {}", *next);
    if (closes) return text;
    at = *next;
  }
  return {};
}

void TestTemplates::apply(std::span<const Node* const> names, json::Object& record, Problems& problems) const {
  for (const Node* name : names) {
    const auto found = templates_.find(*name->text());
    if (found == templates_.end()) {
      problems.add(Code::test_names_nothing, name->span, fmt::format("there is no template `{}`", *name->text()),
                   nearest(*name->text()));
    } else if (found->second.parts > 0 && found->second.parts <= kMaxTemplateParts) {
      apply_parts(found->second, record);
    }
  }
}

// At most kMaxTemplateDepth deep: check() knows.
void TestTemplates::apply_parts(const Template& part, json::Object& record) const {
  for (const std::string& base : part.extends) {
    if (const auto found = templates_.find(base); found != templates_.end()) apply_parts(found->second, record);
  }
  rule::apply(part.change, record);
}

}  // namespace picket::rule

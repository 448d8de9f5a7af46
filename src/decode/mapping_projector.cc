// SPDX-License-Identifier: Apache-2.0
// Projection by a Mapping. When it is made, each wanted field is traced back through the tables to the members of the
// raw record that it comes from; then a record is one walk and a few lookups.
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "decode/activity_values.h"
#include "decode/cell_maker.h"
#include "decode/derived_column.h"
#include "decode/projector.h"
#include "decode/raw_trie.h"
#include "event/document.h"
#include "event/field.h"

namespace picket::decode {
namespace {

using Keys = std::vector<std::string_view>;

// What is left of a dotted path below another one; nullopt when it is not at or below it.
std::optional<std::string_view> rest_below(std::string_view path, std::string_view above) {
  if (path == above) return std::string_view();
  if (path.size() > above.size() && path.starts_with(above) && path[above.size()] == '.') {
    return path.substr(above.size() + 1);
  }
  return std::nullopt;
}
bool is_below(std::string_view path, std::string_view above) {
  return path != above && rest_below(path, above).has_value();
}

bool same_key(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b,
                            [](char x, char y) { return x == y || (x == '.' && y == '_') || (x == '_' && y == '.'); });
}
bool starts_with(const Keys& path, const Keys& prefix) {
  return path.size() >= prefix.size() &&
         std::ranges::equal(Keys(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(prefix.size())), prefix,
                            same_key);
}

Keys with_dotted(Keys keys, std::string_view dotted) {
  if (!dotted.empty()) std::ranges::copy(split(dotted, '.'), std::back_inserter(keys));
  return keys;
}

class MappingProjector final : public Projector {
 public:
  MappingProjector(const Mapping& mapping, const event::FieldTable& fields, const Surroundings& surroundings);

  std::optional<Facts> fill(ViewValue record, std::span<event::Column> columns,
                            std::span<event::CellId> cells) override;
  std::span<const event::FieldId> document_fields() const override { return document_fields_; }
  bool copies_texts(event::FieldId field) const override { return std::ranges::find(copied_, field) != copied_.end(); }

 private:
  struct DirectColumn {
    event::FieldId field;
    SlotId slot;
    event::Shape shape;
  };
  struct ConstantColumn {
    event::FieldId field;
    std::string_view value;
    event::CellId cell = event::kMissing;
    std::uint32_t generation = 0;
  };
  struct DerivedField {
    event::FieldId field;
    DerivedColumn column;
  };

  void prepare();
  void plan(event::FieldId field, const event::FieldRequest& request);
  bool plan_constant(event::FieldId field, std::string_view name);
  bool plan_target(event::FieldId field, const event::FieldRequest& request);
  void plan_numbered(event::FieldId field, const event::FieldRequest& request, const Numbered& numbered);
  void plan_rest(event::FieldId field, const event::FieldRequest& request, std::string_view below);
  void plan_derived(event::FieldId field, const event::FieldRequest& request, const Derived& derived);
  void plan_direct(event::FieldId field, const event::FieldRequest& request, const Keys& path);
  void add_trap(std::string_view name);

  std::size_t targets_below(std::string_view name) const;
  bool is_copied(std::string_view name) const;
  bool is_taken(const Keys& path) const;
  bool is_consumed_text(const Keys& path) const;
  bool holds_taken(const Keys& path) const;
  SlotId add_slot(const Keys& path, event::Shape shape = event::Shape::leaf);
  std::uint8_t input_at(RawPath path);

  const Mapping& mapping_;
  Surroundings surroundings_;
  std::vector<Keys> taken_;     // members that do not stay below mapping.rest
  std::vector<Keys> skeleton_;  // objects that the tables look into
  RawTrie trie_;
  std::vector<SlotId> time_slots_;
  struct Trap {
    SlotId slot;
    bool spares_texts;  // a text there is consumed
  };
  std::vector<Trap> traps_;
  std::vector<DerivedInput> inputs_;
  std::vector<DirectColumn> direct_;
  std::vector<ConstantColumn> constants_;
  std::vector<DerivedField> derived_;
  std::vector<event::FieldId> missing_;
  std::vector<event::FieldId> document_fields_;
  std::vector<event::FieldId> copied_;  // of document_fields_
  std::optional<RawWalk> walk_;
  CellMaker maker_;
};

MappingProjector::MappingProjector(const Mapping& mapping, const event::FieldTable& fields,
                                   const Surroundings& surroundings)
    : mapping_(mapping),
      surroundings_(surroundings),
      trie_(mapping.keys == KeyStyle::snake ? RawTrie::Keys::snake : RawTrie::Keys::literal) {
  prepare();
  for (const RawPath path : mapping.times) {
    if (!path.empty()) time_slots_.push_back(add_slot(keys_of(path)));
  }
  for (event::FieldId field = 0; field < fields.size(); ++field) plan(field, fields[field]);
  std::ranges::copy_if(document_fields_, std::back_inserter(copied_),
                       [&](event::FieldId field) { return is_copied(fields[field].name); });
  walk_.emplace(trie_);
}

void MappingProjector::prepare() {
  const auto look_into = [&](RawPath path, bool itself) {
    Keys keys = keys_of(path);
    if (!itself) keys.pop_back();
    for (; !keys.empty(); keys.pop_back()) skeleton_.push_back(keys);
  };
  if (mapping_.drops_empties) trie_.skip_empties();
  for (const RawPath path : mapping_.literal) trie_.keep_keys(keys_of(path));
  for (const RawPath path : mapping_.pairs) look_into(path, false);
  for (const Renamed& names : mapping_.renamed) {
    trie_.add_alias(names.from, names.to);
    taken_.push_back({names.from});
  }
  for (const RawPath path : mapping_.folded) {
    trie_.fold_keys(keys_of(path));
    look_into(path, true);
  }
  for (const RawPath path : mapping_.embedded) {
    trie_.open_text(keys_of(path));
    look_into(path, true);
  }
  for (const RawPath path : mapping_.embedded_lists) {
    trie_.open_list(keys_of(path));
    look_into(path, false);
  }
  for (const Numbered& numbered : mapping_.numbered) {
    trie_.number_elements(keys_of(numbered.from));
    taken_.push_back(keys_of(numbered.from));
    look_into(numbered.from, false);
  }
  for (const Move& move : mapping_.moves) {
    taken_.push_back(keys_of(move.from));
    look_into(move.from, false);
  }
  for (const RawPath path : mapping_.consumed) {
    taken_.push_back(keys_of(path));
    look_into(path, false);
  }
  for (const Derived& derived : mapping_.derived) {
    for (const RawPath path : derived.from) {
      if (!path.empty()) look_into(path, false);
    }
  }
}

SlotId MappingProjector::add_slot(const Keys& path, event::Shape shape) {
  for (const Keys& object : skeleton_) {
    if (path.size() > object.size() && starts_with(path, object)) trie_.expect_object(object);
  }
  return shape == event::Shape::subtree ? trie_.add_subtree(path) : trie_.add(path);
}

bool MappingProjector::is_taken(const Keys& path) const {
  return std::ranges::any_of(taken_, [&](const Keys& taken) { return starts_with(path, taken); });
}
// Some of what lies below the path does not stay there, or has to be looked at by the tables.
bool MappingProjector::holds_taken(const Keys& path) const {
  const auto is_at_or_below = [&](const Keys& other) { return starts_with(other, path); };
  return std::ranges::any_of(taken_, is_at_or_below) || std::ranges::any_of(skeleton_, is_at_or_below);
}

std::size_t MappingProjector::targets_below(std::string_view name) const {
  std::size_t count = 0;
  const auto count_below = [&](const auto& table) {
    for (const auto& entry : table) count += is_below(entry.to, name) ? 1u : 0u;
  };
  count_below(mapping_.moves);
  count_below(mapping_.numbered);
  count_below(mapping_.derived);
  count_below(mapping_.constants);
  count_below(mapping_.stream);
  return count + (name == mapping_.rest || is_below(mapping_.rest, name) ? 1u : 0u);
}

// Nothing at or below the name, or around it, is worked out: it holds what the record's own members hold.
bool MappingProjector::is_copied(std::string_view name) const {
  const auto none_made = [&](const auto& table) {
    return std::ranges::none_of(table, [&](const auto& made) {
      return rest_below(made.to, name).has_value() || rest_below(name, made.to).has_value();
    });
  };
  return none_made(mapping_.derived) && none_made(mapping_.constants) && none_made(mapping_.stream);
}

void MappingProjector::plan(event::FieldId field, const event::FieldRequest& request) {
  const bool is_reshaped = mapping_.keys == KeyStyle::snake || mapping_.drops_empties;
  if ((mapping_.drops_nulls && request.shape == event::Shape::objects) ||
      (is_reshaped && request.shape != event::Shape::leaf)) {
    document_fields_.push_back(field);
    return;
  }
  if (plan_constant(field, request.name) || plan_target(field, request)) return;
  if (const auto below = rest_below(request.name, mapping_.rest); below && !below->empty()) {
    plan_rest(field, request, *below);
  } else if (targets_below(request.name) > 0 && request.shape != event::Shape::leaf) {
    document_fields_.push_back(field);
  } else {
    missing_.push_back(field);
  }
}

bool MappingProjector::plan_constant(event::FieldId field, std::string_view name) {
  for (const auto& table : {mapping_.constants, mapping_.stream}) {
    for (const Constant& constant : table) {
      if (constant.to == name) {
        constants_.push_back({field, constant.value});
        return true;
      }
    }
  }
  return false;
}

bool MappingProjector::plan_target(event::FieldId field, const event::FieldRequest& request) {
  std::vector<Keys> moved;
  std::vector<const Derived*> derived;
  std::vector<const Numbered*> numbered;
  for (const Numbered& entry : mapping_.numbered) {
    if (rest_below(request.name, entry.to)) numbered.push_back(&entry);
  }
  for (const Move& move : mapping_.moves) {
    if (const auto below = rest_below(request.name, move.to)) moved.push_back(with_dotted(keys_of(move.from), *below));
  }
  for (const Derived& entry : mapping_.derived) {
    if (rest_below(request.name, entry.to)) derived.push_back(&entry);
  }
  const std::size_t count = moved.size() + derived.size() + numbered.size();
  if (count == 0) return false;
  if (count > 1 || targets_below(request.name) > 0) {
    document_fields_.push_back(field);
  } else if (!numbered.empty()) {
    plan_numbered(field, request, *numbered.front());
  } else if (moved.empty()) {
    plan_derived(field, request, *derived.front());
  } else {
    plan_direct(field, request, moved.front());
  }
  add_trap(request.name);
  return true;
}

// "0.modified_properties.1.new_value" is "0|modifiedProperties|1|newValue" in the record.
void MappingProjector::plan_numbered(event::FieldId field, const event::FieldRequest& request,
                                     const Numbered& numbered) {
  if (request.shape != event::Shape::leaf) {
    document_fields_.push_back(field);
    return;
  }
  Keys path = keys_of(numbered.from);
  std::string_view rest = *rest_below(request.name, numbered.to);
  const auto take_step = [&rest] {
    const std::size_t dot = rest.find('.');
    return std::exchange(rest, dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1))
        .substr(0, dot);
  };
  for (const Elements* elements = numbered.elements; elements != nullptr && !rest.empty();) {
    trie_.number_elements(path);
    path.push_back(take_step());
    const std::string_view name = take_step();
    const auto member = std::ranges::find(elements->members, name, &ElementMember::to);
    if (member == elements->members.end()) {
      add_slot(path);  // so that an element that is no object is noticed
      missing_.push_back(field);
      return;
    }
    path.push_back(member->from);
    elements = member->inner;
    if (elements != nullptr) trie_.number_elements(path);
  }
  direct_.push_back({field, add_slot(with_dotted(std::move(path), rest)), event::Shape::leaf});
}

// Where a record has a member of the very name that the tables give another one, the document decides between them.
void MappingProjector::add_trap(std::string_view name) {
  const auto below = rest_below(name, mapping_.rest);
  if (!below || below->empty()) return;
  const Keys path = with_dotted({}, *below);
  if (!is_taken(path)) traps_.push_back({add_slot(path), is_consumed_text(path)});
}

bool MappingProjector::is_consumed_text(const Keys& path) const {
  return std::ranges::any_of(mapping_.consumed_texts, [&](RawPath text) { return keys_of(text) == path; });
}

void MappingProjector::plan_rest(event::FieldId field, const event::FieldRequest& request, std::string_view below) {
  const Keys path = with_dotted({}, below);
  if (is_taken(path)) {
    add_slot(path);  // so that an array on the way is noticed
    missing_.push_back(field);
    return;
  }
  const bool is_text = is_consumed_text(path);
  const bool is_pairs =
      std::ranges::any_of(mapping_.pairs, [&](RawPath pairs) { return starts_with(path, keys_of(pairs)); });
  if (is_text || is_pairs || targets_below(request.name) > 0 ||
      (request.shape != event::Shape::leaf && holds_taken(path))) {
    document_fields_.push_back(field);
    return;
  }
  plan_direct(field, request, path);
}

void MappingProjector::plan_direct(event::FieldId field, const event::FieldRequest& request, const Keys& path) {
  for (const std::string_view text : event::FieldCatalog::builtin().json_texts()) {
    const auto below = rest_below(text, mapping_.rest);
    if (below && is_below(request.name, text)) trie_.read_into_text(with_dotted({}, *below));
  }
  direct_.push_back({field, add_slot(path, request.shape), request.shape});
}

void MappingProjector::plan_derived(event::FieldId field, const event::FieldRequest& request, const Derived& derived) {
  std::vector<std::uint8_t> inputs;
  for (const RawPath path : derived.from) {
    if (!path.empty()) inputs.push_back(input_at(path));
  }
  derived_.push_back({field, DerivedColumn(derived, std::move(inputs), request)});
}

std::uint8_t MappingProjector::input_at(RawPath path) {
  const SlotId slot = add_slot(keys_of(path));
  auto found = std::ranges::find(inputs_, slot, &DerivedInput::slot);
  if (found == inputs_.end()) {
    inputs_.emplace_back(slot);
    found = inputs_.end() - 1;
  }
  return static_cast<std::uint8_t>(found - inputs_.begin());
}

std::optional<Projector::Facts> MappingProjector::fill(ViewValue record, std::span<event::Column> columns,
                                                       std::span<event::CellId> cells) {
  if (!walk_->run(record)) return std::nullopt;
  for (const Trap& trap : traps_) {
    const auto there = walk_->values(trap.slot);
    if (!there.empty() && !(trap.spares_texts && there.size() == 1 && there.front().is_string())) return std::nullopt;
  }
  for (const DirectColumn& column : direct_) {
    const auto values = walk_->values(column.slot);
    event::Column& into = columns[column.field];
    cells[column.field] = column.shape == event::Shape::leaf ? maker_.leaf(values, into)
                                                             : maker_.whole(values, column.shape, into.dictionary);
  }
  for (DerivedInput& input : inputs_) input.begin_record();
  for (DerivedField& each : derived_) {
    cells[each.field] = each.column.cell(*walk_, inputs_, maker_, surroundings_, columns[each.field].dictionary);
  }
  for (ConstantColumn& column : constants_) {
    event::Dictionary& dictionary = columns[column.field].dictionary;
    if (column.generation != dictionary.generation()) {
      column.cell = dictionary.intern({event::Scalar::Kind::string, column.value});
      column.generation = dictionary.generation();
    }
    cells[column.field] = column.cell;
  }
  for (const event::FieldId field : missing_) cells[field] = event::kMissing;

  Facts facts;
  facts.index = mapping_.index;
  for (const SlotId slot : time_slots_) {
    const auto time = walk_->values(slot);
    if (facts.time || time.empty() || !time.front().is_string()) continue;
    facts.time = parse_azure_time(time.front().text());
  }
  return facts;
}

}  // namespace

std::unique_ptr<Projector> make_mapping_projector(const Mapping& mapping, const event::FieldTable& fields,
                                                  const Surroundings& surroundings) {
  return std::make_unique<MappingProjector>(mapping, fields, surroundings);
}

}  // namespace picket::decode

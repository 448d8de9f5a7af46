// SPDX-License-Identifier: Apache-2.0
// Validation and binding driven by tables: a table of Field<T> says for each key of a JSON object which shape its value
// has, for which rule types it is allowed and needed, what its limits are and where in T it goes. bind_object walks an
// object along such a table and reports everything that does not fit, each with its place. Nested objects have tables
// of their own; a value that needs more than being stored names a function.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "rule/limits.h"
#include "rule/node.h"
#include "rule/problems.h"
#include "rule/rule_types.h"

namespace picket::rule {

// one_or_texts: a string or a list of them, as Kibana's API takes some fields; it is made a list.
enum class Shape : std::uint8_t { any, text, flag, integer, texts, one_or_texts, object, objects };

// Of the number, of the entries of a list, or of the bytes of a text.
struct Limits {
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

class Binding;

template <class T>
using BindFunction = void (*)(Binding&, Node&, T&);

template <class T>
struct Field {
  using Target = std::variant<std::monostate, std::string T::*, bool T::*, std::int64_t T::*,
                              std::vector<std::string> T::*, BindFunction<T>>;

  std::string_view key;
  Shape shape = Shape::any;
  Target target = {};
  Limits limits = {};
  TypeSet needed = kNoType;        // rule types in which it must be there
  TypeSet expected = kNoType;      // rule types in which its absence is worth a warning
  TypeSet allowed = kAnyType;      // rule types in which it has a meaning
  std::string_view fallback = {};  // JSON of the default, for `parameters`
  bool exported = true;            // part of `parameters`
};

// What is known while one rule (or exception item) is bound: where problems go, the path for messages, the types that
// the rule can have (all while its type is unknown).
class Binding {
 public:
  Binding(Problems& problems, TypeSet rule_types) : problems_(problems), types_(rule_types) {}

  TypeSet rule_types() const { return types_; }
  Problems& problems() { return problems_; }
  void problem(Code code, Span span, std::string message, std::string hint = {}) {
    problems_.add(code, span, std::move(message), std::move(hint));
  }

  // "`threat[0].tactic.id`"
  std::string quoted_path() const { return fmt::format("`{}`", path_); }
  std::string quoted_path(std::string_view key) const;

  bool check_shape(const Node& value, Shape shape);
  bool check_limits(const Node& value, Shape shape, Limits limits);
  void report_unknown_key(const Member& member, std::span<const std::string_view> known);
  void report_missing(std::string_view key, Span span, bool is_error);
  void report_not_for_type(const Member& member);

  // Adds a step to the path for as long as it lives.
  class Step {
   public:
    Step(Binding& binding, std::string_view key);
    Step(Binding& binding, std::size_t index);
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step() { binding_.path_.resize(length_); }

   private:
    Binding& binding_;
    std::size_t length_;
  };

 private:
  Problems& problems_;
  TypeSet types_;
  std::string path_;
};

// Values that mean the same in another spelling: 47.0 where an integer is wanted, one string for a list of one.
void unify(Node& value, Shape shape);

template <class T>
struct Store {
  Binding& binding;
  Node& value;
  T& target;

  void operator()(std::monostate) const {}
  void operator()(std::string T::* member) const { target.*member = *value.text(); }
  void operator()(bool T::* member) const { target.*member = *value.flag(); }
  void operator()(std::int64_t T::* member) const { target.*member = *value.integer(); }
  void operator()(std::vector<std::string> T::* member) const {
    for (const Node& entry : *value.list()) (target.*member).push_back(*entry.text());
  }
  void operator()(BindFunction<T> function) const { function(binding, value, target); }
};

template <class T>
void bind_member(Binding& binding, Member& member, const Field<T>& field, T& target) {
  const Binding::Step step(binding, member.name);
  unify(member.value, field.shape);
  if (!binding.check_shape(member.value, field.shape)) return;
  if (!binding.check_limits(member.value, field.shape, field.limits)) return;
  std::visit(Store<T>{binding, member.value, target}, field.target);
}

// `object` must be an object. Kibana writes null for what is absent, and so null is absence everywhere.
template <class T>
void bind_object(Binding& binding, Node& object, std::span<const Field<T>> fields, T& target) {
  for (Member& member : *object.object()) {
    const auto field = std::ranges::find(fields, std::string_view(member.name), &Field<T>::key);
    if (field == fields.end()) {
      std::vector<std::string_view> known;
      for (const Field<T>& each : fields) known.push_back(each.key);
      binding.report_unknown_key(member, known);
    } else if (!member.value.is_null()) {
      if ((field->allowed & binding.rule_types()) == 0) binding.report_not_for_type(member);
      bind_member(binding, member, *field, target);
    }
  }
  for (const Field<T>& field : fields) {
    // While the type is unknown only what every type needs is missed.
    const bool needed = (binding.rule_types() & ~field.needed) == 0;
    const bool expected = (binding.rule_types() & ~field.expected) == 0;
    if ((needed || expected) && find_member(std::as_const(object), field.key) == nullptr) {
      binding.report_missing(field.key, object.span, needed);
    }
  }
}

// Binds one object to a member that is an object of its own.
template <class T, class Part, Part T::* Target, const auto& Fields>
void bind_part(Binding& binding, Node& value, T& target) {
  bind_object<Part>(binding, value, Fields, target.*Target);
}

// Binds a list of objects.
template <class T, class Part, std::vector<Part> T::* Target, const auto& Fields>
void bind_parts(Binding& binding, Node& value, T& target) {
  std::size_t index = 0;
  for (Node& entry : *value.list()) {
    const Binding::Step step(binding, index++);
    bind_object<Part>(binding, entry, Fields, (target.*Target).emplace_back());
  }
}

void report_unknown_value(Binding& binding, const Node& value, std::span<const std::string_view> names);

// Binds a text that must be one of a table of names.
template <class T, class E, E T::* Target, const auto& Names>
void bind_name(Binding& binding, Node& value, T& target) {
  std::vector<std::string_view> names;
  for (const Named<E>& named : Names) {
    if (*value.text() == named.name) {
      target.*Target = named.value;
      return;
    }
    names.push_back(named.name);
  }
  report_unknown_value(binding, value, names);
}

}  // namespace picket::rule

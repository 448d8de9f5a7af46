// SPDX-License-Identifier: Apache-2.0
#include "rule/binding.h"

#include <array>
#include <cmath>
#include <optional>

#include "base/text.h"

namespace picket::rule {
namespace {

struct ShapeFacts {
  std::string_view expected;
  std::string_view hint;
};
constexpr std::array<ShapeFacts, 8> kShapes = {{
    {"a value", ""},
    {"a string", "write it in quotes"},
    {"true or false", "write it without quotes"},
    {"an integer", "write it without quotes"},
    {"a list of strings", "write [\"...\"]"},
    {"a string or a list of strings", "write [\"...\"]"},
    {"an object", ""},
    {"a list of objects", ""},
}};

const ShapeFacts& facts_of(Shape shape) {
  return kShapes.at(static_cast<std::size_t>(shape));
}

bool has_shape(const Node& value, Shape shape) {
  switch (shape) {
    case Shape::any:
      return true;
    case Shape::text:
      return value.text() != nullptr;
    case Shape::flag:
      return value.flag() != nullptr;
    case Shape::integer:
      return value.integer() != nullptr;
    case Shape::texts:
    case Shape::one_or_texts:
    case Shape::objects:
      return value.list() != nullptr;
    case Shape::object:
      return value.object() != nullptr;
  }
  return false;
}

std::optional<Shape> entry_shape(Shape shape) {
  if (shape == Shape::texts || shape == Shape::one_or_texts) return Shape::text;
  if (shape == Shape::objects) return Shape::object;
  return std::nullopt;
}

struct Measure {
  std::int64_t amount = 0;
  Code code = Code::out_of_range;
  std::string_view verb;
  std::string_view unit;
};

Measure measure(const Node& value) {
  if (const std::int64_t* number = value.integer()) return {*number, Code::out_of_range, "be", ""};
  if (const Node::List* list = value.list()) {
    return {static_cast<std::int64_t>(list->size()), Code::wrong_count, "have", " entries"};
  }
  const std::string* text = value.text();
  return {text == nullptr ? 0 : static_cast<std::int64_t>(trim_ascii(*text).size()), Code::empty_text, "", ""};
}

// "at least 1", "0 to 5 entries".
std::string describe_range(Limits limits, std::string_view unit) {
  if (limits.least == limits.most) return fmt::format("{}{}", limits.least, unit);
  if (limits.most == std::numeric_limits<std::int64_t>::max()) return fmt::format("at least {}{}", limits.least, unit);
  if (limits.least == std::numeric_limits<std::int64_t>::min()) return fmt::format("at most {}{}", limits.most, unit);
  return fmt::format("{} to {}{}", limits.least, limits.most, unit);
}

}  // namespace

std::string Binding::quoted_path(std::string_view key) const {
  return path_.empty() ? fmt::format("`{}`", key) : fmt::format("`{}.{}`", path_, key);
}

bool Binding::check_shape(const Node& value, Shape shape) {
  if (!has_shape(value, shape)) {
    const ShapeFacts& facts = facts_of(shape);
    problem(Code::wrong_type, value.span,
            fmt::format("{} must be {}, found {}", quoted_path(), facts.expected, describe(value)),
            std::string(facts.hint));
    return false;
  }
  const std::optional<Shape> each = entry_shape(shape);
  if (!each.has_value()) return true;
  bool good = true;
  std::size_t index = 0;
  for (const Node& entry : *value.list()) {
    const Step step(*this, index++);
    good &= check_shape(entry, *each);
  }
  return good;
}

bool Binding::check_limits(const Node& value, Shape shape, Limits limits) {
  if (shape == Shape::any || shape == Shape::object || shape == Shape::flag) return true;
  const Measure found = measure(value);
  if (found.code == Code::wrong_count && found.amount > static_cast<std::int64_t>(kMaxListEntries)) {
    limits.most = std::min(limits.most, static_cast<std::int64_t>(kMaxListEntries));
  }
  if (found.amount >= limits.least && found.amount <= limits.most) return true;
  std::string message = found.code == Code::empty_text
                            ? fmt::format("{} must not be empty", quoted_path())
                            : fmt::format("{} must {} {}, found {}", quoted_path(), found.verb,
                                          describe_range(limits, found.unit), found.amount);
  problem(found.code, value.span, std::move(message));
  return false;
}

void Binding::report_unknown_key(const Member& member, std::span<const std::string_view> known) {
  problem(Code::unknown_key, member.name_span, fmt::format("unknown key {}", quoted_path(member.name)),
          did_you_mean(member.name, known));
}

void Binding::report_missing(std::string_view key, Span span, bool is_error) {
  problem(is_error ? Code::missing_field : Code::missing_detail, span, fmt::format("{} is missing", quoted_path(key)));
}

void Binding::report_not_for_type(const Member& member) {
  std::string_view type;
  for (const Named<RuleType>& named : kTypeNames) {
    if (types(named.value) == types_) type = named.name;
  }
  problem(Code::not_for_type, member.name_span,
          fmt::format("{} has no meaning in a rule of type {}", quoted_path(member.name), type));
}

Binding::Step::Step(Binding& binding, std::string_view key) : binding_(binding), length_(binding.path_.size()) {
  if (length_ > 0) binding_.path_ += '.';
  binding_.path_ += key;
}

Binding::Step::Step(Binding& binding, std::size_t index) : binding_(binding), length_(binding.path_.size()) {
  binding_.path_ += fmt::format("[{}]", index);
}

void unify(Node& value, Shape shape) {
  // Up to 2^53 a double that is integral is that integer and no other.
  static constexpr double kMaxExact = 9007199254740992.0;
  if (const double* number = std::get_if<double>(&value.value); number != nullptr && shape == Shape::integer) {
    if (std::trunc(*number) == *number && std::abs(*number) <= kMaxExact) {
      value.value = static_cast<std::int64_t>(*number);
    }
  }
  if (shape == Shape::one_or_texts && value.text() != nullptr) {
    Node entry{value.span, std::move(*value.text())};
    value.value = Node::List{std::move(entry)};
  }
}

void report_unknown_value(Binding& binding, const Node& value, std::span<const std::string_view> names) {
  // Any letter is near any other, so very short values get the whole choice.
  static constexpr std::size_t kShortest = 3;
  std::string hint = value.text()->size() < kShortest ? std::string() : did_you_mean(*value.text(), names);
  if (hint.empty()) hint = fmt::format("expected {}{}", names.size() == 1 ? "" : "one of ", fmt::join(names, ", "));
  binding.problem(Code::unknown_value, value.span,
                  fmt::format("{} is \"{}\", which is not allowed", binding.quoted_path(), *value.text()),
                  std::move(hint));
}

}  // namespace picket::rule

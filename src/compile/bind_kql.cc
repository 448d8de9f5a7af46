// SPDX-License-Identifier: Apache-2.0
#include "compile/bind_kql.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/date_math.h"
#include "base/ip.h"
#include "base/text.h"
#include "compile/codes.h"

namespace picket::compile {
namespace {

using event::FieldMapping;
using event::FieldType;
using kql::Literal;
using kql::LiteralKind;

// A star in the value of a range is a plain character.
std::string plain_text(const Literal& literal) {
  return literal.kind == LiteralKind::wildcard ? join(literal.parts, "*") : literal.text;
}

Condition condition_of(const Literal& value) {
  Condition condition;
  if (kql::is_lone_star(value)) return condition;
  condition.text = value.text;
  condition.pattern.parts = value.parts;
  condition.kind = value.kind == LiteralKind::wildcard ? Condition::Kind::pattern
                   : value.kind == LiteralKind::phrase ? Condition::Kind::phrase
                                                       : Condition::Kind::text;
  return condition;
}

Condition condition_of(const kql::Range& range) {
  Condition condition;
  condition.kind = Condition::Kind::range;
  condition.text = plain_text(range.value);
  switch (range.op) {
    case kql::RangeOperator::lt:
      condition.comparison = Comparison::lt;
      break;
    case kql::RangeOperator::lte:
      condition.comparison = Comparison::lte;
      break;
    case kql::RangeOperator::gt:
      condition.comparison = Comparison::gt;
      break;
    case kql::RangeOperator::gte:
      condition.comparison = Comparison::gte;
      break;
  }
  return condition;
}

bool is_relative_date(const Condition& condition) {
  return condition.text.starts_with("now") && DateMath::parse(condition.text).has_value();
}

bool is_known(FieldType type) {
  return type != FieldType::dynamic && type != FieldType::unmapped;
}
bool has_no_value(FieldType type) {
  return type == FieldType::object || type == FieldType::nested;
}

std::string joined(const std::string& scope, std::string_view name) {
  return scope.empty() ? std::string(name) : fmt::format("{}.{}", scope, name);
}

std::string relative(const std::string& scope, const std::string& full) {
  return scope.empty() ? full : full.substr(scope.size() + 1);
}

class Binder {
 public:
  Binder(const event::FieldCatalog& catalog, const BindOptions& options, const SourceText& source,
         Diagnostics& diagnostics)
      : catalog_(catalog), now_(options.now), text_(source), diagnostics_(diagnostics) {}

  std::optional<Bound> bind(const kql::Ast& ast) {
    NodeRef tree = bind(ast.root);
    if (failed_) return std::nullopt;
    return make_bound(std::move(tree), depends_on_now_);
  }

 private:
  NodeRef bind(const kql::Node& node) {
    return std::visit([&](const auto& form) { return bind_form(form); }, node.kind);
  }

  NodeRef bind_form(const kql::And& form) { return both(bind_all(form.children)); }
  NodeRef bind_form(const kql::Or& form) { return either(bind_all(form.children)); }
  NodeRef bind_form(const kql::Not& form) { return negated(bind(*form.child)); }

  std::vector<NodeRef> bind_all(const std::vector<kql::Node>& nodes) {
    std::vector<NodeRef> out;
    out.reserve(nodes.size());
    for (const kql::Node& node : nodes) out.push_back(bind(node));
    return out;
  }

  NodeRef bind_form(const kql::Nested& form) {
    const std::string path = joined(scope_, plain_text(form.path));
    check_group(form.path, path);
    const std::string outer = std::exchange(scope_, path);
    NodeRef child = bind(*form.child);
    scope_ = outer;
    return node(Nested{relative(scope_, path), std::move(child)});
  }

  NodeRef bind_form(const kql::Is& form) {
    if (form.value.kind == LiteralKind::null) return null_value(form.value.span);
    const Condition condition = condition_of(form.value);
    if (!form.field || form.field->kind == LiteralKind::null) return any_field(condition);
    return bind_field(*form.field, condition, form.value.span);
  }

  NodeRef bind_form(const kql::Range& form) {
    if (form.value.kind == LiteralKind::null) return null_value(form.value.span);
    return bind_field(form.field, condition_of(form), form.value.span);
  }

  NodeRef bind_field(const Literal& field, const Condition& condition, Span value) {
    if (field.kind != LiteralKind::wildcard) return plain_field(field, condition, value);
    if (kql::is_lone_star(field) && condition.kind == Condition::Kind::exists) return all();
    return field_pattern(field, condition, value);
  }

  NodeRef plain_field(const Literal& field, const Condition& condition, Span value) {
    const std::string full = joined(scope_, field.text);
    const FieldMapping mapping = catalog_.resolve(full);
    warn_about_name(field, full, mapping, condition);
    if (!check_scope(field, full, mapping)) return none();
    return test(full, mapping, condition, value);
  }

  NodeRef test(const std::string& full, const FieldMapping& mapping, const Condition& condition, Span value) {
    const bool closed = catalog_.unknown() == event::FieldCatalog::Unknown::unmapped;
    if (closed && mapping.type == FieldType::object && condition.kind == Condition::Kind::exists) {
      return any_below(full, condition, value);
    }
    auto meaning = meaning_of(condition, mapping, now_);
    if (!meaning) {
      error(value, meaning.error().code,
            fmt::format("field '{}' is of type {}: {}", full, to_string(mapping.type), meaning.error().message),
            meaning.error().hint);
      return none();
    }
    if (!meaning->predicate) return none();
    depends_on_now_ = depends_on_now_ || meaning->depends_on_now;
    if (mapping.constant) {
      return matches(*meaning->predicate, {event::Scalar::Kind::string, *mapping.constant}) ? all() : none();
    }
    return read(full, mapping, condition, *std::move(meaning->predicate));
  }

  // The test itself, on the field that holds the values. A catalog that lists a multi-field as a field of its own gets
  // the values of both places: a document never has more than one of them.
  NodeRef read(const std::string& full, const FieldMapping& mapping, const Condition& condition, Predicate predicate) {
    const std::string name = relative(scope_, full);
    const event::Shape shape = shape_of(condition, mapping.type);
    std::vector<std::string> sources = {mapping.source.empty() ? full : mapping.source};
    if (mapping.source.empty()) {
      if (std::optional<std::string> parent = catalog_.multi_field_parent(full)) sources.push_back(*std::move(parent));
    }
    std::vector<NodeRef> tests;
    for (const std::string& source : sources) {
      tests.push_back(node(Test{name, {relative(scope_, source), shape}, predicate}));
    }
    return either(std::move(tests));
  }

  // An object exists when any of its mapped fields does.
  NodeRef any_below(const std::string& full, const Condition& condition, Span value) {
    std::vector<NodeRef> tests;
    for (const std::string& name : catalog_.matching(full + ".*")) {
      const FieldMapping mapping = catalog_.resolve(name);
      if (!has_no_value(mapping.type) && catalog_.nested_path(name) == scope_) {
        tests.push_back(test(name, mapping, condition, value));
      }
    }
    return either(std::move(tests));
  }

  NodeRef field_pattern(const Literal& field, const Condition& condition, Span value) {
    Pattern names{field.parts};
    if (!scope_.empty()) names.parts[0].insert(0, scope_ + ".");
    std::vector<NodeRef> out = constants(condition, &names);
    check_pattern_types(field, names, condition, value);
    depends_on_now_ = depends_on_now_ || is_relative_date(condition);
    out.push_back(node(FieldPattern{std::move(names), {&catalog_, scope_, condition, now_}}));
    return either(std::move(out));
  }

  NodeRef any_field(const Condition& condition) {
    if (condition.kind == Condition::Kind::exists) return all();
    if (condition.kind == Condition::Kind::pattern) {
      std::vector<NodeRef> out;
      for (const Pattern& alternative : alternatives(condition.pattern)) {
        if (is_lone_star(alternative)) return all();
        Condition one = condition;
        one.pattern = alternative;
        if (alternative.parts.size() == 1) {
          one.kind = Condition::Kind::text;
          one.text = alternative.parts[0];
        }
        out.push_back(any_leaf(one));
      }
      return either(std::move(out));
    }
    return any_leaf(condition);
  }

  NodeRef any_leaf(const Condition& condition) {
    std::vector<NodeRef> out = constants(condition, nullptr);
    depends_on_now_ = depends_on_now_ || is_relative_date(condition);
    out.push_back(node(AnyField{{&catalog_, scope_, condition, now_}}));
    return either(std::move(out));
  }

  // A constant of the index belongs to every document: the condition holds for all of them or the constant is no leaf.
  std::vector<NodeRef> constants(const Condition& condition, const Pattern* names) const {
    for (const auto& [name, mapping] : catalog_.fields()) {
      if (!mapping.constant || !scope_.empty() || (names != nullptr && !matches(*names, name))) continue;
      const auto meaning = meaning_of(condition, mapping, now_);
      if (!meaning || !meaning->predicate) continue;
      if (matches(*meaning->predicate, {event::Scalar::Kind::string, *mapping.constant})) return {all()};
    }
    return {};
  }

  // In Kibana the search fails when one of the fields cannot take the value. Which fields the indices really have is
  // only known with a closed catalog.
  void check_pattern_types(const Literal& field, const Pattern& names, const Condition& condition, Span value) {
    const bool closed = catalog_.unknown() == event::FieldCatalog::Unknown::unmapped;
    for (const std::string& name : catalog_.matching(to_glob(names))) {
      if (!matches(names, name)) continue;
      const FieldMapping mapping = catalog_.resolve(name);
      const auto meaning = meaning_of(condition, mapping, now_);
      if (meaning) continue;
      const std::string message =
          fmt::format("field '{}' is of type {}: {}", name, to_string(mapping.type), meaning.error().message);
      if (closed) {
        error(value, meaning.error().code, message, meaning.error().hint);
      } else {
        warn_once(name, field.span, codes::kSkippedField,
                  "the pattern leaves out fields that cannot take the value: " + message,
                  "Kibana would refuse the search if an index of the rule has that field");
      }
      return;
    }
  }

  // Literal stars of a name become stars of the glob, so this finds at least the names that fit.
  static std::string to_glob(const Pattern& names) { return join(names.parts, "*"); }

  void check_group(const Literal& path, const std::string& full) {
    const FieldType type = catalog_.resolve(full).type;
    if (path.kind == LiteralKind::wildcard) {
      error(path.span, codes::kGroupNotNested, "a group names one nested field, found a pattern");
    } else if (type == FieldType::unmapped) {
      error(path.span, codes::kGroupUnmapped, fmt::format("group over '{}', which no mapping has", full),
            "Elasticsearch refuses a nested query over an unmapped path");
    } else if (type != FieldType::nested && type != FieldType::dynamic) {
      error(path.span, codes::kGroupNotNested,
            fmt::format("expected a nested field before the braces, '{}' is of type {}", full, to_string(type)),
            fmt::format("test its fields by their full names: {}.field:value", full));
    }
  }

  // Fields of nested objects are reached through the group of their own path, and no other.
  bool check_scope(const Literal& field, const std::string& full, const FieldMapping& mapping) {
    if (mapping.type == FieldType::unmapped) return true;
    const std::string nested = catalog_.nested_path(full);
    // Shorter: the path of the group is in no catalog, or it is wrong and was reported.
    if (nested.size() <= scope_.size()) return true;
    if (scope_.empty()) {
      error(field.span, codes::kOutsideGroup, fmt::format("'{}' is a field of nested objects", full),
            fmt::format("write {}:{{ {}:... }}", nested, full.substr(nested.size() + 1)));
    } else {
      error(field.span, codes::kWrongGroup,
            fmt::format("'{}' belongs to the nested objects of '{}', not to those of '{}'", full, nested, scope_),
            fmt::format("write {}:{{ {}:... }} inside the group", relative(scope_, nested),
                        full.substr(nested.size() + 1)));
    }
    return false;
  }

  void warn_about_name(const Literal& field, const std::string& full, const FieldMapping& mapping,
                       const Condition& condition) {
    if (has_no_value(mapping.type) && condition.kind != Condition::Kind::exists) {
      warn_once(full, field.span, codes::kObjectHasNoValue,
                fmt::format("'{}' is an object, so no value can match", full), "name one of its fields");
    }
    if (is_known(mapping.type)) return;
    if (const std::optional<std::string> nearest = catalog_.nearest(full)) {
      warn_once(full, field.span, codes::kUnknownField, fmt::format("no catalog knows the field '{}'", full),
                fmt::format("did you mean {}?", *nearest));
    } else if (mapping.type == FieldType::dynamic && (parse_cidr(condition.text) || is_relative_date(condition))) {
      warn_once(
          full, field.span, codes::kComparedAsText,
          fmt::format("no catalog knows the field '{}', so '{}' is compared as text", full, printable(condition.text)));
    }
  }

  NodeRef null_value(Span span) {
    error(span, codes::kNullValue, "null is no value that can be searched for",
          "for events without the field write: not field:*; for the text write: \"null\"");
    return none();
  }

  const SourceText* source() {
    if (source_ == nullptr) source_ = diagnostics_.add_source(text_);
    return source_;
  }
  void error(Span span, std::string_view code, std::string message, std::string hint = {}) {
    failed_ = true;
    diagnostics_.error(source(), span, std::string(code), std::move(message), std::move(hint));
  }
  // One warning for a name, however many values it is compared with.
  void warn_once(const std::string& name, Span span, std::string_view code, std::string message,
                 std::string hint = {}) {
    if (!warned_.insert(name).second) return;
    diagnostics_.warning(source(), span, std::string(code), std::move(message), std::move(hint));
  }

  const event::FieldCatalog& catalog_;
  Timestamp now_;
  const SourceText& text_;
  Diagnostics& diagnostics_;
  const SourceText* source_ = nullptr;
  std::string scope_;  // full path of the enclosing group
  std::unordered_set<std::string> warned_;
  bool failed_ = false;
  bool depends_on_now_ = false;
};

}  // namespace

std::optional<Bound> bind_kql(const kql::Ast& ast, const event::FieldCatalog& catalog, const BindOptions& options,
                              const SourceText& source, Diagnostics& diagnostics) {
  return Binder(catalog, options, source, diagnostics).bind(ast);
}

}  // namespace picket::compile

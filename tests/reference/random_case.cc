// SPDX-License-Identifier: Apache-2.0
#include "reference/random_case.h"

#include <array>
#include <string_view>
#include <utility>

#include "event/document.h"

namespace picket::reference {
namespace {

using event::FieldType;
using kql::Literal;
using kql::LiteralKind;
using Texts = std::vector<std::string>;

const Texts kWords = {"a", "b", "ab", "A",  "",   "a b",     "foo-bar",  "Foo", "x.y",    "it's", "abcdef",
                      "Ä", "ä", "*",  "b*", "\t", "foo bar", "bar, foo", "?",   "\u3000", "日本", "a_b"};
const Texts kNumbers = {"1",    "1.5", "200", "-3", "1e2",  "9007199254740993",     "0",     "-0.5",
                        "0x10", "+5",  ".5",  "5.", "1.50", "18446744073709551615", "1e400", "-9223372036854775808"};
const Texts kDates = {
    "2024-03-15", "2024",       "2024-03",  "2024-03-15T10:20:30.5Z", "2024-03-15T10:20:30.123456789Z",
    "now",        "now-1d/d",   "now/M",    "1710498030500",          "2024-03-01||+1M/d",
    "now+1h",     "2024-02-30", "20240315", "2024-03-15T12:00:00+02"};
const Texts kAddresses = {"10.0.0.1",  "10.0.0.0/8", "::ffff:10.0.0.1", "fe80::1",
                          "fe80::/10", "10.0.0",     "255.255.255.255", "::"};
const Texts kVersions = {"1.2.3", "1.10.0", "1.10.0-rc.1", "1.10.0-rc.10", "1.10", "v1", "1.10.0+build", "2", "01.2.3"};
const Texts kBooleans = {"true", "false", "TRUE", ""};

struct RandomField {
  std::string name;
  event::FieldMapping mapping;
  const Texts* values;
};

event::FieldMapping of(FieldType type) {
  event::FieldMapping mapping;
  mapping.type = type;
  return mapping;
}

std::vector<RandomField> make_fields() {
  std::vector<RandomField> out = {
      {"k", of(FieldType::keyword), &kWords},
      {"k.keyword", of(FieldType::keyword), &kWords},
      {"short", of(FieldType::keyword), &kWords},
      {"caseless", of(FieldType::keyword), &kWords},
      {"constant", of(FieldType::constant_keyword), &kWords},
      {"w", of(FieldType::wildcard), &kWords},
      {"t", of(FieldType::text), &kWords},
      {"w.text", of(FieldType::match_only_text), &kWords},
      {"n", of(FieldType::integer), &kNumbers},
      {"u", of(FieldType::unsigned_long), &kNumbers},
      {"d", of(FieldType::floating), &kNumbers},
      {"f", of(FieldType::single), &kNumbers},
      {"b", of(FieldType::boolean), &kBooleans},
      {"at", of(FieldType::date), &kDates},
      {"fine", of(FieldType::date_nanos), &kDates},
      {"ip", of(FieldType::ip), &kAddresses},
      {"v", of(FieldType::version), &kVersions},
      {"flat", of(FieldType::flattened), &kWords},
      {"o.x", of(FieldType::keyword), &kWords},
      {"o.n", of(FieldType::integer), &kNumbers},
      {"items", of(FieldType::nested), &kWords},
      {"items.name", of(FieldType::keyword), &kWords},
      {"items.n", of(FieldType::integer), &kNumbers},
      {"items.t", of(FieldType::text), &kWords},
      {"items.sub", of(FieldType::nested), &kWords},
      {"items.sub.x", of(FieldType::keyword), &kWords},
  };
  for (RandomField& field : out) {
    if (field.name == "short") field.mapping.ignore_above = 2;
    if (field.name == "caseless") field.mapping.lowercase = true;
    if (field.name == "constant") field.mapping.constant = "a";
    if (field.name == "w.text") field.mapping.source = "w";  // as the built-in catalog has multi-fields
  }
  return out;
}

const std::vector<RandomField>& fields() {
  static const std::vector<RandomField> kFields = make_fields();
  return kFields;
}

event::FieldCatalog make_catalog(bool open) {
  event::FieldCatalog catalog(open ? event::FieldCatalog::Unknown::dynamic : event::FieldCatalog::Unknown::unmapped);
  for (const RandomField& field : fields()) catalog.add(field.name, field.mapping);
  return catalog;
}

// Names that are no fields of their own.
const Texts kOtherNames = {"o", "flat.a", "flat.b.c", "zz", "zz.q", "items", "items.sub", "nope", "k.caseless"};
const std::vector<const Texts*> kPools = {&kWords, &kNumbers, &kDates, &kAddresses, &kVersions, &kBooleans};

Literal text_literal(LiteralKind kind, std::string text) {
  Literal out;
  out.kind = kind;
  out.text = std::move(text);
  return out;
}

Literal pattern_literal(Texts parts) {
  Literal out;
  out.kind = LiteralKind::wildcard;
  out.parts = std::move(parts);
  return out;
}

Literal random_value(Choices& choices, const Texts& pool) {
  switch (choices.below(10)) {
    case 0:
      return pattern_literal({"", ""});
    case 1:
    case 2: {
      Texts parts = {choices.one_in(2) ? "" : choices.of(pool)};
      for (std::size_t stars = 1 + choices.below(2); stars > 0; --stars) {
        parts.push_back(choices.one_in(2) ? "" : choices.of(pool));
      }
      return pattern_literal(std::move(parts));
    }
    case 3:
      return text_literal(choices.one_in(2) ? LiteralKind::boolean_true : LiteralKind::boolean_false,
                          choices.one_in(2) ? "true" : "false");
    case 4:
    case 5:
    case 6:
      return text_literal(LiteralKind::phrase, choices.of(pool));
    default:
      return text_literal(LiteralKind::text, choices.of(pool));
  }
}

// The name of a field as it is written inside the group `scope`.
std::pair<Literal, const Texts*> random_name(Choices& choices, const std::string& scope) {
  if (choices.one_in(8))
    return {pattern_literal(choices.one_in(3) ? Texts{"", ""}
                                              : Texts{choices.of(Texts{"", "k", "i", "o.", "fl"}),
                                                      choices.of(Texts{"", "e", "x", ".n"})}),
            choices.of(kPools)};
  if (!scope.empty()) {
    Texts inside;
    for (const RandomField& field : fields()) {
      if (field.name.starts_with(scope + ".")) inside.push_back(field.name.substr(scope.size() + 1));
    }
    inside.emplace_back("nope");
    const std::string name = choices.of(inside);
    return {text_literal(LiteralKind::text, name), name == "n" ? &kNumbers : &kWords};
  }
  const NameAndTexts field = random_field(choices);
  return {text_literal(LiteralKind::text, field.name), field.texts};
}

kql::Node random_node(Choices& choices, std::size_t depth, const std::string& scope);

std::vector<kql::Node> random_nodes(Choices& choices, std::size_t depth, const std::string& scope) {
  std::vector<kql::Node> out;
  for (std::size_t n = 2 + choices.below(3); n > 0; --n) out.push_back(random_node(choices, depth, scope));
  return out;
}

kql::Node random_leaf(Choices& choices, const std::string& scope) {
  if (choices.one_in(10)) return {kql::Is{std::nullopt, random_value(choices, *choices.of(kPools))}};
  auto [name, pool] = random_name(choices, scope);
  if (choices.one_in(6)) {
    const auto op = static_cast<kql::RangeOperator>(choices.below(4));
    return {kql::Range{std::move(name), op, text_literal(LiteralKind::text, choices.of(*pool))}};
  }
  return {kql::Is{std::move(name), random_value(choices, *pool)}};
}

kql::Node random_node(Choices& choices, std::size_t depth, const std::string& scope) {
  const std::size_t form = depth == 0 ? 9 : choices.below(10);
  if (form < 2) return {kql::And{random_nodes(choices, depth - 1, scope)}};
  if (form < 4) return {kql::Or{random_nodes(choices, depth - 1, scope)}};
  if (form < 6) return {kql::Not{std::make_unique<kql::Node>(random_node(choices, depth - 1, scope))}};
  if (form == 6) {
    static const Texts kGroups = {"items", "items.sub", "zz"};
    const std::string path = scope.empty() ? choices.of(kGroups) : "sub";
    const std::string inner = scope.empty() ? path : scope + "." + path;
    auto child = std::make_unique<kql::Node>(random_node(choices, depth - 1, inner));
    return {kql::Nested{text_literal(LiteralKind::text, path), std::move(child)}};
  }
  return random_leaf(choices, scope);
}

json::Value random_scalar(Choices& choices, const Texts& pool) {
  switch (choices.below(12)) {
    case 0:
      return nullptr;
    case 1:
      return choices.one_in(2);
    case 2:
      return static_cast<std::int64_t>(choices.below(300)) - 50;
    case 3:
      return static_cast<double>(choices.below(100)) / 8;
    case 4:
      return std::uint64_t{18446744073709551615U};
    case 5:
      return json::Value(choices.of(*choices.of(kPools)));
    default:
      return json::Value(choices.of(pool));
  }
}

json::Value random_json(Choices& choices, const Texts& pool, std::size_t depth) {
  if (depth == 0 || !choices.one_in(3)) return random_scalar(choices, pool);
  if (choices.one_in(6)) {
    json::Object object;
    object["q"] = random_json(choices, pool, depth - 1);
    return object;
  }
  json::Array array;
  for (std::size_t n = choices.below(4); n > 0; --n) array.push_back(random_json(choices, pool, depth - 1));
  return array;
}

void put(Choices& choices, json::Object& document, const std::string& name, json::Value value) {
  if (choices.one_in(4)) {
    document[name] = std::move(value);  // as a dotted key
  } else {
    event::set_path(document, name, std::move(value));
  }
}

json::Value random_items(Choices& choices) {
  json::Array items;
  for (std::size_t n = choices.below(3); n > 0; --n) {
    json::Object item;
    if (!choices.one_in(3)) put(choices, item, "name", random_json(choices, kWords, 1));
    if (!choices.one_in(3)) put(choices, item, "n", random_json(choices, kNumbers, 1));
    if (choices.one_in(3)) put(choices, item, "t", random_json(choices, kWords, 1));
    if (choices.one_in(2)) put(choices, item, "sub.x", random_json(choices, kWords, 1));
    items.push_back(std::move(item));
  }
  if (items.size() == 1 && choices.one_in(2)) return items[0];
  return items;
}

}  // namespace

std::size_t Choices::below(std::size_t n) {
  if (!from_bytes_) return random_() % n;
  if (bytes_.empty()) return 0;
  const std::size_t value = bytes_.front();
  bytes_ = bytes_.subspan(1);
  return value % n;
}

const event::FieldCatalog& random_catalog(bool open) {
  static const event::FieldCatalog kOpen = make_catalog(true);
  static const event::FieldCatalog kClosed = make_catalog(false);
  return open ? kOpen : kClosed;
}

Timestamp random_now() {
  return Timestamp(Duration(1'710'500'000'000));
}

NameAndTexts random_field(Choices& choices) {
  if (choices.one_in(5)) return {choices.of(kOtherNames), choices.of(kPools)};
  const RandomField& field = choices.of(fields());
  // Mostly values that fit: a query that is refused tests nothing.
  return {field.name, choices.one_in(20) ? choices.of(kPools) : field.values};
}

const std::vector<std::string>& random_texts(Choices& choices) {
  return *choices.of(kPools);
}

kql::Ast random_query(Choices& choices) {
  constexpr std::size_t kMaxDepth = 4;
  return {random_node(choices, choices.below(kMaxDepth + 1), "")};
}

json::Object random_document(Choices& choices) {
  json::Object document;
  for (const RandomField& field : fields()) {
    if (field.mapping.constant || field.name.starts_with("items") || !choices.one_in(3)) continue;
    put(choices, document, field.name, random_json(choices, *field.values, 2));
  }
  if (choices.one_in(2)) put(choices, document, "items", random_items(choices));
  if (choices.one_in(3)) put(choices, document, "flat.a", random_json(choices, kWords, 2));
  if (choices.one_in(3)) put(choices, document, "zz", random_json(choices, *choices.of(kPools), 2));
  if (choices.one_in(4)) put(choices, document, "o.other", random_json(choices, kWords, 1));
  return document;
}

}  // namespace picket::reference

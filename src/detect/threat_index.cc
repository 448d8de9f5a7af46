// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <bit>

#include "base/ip.h"
#include "detect/threat_join.h"

namespace picket::detect {
namespace {

using event::FieldType;
using event::Scalar;

// What a value is under a type, as text that is equal exactly for equal values.
std::string key_of_term(const Term& term) {
  return (term.kind == Term::Kind::text ? "t" : "n") + term.text;
}

std::string network_key(const IpAddress& address, unsigned length) {
  std::string key = fmt::format("c{}:", length);
  for (unsigned i = 0; i < address.bytes.size(); ++i) {
    const unsigned bits = length > i * 8 ? std::min(8U, length - i * 8) : 0U;
    key += static_cast<char>(address.bytes[i] & static_cast<std::uint8_t>(0xFF00U >> bits));
  }
  return key;
}

// A network's bits that all of its addresses share.
unsigned prefix_length(const IpRange& range) {
  for (unsigned i = 0; i < range.first.bytes.size(); ++i) {
    const auto different = static_cast<std::uint8_t>(range.first.bytes[i] ^ range.last.bytes[i]);
    if (different != 0) return i * 8 + static_cast<unsigned>(std::countl_zero(different));
  }
  return 128;
}

// A field in no catalog: Elasticsearch would read what a query asks for as what the field holds.
std::optional<Term> number_in_text(const event::FieldMapping& field, const Scalar& value) {
  if (field.type != FieldType::dynamic || value.kind != Scalar::Kind::string) return std::nullopt;
  return to_term(field, {Scalar::Kind::number, value.text});
}

}  // namespace

bool ThreatIndex::is_text() const {
  return field_.type == FieldType::text || field_.type == FieldType::match_only_text;
}

void ThreatIndex::put(std::string_view key, IndicatorId indicator) {
  const auto id = static_cast<std::uint32_t>(keys_.size());
  pairs_.push_back({keys_.try_emplace(hash128(key), id).first->second, indicator});
}

void ThreatIndex::add(IndicatorId indicator, std::span<const Scalar> values) {
  for (const Scalar& value : values) {
    if (is_text()) {
      for (const std::string& token : compile::analyze(value.text)) put("w" + token, indicator);
      continue;
    }
    if (field_.type == FieldType::ip && value.text.find('/') != std::string_view::npos) {
      const auto range = parse_cidr(value.text);
      if (!range) continue;
      const unsigned length = prefix_length(*range);
      prefix_lengths_[length] = true;
      put(network_key(range->first, length), indicator);
      continue;
    }
    if (const auto term = to_term(field_, value)) put(key_of_term(*term), indicator);
    if (const auto number = number_in_text(field_, value)) put(key_of_term(*number), indicator);
    // The text of a number or boolean, where the field turns out to hold texts.
    if (field_.type == FieldType::dynamic && value.kind != Scalar::Kind::string) {
      put("t" + std::string(value.text), indicator);
    }
  }
}

void ThreatIndex::finish() {
  // Indicators were added in ascending order, and counting keeps that order.
  begins_.assign(keys_.size() + 1, 0);
  for (const Pair& pair : pairs_) ++begins_[pair.key + 1];
  for (std::size_t key = 1; key < begins_.size(); ++key) begins_[key] += begins_[key - 1];
  indicators_.resize(pairs_.size());
  std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
  for (const Pair& pair : pairs_) indicators_[next[pair.key]++] = pair.indicator;
  pairs_ = {};
}

void ThreatIndex::look_up(std::string_view key, std::vector<Postings>& out) const {
  const auto found = keys_.find(hash128(key));
  if (found == keys_.end()) return;
  const std::uint32_t begin = begins_[found->second];
  out.push_back(Postings(indicators_).subspan(begin, begins_[found->second + 1] - begin));
}

void ThreatIndex::find(const Scalar& value, std::vector<Postings>& out) const {
  if (is_text()) {
    std::vector<std::string> tokens = compile::analyze(value.text);
    std::ranges::sort(tokens);
    const auto repeated = std::ranges::unique(tokens);
    tokens.erase(repeated.begin(), repeated.end());
    for (const std::string& token : tokens) look_up("w" + token, out);
    return;
  }
  const auto term = to_term(field_, value);
  if (!term) return;
  look_up(key_of_term(*term), out);
  if (field_.type != FieldType::ip) return;
  const auto address = parse_ip(value.text);
  for (unsigned length = 0; length < prefix_lengths_.size(); ++length) {
    if (prefix_lengths_[length]) look_up(network_key(*address, length), out);
  }
}

}  // namespace picket::detect

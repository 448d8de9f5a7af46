// SPDX-License-Identifier: Apache-2.0
#include "decode/raw_path.h"

#include <utility>

#include "base/text.h"

namespace picket::decode {
namespace {

struct Steps {
  std::string_view first;
  RawPath rest;
  bool last = false;
};

Steps first_step(RawPath path) {
  const std::size_t bar = path.find('|');
  if (bar == RawPath::npos) return {path, {}, true};
  return {path.substr(0, bar), path.substr(bar + 1), false};
}

}  // namespace

std::vector<std::string_view> keys_of(RawPath path) {
  return split(path, '|');
}

const json::Value* find(const json::Object& record, RawPath path) {
  const Steps step = first_step(path);
  const json::Value* value = json::get(record, step.first);
  if (step.last || value == nullptr) return value;
  return value->is_object() ? find(value->get_object(), step.rest) : nullptr;
}

json::Value* find(json::Object& record, RawPath path) {
  return const_cast<json::Value*>(find(std::as_const(record), path));
}

std::optional<json::Value> take(json::Object& record, RawPath path) {
  const Steps step = first_step(path);
  const auto member = record.find({step.first.data(), step.first.size()});
  if (member == record.end()) return std::nullopt;
  if (!step.last) {
    if (!member->value().is_object()) return std::nullopt;
    return take(member->value().get_object(), step.rest);
  }
  json::Value value = std::move(member->value());
  record.stable_erase(member);
  return value;
}

void put(json::Object& record, RawPath path, json::Value value) {
  const Steps step = first_step(path);
  const auto [member, is_new] = record.emplace(boost::json::string_view(step.first.data(), step.first.size()), nullptr);
  json::Value& slot = member->value();
  if (step.last) {
    slot = std::move(value);
    return;
  }
  if (is_new) slot.emplace_object();
  if (slot.is_object()) put(slot.get_object(), step.rest, std::move(value));
}

}  // namespace picket::decode

// SPDX-License-Identifier: Apache-2.0
#include "decode/record_json.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "base/text.h"

namespace picket::decode {
namespace {

using simdjson::dom::element_type;

boost::json::string_view boost_view(std::string_view text) {
  return {text.data(), text.size()};
}

Refusal refusal_of(simdjson::error_code error) {
  if (error == simdjson::UTF8_ERROR) return Refusal::bad_encoding;
  if (error == simdjson::DEPTH_ERROR) return Refusal::too_deep;
  return Refusal::not_json;
}

}  // namespace

std::string with_whole_surrogates(std::string_view text) {
  constexpr std::size_t kEscape = 6;  // \uD83D
  // 0 where no escape of a UTF-16 unit stands.
  const auto unit_at = [text](std::size_t at) {
    unsigned unit = 0;
    const std::string_view escape = text.substr(std::min(at, text.size()), kEscape);
    if (escape.size() < kEscape || !escape.starts_with("\\u")) return 0U;
    const auto [end, error] = std::from_chars(escape.data() + 2, escape.data() + kEscape, unit, 16);
    return error == std::errc{} && end == escape.data() + kEscape ? unit : 0U;
  };
  const auto is_high = [](unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto is_low = [](unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; };
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const unsigned unit = text[at] == '\\' ? unit_at(at) : 0;
    std::size_t length = text[at] == '\\' ? 2 : 1;  // an escaped backslash begins no other escape
    if (is_high(unit) && is_low(unit_at(at + kEscape))) {
      length = 2 * kEscape;
    } else if (is_high(unit) || is_low(unit)) {
      out += "\\uFFFD";
      at += kEscape;
      continue;
    }
    out += text.substr(at, length);
    at += length;
  }
  return out;
}

RecordParser::Outcome RecordParser::parse(std::string_view text) {
  if (text.size() <= kKeptCapacity) give_back();
  if (parser_.capacity() < text.size() || parser_.max_depth() != kMaxDepth) {
    // Room to spare, so that records that grow little by little do not allocate each time.
    if (parser_.allocate(text.size() + text.size() / 2 + 4096, kMaxDepth) != simdjson::SUCCESS) {
      refusal_ = Refusal::not_json;
      return Outcome::refused;
    }
  }
  const auto error = parser_.parse(text.data(), text.size(), false).get(element_);
  if (error == simdjson::SUCCESS && element_.get_object().get(root_) == simdjson::SUCCESS) return Outcome::object;
  if (error == simdjson::NUMBER_ERROR || error == simdjson::STRING_ERROR) return Outcome::unusual;
  refusal_ = refusal_of(error);
  if (error == simdjson::SUCCESS && element_.is_array()) return Outcome::array;
  return Outcome::refused;
}

RecordParser::Outcome RecordParser::parse_copy(std::string_view text) {
  copy_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  copy_.assign(text);
  return parse(std::string_view(copy_.data(), text.size()));
}

void RecordParser::give_back() {
  if (parser_.capacity() > kKeptCapacity) parser_ = simdjson::dom::parser();
  if (copy_.capacity() > kKeptCapacity) std::string().swap(copy_);
}

json::Object to_object(simdjson::dom::object object) {
  json::Object out;
  for (const auto [key, value] : object) {
    // Elastic's pipeline cuts the text `"":"",` from every record.
    if (key.empty() && value.is_string() && value.get_string_length().value_unsafe() == 0) continue;
    out[boost_view(key)] = to_value(value);  // of members with one name the last counts
  }
  return out;
}

json::Value to_value(simdjson::dom::element element) {
  switch (element.type()) {
    case element_type::OBJECT:
      return to_object(element.get_object().value_unsafe());
    case element_type::ARRAY: {
      const simdjson::dom::array array = element.get_array().value_unsafe();
      json::Array out;
      for (const auto each : array) out.push_back(to_value(each));
      return out;
    }
    case element_type::STRING:
      return boost::json::string(boost_view(element.get_string().value_unsafe()));
    case element_type::INT64:
      return element.get_int64().value_unsafe();
    case element_type::UINT64:
      return element.get_uint64().value_unsafe();
    case element_type::DOUBLE:
      return element.get_double().value_unsafe();
    case element_type::BOOL:
      return element.get_bool().value_unsafe();
    case element_type::NULL_VALUE:
      return nullptr;
  }
  PICKET_CHECK(false, "unknown kind of JSON element");
}

}  // namespace picket::decode

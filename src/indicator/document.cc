// SPDX-License-Identifier: Apache-2.0
#include "indicator/document.h"

#include <charconv>
#include <utility>

#include "base/text.h"
#include "event/document.h"

namespace picket::indicator {
namespace {

constexpr std::string_view kTlp[] = {"WHITE", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"};
constexpr std::string_view kConfidences[] = {"Not Specified", "None", "Low", "Medium", "High"};

// STIX 2.1, appendix A: the None / Low / Med / High scale.
std::string_view confidence_word(double number) {
  if (number < 1) return "None";
  if (number < 30) return "Low";
  return number < 70 ? "Medium" : "High";
}

}  // namespace

void DocumentMaker::add(const Found& found) {
  const KindInfo& kind = info(found.kind);
  for (const std::string_view field : split(kind.fields, ' ')) {
    std::int64_t number = 0;
    const char* end = found.value.data() + found.value.size();
    if (found.kind == Kind::as_number && std::from_chars(found.value.data(), end, number).ptr == end) {
      set(field, json::Value(number));
    } else {
      set(field, found.value);
    }
  }
  if (found.port != 0) set("port", json::Value(found.port));
  if (!has_value_) {
    set("type", kind.type);
    set("name", found.value);
  }
  has_value_ = true;
}

bool DocumentMaker::add(Kind kind, std::string_view text) {
  auto value = normalize(kind, text);
  if (!value) return false;
  const bool is_v6 = kind == Kind::ipv4 && value->find(':') != std::string::npos;
  add(Found{is_v6 ? Kind::ipv6 : kind, std::move(*value)});
  return true;
}

void DocumentMaker::set(std::string_view path, std::string_view text) {
  if (!text.empty()) set(path, json::Value(to_valid_utf8(text)));
}

void DocumentMaker::set(std::string_view path, const json::Value& value) {
  if (value.is_null() || (value.is_string() && value.get_string().empty())) return;
  if (path.find('.') == std::string_view::npos) {
    indicator_[{path.data(), path.size()}] = value;
  } else {
    event::set_path(indicator_, path, value);
  }
}

void DocumentMaker::set_confidence(const json::Value& value) {
  const std::string text = json::scalar_text(value);
  for (const std::string_view word : kConfidences) {
    if (equals_ignoring_case(word, text)) return set("confidence", word);
  }
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!text.empty() && error == std::errc{} && (*end == '\0' || *end == '%'))
    set("confidence", confidence_word(number));
}

json::Object DocumentMaker::take() {
  json::Object document;
  document.reserve(2);
  std::string dataset(module_);
  dataset += ".indicator";
  document["event"] = json::Object{{"kind", "enrichment"},
                                   {"category", json::Array{"threat"}},
                                   {"type", json::Array{"indicator"}},
                                   {"module", json::Value(module_)},
                                   {"dataset", dataset}};
  json::Object& threat = document["threat"].emplace_object();
  threat["indicator"] = std::move(indicator_);
  if (!feed_.empty()) threat["feed"] = json::Object{{"name", to_valid_utf8(feed_)}};
  return document;
}

std::optional<std::string_view> tlp_of(std::string_view text) {
  if (equals_ignoring_case(text.substr(0, 4), "tlp:")) text.remove_prefix(4);
  for (const std::string_view name : kTlp) {
    if (equals_ignoring_case(name, trim_ascii(text))) return name;
  }
  return std::nullopt;
}

}  // namespace picket::indicator

// SPDX-License-Identifier: Apache-2.0
#include "rule/guide.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace picket::rule {
namespace {

constexpr std::array<std::string_view, 2> kPlugins = {"investigate", "osquery"};

struct Placeholder {
  std::string_view plugin;
  std::size_t index = 0;
  std::size_t length = 0;
};

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// `text` begins with '$'.
std::optional<Placeholder> read_placeholder(std::string_view text) {
  const bool braced = text.substr(1, 1) == "{";
  const std::size_t begin = braced ? 2 : 1;
  std::size_t end = begin;
  while (end < text.size() && is_name_char(text[end])) ++end;
  if (braced && text.substr(end, 1) != "}") return std::nullopt;
  const std::string_view name = text.substr(begin, end - begin);
  for (const std::string_view plugin : kPlugins) {
    if (!name.starts_with(plugin) || name.substr(plugin.size(), 1) != "_") continue;
    const std::string_view digits = name.substr(plugin.size() + 1);
    std::size_t index = 0;
    const auto [stop, failure] = std::from_chars(digits.begin(), digits.end(), index);
    if (digits.empty() || failure != std::errc() || stop != digits.end()) return std::nullopt;
    return Placeholder{plugin, index, braced ? end + 1 : end};
  }
  return std::nullopt;
}

json::Value sorted(const json::Value& value) {
  if (const json::Array* list = value.if_array()) {
    json::Array out;
    for (const json::Value& entry : *list) out.push_back(sorted(entry));
    return out;
  }
  const json::Object* object = value.if_object();
  if (object == nullptr) return value;
  std::vector<std::string_view> keys;
  for (const auto& [key, unused] : *object) keys.emplace_back(key.data(), key.size());
  std::ranges::sort(keys);
  json::Object out;
  for (const std::string_view key : keys) out[{key.data(), key.size()}] = sorted(*json::get(*object, key));
  return out;
}

struct Heading {
  std::size_t level = 0;
  std::string_view title;
};

// ATX headings: one to six '#', then a blank.
Heading read_heading(std::string_view line) {
  const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
  if (level == 0 || level > 6 || (level < line.size() && line[level] != ' ')) return {};
  return {level, trim_ascii(line.substr(level))};
}

// The end of the JSON object that `text` begins with; npos when it is not closed.
std::size_t end_of_object(std::string_view text) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::string fill_placeholders(std::string_view note, const Replacement& replacement) {
  std::string out;
  out.reserve(note.size());
  while (!note.empty()) {
    const std::size_t at = std::min(note.find('$'), note.size());
    out += note.substr(0, at);
    note.remove_prefix(at);
    if (note.empty()) break;
    const std::optional<Placeholder> placeholder = read_placeholder(note);
    const std::size_t length = placeholder.has_value() ? placeholder->length : 1;
    const std::optional<std::string> text =
        placeholder.has_value() ? replacement(placeholder->plugin, placeholder->index) : std::nullopt;
    out += text.has_value() ? std::string_view(*text) : note.substr(0, length);
    note.remove_prefix(length);
  }
  return out;
}

std::string plugin_text(std::string_view plugin, const json::Value& object) {
  std::string out = "!{";
  out += plugin;
  out += json::serialize(sorted(object));
  out += "}";
  return out;
}

GuideParts split_setup(std::string_view note) {
  std::size_t begin = std::string_view::npos;
  std::size_t end = note.size();
  std::size_t level = 0;
  bool fenced = false;
  for (std::size_t at = 0; at < note.size();) {
    const std::size_t next = std::min(note.find('\n', at), note.size() - 1) + 1;
    const std::string_view line = trim_ascii(note.substr(at, next - at));
    if (line.starts_with("```") || line.starts_with("~~~")) fenced = !fenced;
    const Heading heading = fenced ? Heading{} : read_heading(line);
    if (begin == std::string_view::npos) {
      if (heading.level > 0 && equals_ignoring_case(heading.title, "setup")) {
        begin = at;
        level = heading.level;
      }
    } else if (heading.level > 0 && heading.level <= level) {
      end = at;
      break;
    }
    at = next;
  }
  if (begin == std::string_view::npos) return {std::string(note), {}};
  std::string rest(note.substr(0, begin));
  rest += note.substr(end);
  return {std::string(trim_ascii(rest)), std::string(trim_ascii(note.substr(begin, end - begin)))};
}

json::Object guide_queries(std::string_view note) {
  json::Object out;
  for (std::size_t at = note.find("!{"); at != std::string_view::npos; at = note.find("!{", at)) {
    at += 2;
    for (const std::string_view plugin : kPlugins) {
      if (!note.substr(at).starts_with(plugin) || note.substr(at + plugin.size(), 1) != "{") continue;
      const std::string_view rest = note.substr(at + plugin.size());
      const std::size_t length = end_of_object(rest);
      if (length == std::string_view::npos) return out;
      at += plugin.size() + length;
      Result<json::Value> query = json::parse(rest.substr(0, length));
      if (!query.has_value()) break;
      json::Value& list = out[{plugin.data(), plugin.size()}];
      if (!list.is_array()) list = json::Array();
      list.get_array().push_back(std::move(*query));
      break;
    }
  }
  return out;
}

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
// CSV files of indicators. A row is one indicator: all its values are of one thing (the three hashes of a file). What a
// column holds is told by its name, whatever its case and punctuation; columns named like ECS fields are taken as they
// are.
#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/time.h"
#include "event/document.h"
#include "indicator/document.h"
#include "indicator/reader.h"

namespace picket::indicator {
namespace {

struct ValueColumn {
  std::string_view name;     // lower case, letters and digits only
  std::optional<Kind> kind;  // absent: told by the value
};
constexpr ValueColumn kValueColumns[] = {
    {"ioc", {}},
    {"iocvalue", {}},
    {"indicator", {}},
    {"indicatorvalue", {}},
    {"value", {}},
    {"observable", {}},
    {"artifact", {}},
    {"hash", {}},
    {"filehash", {}},
    {"host", {}},
    {"hostname", {}},
    {"ip", Kind::ipv4},
    {"ipaddress", Kind::ipv4},
    {"address", Kind::ipv4},
    {"srcip", Kind::ipv4},
    {"sourceip", Kind::ipv4},
    {"dstip", Kind::ipv4},
    {"destinationip", Kind::ipv4},
    {"cidr", Kind::ipv4},
    {"network", Kind::ipv4},
    {"domain", Kind::domain},
    {"domainname", Kind::domain},
    {"fqdn", Kind::domain},
    {"url", Kind::url},
    {"uri", Kind::url},
    {"email", Kind::email},
    {"emailaddress", Kind::email},
    {"sender", Kind::email},
    {"md5", Kind::md5},
    {"md5hash", Kind::md5},
    {"sha1", Kind::sha1},
    {"sha1hash", Kind::sha1},
    {"sha256", Kind::sha256},
    {"sha256hash", Kind::sha256},
    {"sha512", Kind::sha512},
    {"ssdeep", Kind::ssdeep},
    {"filename", Kind::file_name},
    {"registrykey", Kind::registry_key},
    {"registrypath", Kind::registry_key},
    {"asn", Kind::as_number},
};

struct NoteColumn {
  std::string_view name;
  std::string_view field;  // below threat.indicator
};
constexpr NoteColumn kNoteColumns[] = {
    {"provider", "provider"},     {"source", "provider"},
    {"reporter", "provider"},     {"description", "description"},
    {"comment", "description"},   {"note", "description"},
    {"threat", "description"},    {"malware", "description"},
    {"reference", "reference"},   {"link", "reference"},
    {"firstseen", "first_seen"},  {"firstseenutc", "first_seen"},
    {"dateadded", "first_seen"},  {"lastseen", "last_seen"},
    {"lastseenutc", "last_seen"}, {"lastonline", "last_seen"},
    {"modified", "modified_at"},  {"id", "id"},
    {"confidence", "confidence"}, {"confidencelevel", "confidence"},
    {"tlp", "marking.tlp"},       {"port", "port"},
    {"dstport", "port"},          {"tags", "tags"},
};

std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : to_lower_ascii(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

template <class Row, std::size_t Size>
const Row* find_row(const Row (&rows)[Size], std::string_view name) {
  const auto found = std::ranges::find(rows, name, &Row::name);
  return found == std::end(rows) ? nullptr : found;
}

bool is_ecs_name(std::string_view name) {
  return name == "@timestamp" || name.find('.') != std::string_view::npos;
}

// "2024-05-01 10:00:00 UTC" and what else dates are written like, as ECS has dates; empty for what is no date.
std::string date_text(std::string_view text) {
  if (text.ends_with(" UTC")) text.remove_suffix(4);
  const auto time = parse_iso8601(text);
  return time ? format_iso8601(*time) : std::string();
}

void set_note(DocumentMaker& document, std::string_view field, std::string_view text) {
  if (field == "confidence") return document.set_confidence(json::Value(text));
  if (field.ends_with("_seen") || field.ends_with("_at")) return document.set(field, date_text(text));
  if (field == "marking.tlp") {
    if (const auto tlp = tlp_of(text)) document.set(field, *tlp);
    return;
  }
  document.set(field, text);
}

void lay_ecs_columns(const json::Object& row, json::Object& document) {
  for (const auto& member : row) {
    const std::string_view name = trim_ascii({member.key().data(), member.key().size()});
    if (is_ecs_name(name)) event::set_path(document, name, member.value());
  }
}

bool has_ecs_value(const json::Object& row) {
  return std::ranges::any_of(row, [](const auto& member) {
    const std::string_view name = trim_ascii({member.key().data(), member.key().size()});
    return is_ecs_name(name) && name != "@timestamp";
  });
}

}  // namespace

bool is_header(std::string_view line) {
  for (const char separator : {',', ';', '\t'}) {
    for (std::string_view cell : split(line, separator)) {
      cell = trim_ascii(cell);
      if (cell.size() >= 2 && cell.front() == '"') cell = cell.substr(1, cell.size() - 2);
      if (cell.starts_with("threat.indicator.") || find_row(kValueColumns, plain_name(cell)) != nullptr) return true;
    }
  }
  return false;
}

void read_row(const json::Object& row, const FileState& file, Sink& sink) {
  DocumentMaker document("ti_custom");
  document.set_feed(file.feed);
  std::string unknown;
  for (const auto& member : row) {
    const std::string name = plain_name({member.key().data(), member.key().size()});
    const std::string whole = json::scalar_text(member.value());
    const std::string_view text = trim_ascii(whole);
    if (is_ecs_name({member.key().data(), member.key().size()})) continue;
    if (const ValueColumn* column = find_row(kValueColumns, name)) {
      if (column->kind && document.add(*column->kind, text)) continue;
      if (const auto found = classify(text)) {
        document.add(*found);
      } else {
        unknown = text;
      }
    } else if (const NoteColumn* note = find_row(kNoteColumns, name)) {
      set_note(document, note->field, text);
    }
  }
  if (document.empty() && !has_ecs_value(row)) {
    return unknown.empty() ? sink.problem(Problem::no_value, {}) : sink.problem(Problem::unknown_value, unknown);
  }
  json::Object made = document.take();
  lay_ecs_columns(row, made);
  sink.indicator(Form::csv, made, {}, {});
}

}  // namespace picket::indicator

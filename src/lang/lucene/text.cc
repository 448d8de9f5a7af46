// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "base/utf8.h"
#include "lang/lucene/tokens.h"
#include "lang/text_builder.h"

namespace picket::lucene {
namespace {

constexpr std::string_view kMustBeEscaped = "+-!():^[]\"{}~*?\\/";
constexpr std::array<std::string_view, 5> kOperatorWords = {"AND", "OR", "NOT", "&&", "||"};

std::optional<std::uint16_t> hex_unit(std::string_view digits) {
  std::uint16_t unit = 0;
  if (digits.size() != 4) return std::nullopt;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return unit;
}

// As Java's Float.parseFloat reads plain numbers.
std::optional<float> read_float(std::string_view text) {
  text = trim_ascii(text);
  if (!text.empty() && std::string_view("fFdD").contains(text.back())) text.remove_suffix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  float number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::numeric_limits<float>::infinity();
  return number;
}

}  // namespace

std::expected<std::string, EscapeError> unescape(std::string_view text) {
  constexpr std::size_t kHexDigits = 4;
  lang::TextBuilder out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      const std::size_t length = decode_utf8(text, at).length;
      out.append(text.substr(at, length));
      at += length;
    } else if (at + 1 == text.size()) {
      return std::unexpected(EscapeError{at, at + 1});
    } else if (text[at + 1] == 'u') {
      const std::string_view digits = text.substr(at + 2, kHexDigits);
      const std::optional<std::uint16_t> unit = hex_unit(digits);
      if (!unit) return std::unexpected(EscapeError{at, at + 2});
      out.append_unit(*unit);
      at += 2 + kHexDigits;
    } else {
      const std::size_t length = decode_utf8(text, at + 1).length;
      out.append(text.substr(at + 1, length));
      at += 1 + length;
    }
  }
  return out.take();
}

std::vector<Wildcard::Part> split_wildcards(std::string_view text) {
  using Piece = Wildcard::Piece;
  std::vector<Wildcard::Part> parts;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '*' || text[at] == '?') {
      parts.push_back({text[at] == '*' ? Piece::any_text : Piece::any_character});
      continue;
    }
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    if (parts.empty() || parts.back().piece != Piece::text) parts.push_back({Piece::text});
    parts.back().text += text[at];
  }
  return parts;
}

std::string escaped_term(std::string_view text) {
  std::string out;
  for (const std::string_view word : kOperatorWords) {
    if (text == word) out += '\\';
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (kMustBeEscaped.contains(text[at]) || blank_length(text, at) > 0) out += '\\';
    out += text[at];
  }
  return out;
}

std::string quoted_phrase(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string quoted_bound(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') {
      out += "\\u0022";
    } else if (c == '\\') {
      out += "\\u005c";
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::optional<std::uint8_t> read_fuzziness(std::string_view text, std::string_view term) {
  if (text.empty() || equals_ignoring_case(text, "AUTO")) {
    constexpr std::size_t kOneEditFrom = 3;
    constexpr std::size_t kTwoEditsFrom = 6;
    const std::size_t length = count_code_points(term);
    return length < kOneEditFrom ? 0 : length < kTwoEditsFrom ? 1 : 2;
  }
  const std::optional<float> number = read_float(text);
  if (!number || (*number != 0 && *number != 1 && *number != 2)) return std::nullopt;
  return static_cast<std::uint8_t>(*number);
}

std::optional<std::uint32_t> read_slop(std::string_view text) {
  constexpr std::uint32_t kMost = 2'147'483'647;
  const std::optional<float> number = read_float(text);
  if (!number || std::isnan(*number)) return 0;
  if (*number <= -1) return std::nullopt;
  if (*number >= static_cast<float>(kMost)) return kMost;
  return static_cast<std::uint32_t>(std::max(*number, 0.0F));
}

}  // namespace picket::lucene

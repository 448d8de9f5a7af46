// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <cstdint>
#include <cstring>

#include "base/text.h"

namespace picket {
namespace {

// What the lead byte promises: how many continuation bytes, and the range of the first of them (which is what excludes
// overlong forms, surrogates and values above U+10FFFF).
struct Lead {
  std::uint8_t continuations = 0;
  std::uint8_t second_min = 0x80;
  std::uint8_t second_max = 0xBF;
};

constexpr Lead classify(std::uint8_t byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
  return {};
}

std::uint8_t byte_at(std::string_view text, std::size_t position) {
  return static_cast<std::uint8_t>(text[position]);
}

// First position at or after `position` whose byte is not ASCII. Eight bytes a step: logs are nearly all ASCII.
std::size_t skip_ascii(std::string_view text, std::size_t position) {
  while (position + sizeof(std::uint64_t) <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + position, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
    position += sizeof word;
  }
  while (position < text.size() && byte_at(text, position) < 0x80) ++position;
  return position;
}

bool is_high_surrogate(char32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low_surrogate(char32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

}  // namespace

DecodedCodePoint decode_utf8(std::string_view text, std::size_t position) {
  const std::uint8_t first = byte_at(text, position);
  if (first < 0x80) return {first, 1, true};
  const Lead lead = classify(first);
  char32_t value = first & (0x3FU >> lead.continuations);
  for (std::size_t i = 1; i <= lead.continuations; ++i) {
    const std::uint8_t min = i == 1 ? lead.second_min : 0x80;
    const std::uint8_t max = i == 1 ? lead.second_max : 0xBF;
    if (position + i >= text.size()) return {kReplacementCharacter, i, false};
    const std::uint8_t byte = byte_at(text, position + i);
    if (byte < min || byte > max) return {kReplacementCharacter, i, false};
    value = (value << 6U) | (byte & 0x3FU);
  }
  if (lead.continuations == 0) return {kReplacementCharacter, 1, false};
  return {value, lead.continuations + std::size_t{1}, true};
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); i += decode_utf8(text, i).length) ++count;
  return count;
}

std::size_t count_utf16_units(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    const DecodedCodePoint code_point = decode_utf8(text, i);
    count += code_point.value > 0xFFFF ? 2 : 1;
    i += code_point.length;
  }
  return count;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t i = skip_ascii(text, 0); i < text.size(); i = skip_ascii(text, i)) {
    const DecodedCodePoint code_point = decode_utf8(text, i);
    if (!code_point.valid) return false;
    i += code_point.length;
  }
  return true;
}

std::string to_valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t copied = 0;
  for (std::size_t i = skip_ascii(text, 0); i < text.size(); i = skip_ascii(text, i)) {
    const DecodedCodePoint code_point = decode_utf8(text, i);
    if (!code_point.valid) {
      out.append(text.substr(copied, i - copied));
      append_utf8(out, kReplacementCharacter);
      copied = i + code_point.length;
    }
    i += code_point.length;
  }
  out.append(text.substr(copied));
  return out;
}

void append_utf8(std::string& out, char32_t code_point) {
  if (code_point > 0x10FFFF || is_high_surrogate(code_point) || is_low_surrogate(code_point)) {
    code_point = kReplacementCharacter;
  }
  const auto tail = [&](unsigned shift) { out.push_back(static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU))); };
  if (code_point < 0x80) {
    out.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    out.push_back(static_cast<char>(0xC0U | (code_point >> 6U)));
    tail(0);
  } else if (code_point < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | (code_point >> 12U)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0U | (code_point >> 18U)));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string utf16_to_utf8(std::span<const std::byte> bytes, bool big_endian) {
  const auto unit_at = [&](std::size_t i) {
    const auto first = std::to_integer<char32_t>(bytes[i]);
    const auto second = std::to_integer<char32_t>(bytes[i + 1]);
    return big_endian ? (first << 8U) | second : (second << 8U) | first;
  };
  std::string out;
  out.reserve(bytes.size());
  std::size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    const char32_t unit = unit_at(i);
    const bool has_next = i + 3 < bytes.size();
    if (is_high_surrogate(unit) && has_next && is_low_surrogate(unit_at(i + 2))) {
      append_utf8(out, 0x10000 + ((unit - 0xD800) << 10U) + (unit_at(i + 2) - 0xDC00));
      i += 2;
    } else {
      append_utf8(out, unit);
    }
  }
  if (i < bytes.size()) append_utf8(out, kReplacementCharacter);
  return out;
}

}  // namespace picket

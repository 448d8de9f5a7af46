// SPDX-License-Identifier: Apache-2.0
// Collects a text whose escapes give UTF-16 units: two of them may be the halves of one code point, and a half that
// stands alone cannot be written in UTF-8 and becomes U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"

namespace picket::lang {

class TextBuilder {
 public:
  void append(std::string_view bytes) {
    flush();
    text_ += bytes;
  }

  void append_unit(std::uint16_t unit) {
    if (high_ != 0 && is_low(unit)) {
      const char32_t high = high_ - 0xd800u;
      high_ = 0;
      append_utf8(text_, 0x10000u + (high << 10) + (unit - 0xdc00u));
      return;
    }
    flush();
    if (unit >= 0xd800 && unit < 0xdc00) {
      high_ = unit;
    } else {
      append_utf8(text_, is_low(unit) ? kReplacementCharacter : unit);
    }
  }

  std::string take() {
    flush();
    return std::exchange(text_, {});
  }

 private:
  static bool is_low(std::uint16_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

  void flush() {
    if (high_ != 0) append_utf8(text_, kReplacementCharacter);
    high_ = 0;
  }

  std::string text_;
  std::uint16_t high_ = 0;
};

}  // namespace picket::lang

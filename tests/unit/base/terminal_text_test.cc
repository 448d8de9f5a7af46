// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/text.h"

namespace picket {
namespace {

TEST(Printable, LeavesOrdinaryTextAlone) {
  for (const char* text :
       {"", "plain", "C:\\Windows\\Temp", "é€😀", "中文", "e\u0301", "می\u200cخواهم", "👨\u200d👩\u200d👧", "~!@"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, EscapesControls) {
  EXPECT_EQ(printable("\x1b[31mred\x1b[0m"), "\\x1b[31mred\\x1b[0m");
  EXPECT_EQ(printable("a\tb\nc\rd"), "a\\tb\\nc\\rd");
  EXPECT_EQ(printable(std::string_view("\0\x07\x08\x7f", 4)), "\\x00\\x07\\x08\\x7f");
  EXPECT_EQ(printable("\u0085\u009b31m"), "\\u0085\\u009b31m");
}

TEST(Printable, EscapesWhatHidesOrTurnsText) {
  EXPECT_EQ(printable("evil\u202egnp.exe"), "evil\\u202egnp.exe");
  EXPECT_EQ(printable("\u2066\u2069\u200e\u200f\u061c"), "\\u2066\\u2069\\u200e\\u200f\\u061c");
  EXPECT_EQ(printable("\u2028\u2029"), "\\u2028\\u2029");
  EXPECT_EQ(printable("\u200b\u2060\ufeff"), "\\u200b\\u2060\\ufeff");
  EXPECT_EQ(printable("\U000E0041"), "\\U000e0041");
}

TEST(Printable, ShowsIllFormedBytes) {
  EXPECT_EQ(printable("a\xff\xc3"), "a\\xff\\xc3");
  EXPECT_EQ(printable("\xe2\x82z"), "\\xe2\\x82z");
  EXPECT_EQ(printable("\x9b"
                      "31m"),
            "\\x9b31m");
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("é"), 1U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("中文"), 4U);
  EXPECT_EQ(display_width("ひらカナ"), 8U);
  EXPECT_EQ(display_width("한글"), 4U);
  EXPECT_EQ(display_width("\u1112\u1161\u11ab"), 2U);  // one syllable of three letters
  EXPECT_EQ(display_width("Ａ"), 2U);
  EXPECT_EQ(display_width("ｱ"), 1U);
  EXPECT_EQ(display_width("😀"), 2U);
  EXPECT_EQ(display_width("a\u200bb"), 2U);
  EXPECT_EQ(display_width("שלום"), 4U);
  EXPECT_EQ(display_width("ก\u0e33"), 2U);
  EXPECT_EQ(display_width("ก\u0e34"), 1U);
  EXPECT_EQ(display_width("\U00020000"), 2U);
  EXPECT_EQ(display_width("\u00ad"), 1U);
  EXPECT_EQ(display_width("—…“”"), 4U);
}

TEST(DisplayWidth, IllFormedSequencesTakeOneColumn) {
  EXPECT_EQ(display_width("a\xff"
                          "b\xe2\x82"),
            4U);
}

}  // namespace
}  // namespace picket

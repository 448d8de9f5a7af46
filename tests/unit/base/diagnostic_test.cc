// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostic.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace picket {
namespace {

std::string rendered(std::string text, Span span, bool color = false) {
  Diagnostics sink;
  const SourceText* source = sink.add_source({"rule.toml", std::move(text)});
  sink.error(source, span, "K104", "expected a value");
  return render(sink.items().front(), color);
}

// The three lines of an excerpt: the text, and the marks under it.
struct Shown {
  std::string text;
  std::string marks;
};

Shown shown(std::string text, Span span) {
  const std::string all = rendered(std::move(text), span);
  const auto lines = split(all, '\n');
  EXPECT_EQ(lines.size(), 3U) << all;
  const std::size_t gutter = lines[1].find("| ") + 2;
  EXPECT_EQ(lines[2].find("| ") + 2, gutter) << all;
  return {std::string(lines[1].substr(gutter)), std::string(lines[2].substr(gutter))};
}

TEST(Locate, CountsLinesAndCodePoints) {
  const SourceText source{"f", "ab\ncé€😀x\r\n\nend"};
  const auto at = [&](std::uint32_t offset) {
    const LineColumn place = locate(source, offset);
    return std::to_string(place.line) + ":" + std::to_string(place.column);
  };
  EXPECT_EQ(at(0), "1:1");
  EXPECT_EQ(at(2), "1:3");  // the line break itself
  EXPECT_EQ(at(3), "2:1");
  EXPECT_EQ(at(4), "2:2");   // é
  EXPECT_EQ(at(6), "2:3");   // €
  EXPECT_EQ(at(9), "2:4");   // 😀
  EXPECT_EQ(at(13), "2:5");  // x
  EXPECT_EQ(at(16), "3:1");
  EXPECT_EQ(at(17), "4:1");
  EXPECT_EQ(at(20), "4:4");
  EXPECT_EQ(at(1000), "4:4");
}

TEST(Locate, StartsWhereTheTextStandsInItsFile) {
  const SourceText source{"rule.toml", "a:b\nc:d", 40, 10};
  EXPECT_EQ(locate(source, 0).line, 40U);
  EXPECT_EQ(locate(source, 0).column, 10U);
  EXPECT_EQ(locate(source, 2).column, 12U);
  EXPECT_EQ(locate(source, 4).line, 41U);
  EXPECT_EQ(locate(source, 4).column, 1U);
}

TEST(Diagnostics, CountsErrorsAndKeepsAll) {
  Diagnostics sink;
  EXPECT_FALSE(sink.has_errors());
  const SourceText* source = sink.add_source({"a", "text"});
  sink.warning(source, {0, 1}, "K201", "unknown field", "did you mean b?");
  EXPECT_FALSE(sink.has_errors());
  sink.error(source, {1, 2}, "K104", "expected a value");
  sink.error(nullptr, {}, "R001", "no such file");
  EXPECT_TRUE(sink.has_errors());
  EXPECT_EQ(sink.error_count(), 2U);
  ASSERT_EQ(sink.items().size(), 3U);
  EXPECT_EQ(sink.items()[0].level, Level::warning);
  EXPECT_EQ(sink.items()[0].hint, "did you mean b?");
  EXPECT_EQ(sink.items()[1].span, (Span{1, 2}));
}

TEST(Diagnostics, SourcesStayWhereTheyAre) {
  Diagnostics sink;
  const SourceText* first = sink.add_source({"first", "text of the first"});
  sink.error(first, {0, 4}, "K1", "x");
  for (int i = 0; i < 100; ++i) sink.add_source({"other", "text"});
  const Diagnostics moved = std::move(sink);
  EXPECT_EQ(moved.items().front().source->name, "first");
  EXPECT_EQ(moved.items().front().source->text, "text of the first");
}

TEST(Render, ShowsPlaceMessageCaretAndHint) {
  Diagnostics sink;
  const SourceText* source = sink.add_source({"rule.toml", "first:x\nprocess.name : (", 7, 9});
  sink.error(source, {23, 24}, "K104", "expected a value or ')', found the end", "close the bracket");
  EXPECT_EQ(render(sink.items().front(), false),
            "rule.toml:8:16: error K104: expected a value or ')', found the end\n"
            " 8 | process.name : (\n"
            "   |                ^\n"
            " hint: close the bracket");
}

TEST(Render, NamesLevelsAndPlacesWithoutText) {
  EXPECT_EQ(render({"R001", Level::error, nullptr, "rules/a.toml", {}, "cannot be read", ""}, false),
            "rules/a.toml: error R001: cannot be read");
  EXPECT_EQ(render({"R002", Level::warning, nullptr, "", {}, "nothing to do", "give a path"}, false),
            "warning R002: nothing to do\n hint: give a path");
  EXPECT_EQ(render({"", Level::note, nullptr, "here", {}, "see", ""}, false), "here: note: see");
  EXPECT_EQ(to_string(Level::note), "note");
  EXPECT_EQ(to_string(Level::warning), "warning");
  EXPECT_EQ(to_string(Level::error), "error");
}

TEST(Render, MarksTheWholeSpan) {
  EXPECT_EQ(shown("abc def ghi", {4, 7}).marks, "    ^^^");
  EXPECT_EQ(shown("abc", {0, 3}).marks, "^^^");
  EXPECT_EQ(shown("abc", {1, 1}).marks, " ^");    // empty span
  EXPECT_EQ(shown("abc", {3, 3}).marks, "   ^");  // end of the text
  EXPECT_EQ(shown("abc", {90, 95}).marks, "   ^");
  EXPECT_EQ(shown("", {0, 0}).marks, "^");
}

TEST(Render, MarksTheFirstLineOfASpan) {
  const Shown first = shown("one\ntwo three\nfour", {8, 18});
  EXPECT_EQ(first.text, "two three");
  EXPECT_EQ(first.marks, "    ^^^^^");
  const Shown windows = shown("one\r\ntwo\r\n", {5, 10});
  EXPECT_EQ(windows.text, "two");
  EXPECT_EQ(windows.marks, "^^^");
  const Shown at_break = shown("one\r\ntwo", {4, 5});
  EXPECT_EQ(at_break.text, "one");
  EXPECT_EQ(at_break.marks, "   ^");
}

TEST(Render, AlignsUnderWideAndCombiningCharacters) {
  EXPECT_EQ(shown("中文 x", {7, 8}).marks, "     ^");
  EXPECT_EQ(shown("e\u0301 x", {4, 5}).marks, "  ^");
  EXPECT_EQ(shown("a 中文 b", {2, 8}).marks, "  ^^^^");
}

TEST(Render, ExpandsTabs) {
  const Shown tabs = shown("\ta\tb", {3, 4});
  EXPECT_EQ(tabs.text, "    a    b");
  EXPECT_EQ(tabs.marks, "         ^");
  EXPECT_NE(rendered("\tb", {1, 2}).find("rule.toml:1:2:"), std::string::npos);  // a tab is one character of the file
}

TEST(Render, NeverSendsControls) {
  const Shown escape = shown("a\x1b[31m b\xff", {3, 6});
  EXPECT_EQ(escape.text, "a\\x1b[31m b\\xff");
  EXPECT_EQ(escape.marks, "      ^^^");
  Diagnostics sink;
  const SourceText* source = sink.add_source({"evil\x1b]0;\x07.toml", "x"});
  sink.error(source, {0, 1}, "K1", "found '\x1b[2J'", "use\nanother");
  const std::string text = render(sink.items().front(), false);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_NE(text.find("found '\\x1b[2J'"), std::string::npos);
  EXPECT_NE(text.find("use\\nanother"), std::string::npos);
}

TEST(Render, ShowsAWindowOfALongLine) {
  const std::string before(5'000, 'a');
  const std::string after(5'000, 'b');
  const Shown middle = shown(before + "XYZ" + after, {5'000, 5'003});
  EXPECT_LE(display_width(middle.text), 106U);
  EXPECT_GE(display_width(middle.text), 90U);
  EXPECT_TRUE(middle.text.starts_with("...aaa"));
  EXPECT_TRUE(middle.text.ends_with("bbb..."));
  EXPECT_EQ(middle.text.find("XYZ"), middle.marks.find("^^^"));
  EXPECT_TRUE(middle.marks.ends_with("^^^"));

  const Shown start = shown("XYZ" + after, {0, 3});
  EXPECT_TRUE(start.text.starts_with("XYZb"));
  EXPECT_TRUE(start.text.ends_with("..."));
  EXPECT_EQ(start.marks, "^^^");

  const Shown end = shown(before + "XYZ", {5'000, 5'003});
  EXPECT_TRUE(end.text.starts_with("..."));
  EXPECT_TRUE(end.text.ends_with("aXYZ"));
  EXPECT_EQ(end.text.find("XYZ"), end.marks.find("^^^"));
}

TEST(Render, CutsASpanThatIsTooLong) {
  const Shown all = shown(std::string(500, 'a'), {0, 500});
  EXPECT_EQ(all.text, std::string(100, 'a') + "...");
  EXPECT_EQ(all.marks, std::string(100, '^'));
  const Shown whole = shown(std::string(100, 'a'), {0, 100});
  EXPECT_EQ(whole.text, std::string(100, 'a'));
}

TEST(Render, CutsBetweenCodePoints) {
  std::string before;
  for (int i = 0; i < 1'000; ++i) before += "中";
  const Shown wide = shown(before + "X" + before, {3'000, 3'001});
  EXPECT_TRUE(is_valid_utf8(wide.text));
  EXPECT_EQ(wide.text.find("\\x"), std::string::npos);
  EXPECT_LE(display_width(wide.text), 106U);
  EXPECT_EQ(display_width(wide.text.substr(0, wide.text.find('X'))), wide.marks.find('^'));
}

TEST(Render, CutsBetweenCodePointsThatTakeNoColumn) {
  // Variation selectors: four bytes and no column each, so that the window is bounded by bytes and not by columns.
  std::string before;
  for (int i = 0; i < 1'000; ++i) before += "\U000E0100";
  const Shown marks = shown(before + "aX", {4'001, 4'002});
  EXPECT_TRUE(is_valid_utf8(marks.text));
  EXPECT_EQ(marks.text.find("\\x"), std::string::npos);
  EXPECT_EQ(marks.marks, "    ^");  // under "...aX"
}

TEST(Render, HugeLinesAreCheap) {
  std::string text;
  text.resize(20'000'000, 'a');
  EXPECT_LE(shown(text, {10'000'000, 20'000'000}).text.size(), 106U);
}

TEST(Render, ColorsOnlyWhenAsked) {
  const std::string colored = rendered("abc", {1, 2}, true);
  EXPECT_NE(colored.find("\x1b[31merror K104:\x1b[0m"), std::string::npos);
  EXPECT_NE(colored.find("\x1b[31m^\x1b[0m"), std::string::npos);
  EXPECT_EQ(rendered("abc", {1, 2}, false).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace picket

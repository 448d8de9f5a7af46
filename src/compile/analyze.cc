// SPDX-License-Identifier: Apache-2.0
#include "compile/analyze.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"

namespace picket::compile {
namespace {

// What a character is to the word rules of UAX#29, and the scripts that the tokenizer treats on its own.
enum class Role : std::uint8_t {
  other,
  letter,
  hebrew,
  digit,
  katakana,
  joiner,  // ExtendNumLet, such as '_'
  mid_letter,
  mid_number,
  mid_both,  // MidNumLet
  single_quote,
  double_quote,
  extend,    // Extend, Format, ZWJ: belongs to the character before it
  one_each,  // Han, Hiragana: a token each
  run,       // scripts without blanks between words, such as Thai: a run is a token
  flag,      // regional indicator: two are a token
  emoji,
};

constexpr std::array<Role, 128> make_ascii_roles() {
  std::array<Role, 128> roles{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) roles[c] = roles[c - 'a' + 'A'] = Role::letter;
  for (std::size_t c = '0'; c <= '9'; ++c) roles[c] = Role::digit;
  roles['_'] = Role::joiner;
  roles[':'] = Role::mid_letter;
  roles[','] = roles[';'] = Role::mid_number;
  roles['.'] = Role::mid_both;
  roles['\''] = Role::single_quote;
  roles['"'] = Role::double_quote;
  return roles;
}
constexpr std::array<Role, 128> kAsciiRoles = make_ascii_roles();

constexpr std::array kWordBreakRoles = {
    std::pair{U_WB_ALETTER, Role::letter},
    std::pair{U_WB_HEBREW_LETTER, Role::hebrew},
    std::pair{U_WB_NUMERIC, Role::digit},
    std::pair{U_WB_KATAKANA, Role::katakana},
    std::pair{U_WB_EXTENDNUMLET, Role::joiner},
    std::pair{U_WB_MIDLETTER, Role::mid_letter},
    std::pair{U_WB_MIDNUM, Role::mid_number},
    std::pair{U_WB_MIDNUMLET, Role::mid_both},
    std::pair{U_WB_SINGLE_QUOTE, Role::single_quote},
    std::pair{U_WB_DOUBLE_QUOTE, Role::double_quote},
    std::pair{U_WB_EXTEND, Role::extend},
    std::pair{U_WB_FORMAT, Role::extend},
    std::pair{U_WB_ZWJ, Role::extend},
    std::pair{U_WB_REGIONAL_INDICATOR, Role::flag},
};

Role role_of(char32_t code_point) {
  if (code_point < kAsciiRoles.size()) return kAsciiRoles[code_point];
  const auto c = static_cast<UChar32>(code_point);
  const int word_break = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
  for (const auto& [value, role] : kWordBreakRoles) {
    if (word_break == value) return role;
  }
  if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return Role::run;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA) return Role::one_each;
  if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) return Role::digit;  // full-width digits
  if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION)) return Role::emoji;
  return Role::other;
}

bool is_letter(Role role) {
  return role == Role::letter || role == Role::hebrew;
}
bool is_core(Role role) {
  return is_letter(role) || role == Role::digit || role == Role::katakana;
}
bool is_word(Role role) {
  return is_core(role) || role == Role::joiner;
}

// No break between two neighbors of a word: UAX#29 WB5, WB8 to WB10, WB13 to WB13b.
bool joins(Role before, Role after) {
  if (before == Role::joiner || after == Role::joiner) return is_word(before) && is_word(after);
  if (before == Role::katakana || after == Role::katakana) return before == after;
  return is_core(before) && is_core(after);
}

// No break around a character between two: WB6, WB7, WB7b, WB7c, WB11, WB12.
bool joins_across(Role before, Role middle, Role after) {
  const bool both = middle == Role::mid_both || middle == Role::single_quote;
  if (is_letter(before) && is_letter(after) && (both || middle == Role::mid_letter)) return true;
  if (before == Role::digit && after == Role::digit && (both || middle == Role::mid_number)) return true;
  return before == Role::hebrew && after == Role::hebrew && middle == Role::double_quote;
}

// A character with what extends it.
struct Cluster {
  Role role = Role::other;
  std::size_t end = 0;
  std::size_t units = 0;  // UTF-16 units, which is how Java counts a token's length
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // Finds the next token; false at the end of the text.
  bool next(std::size_t& begin, std::size_t& end) {
    while (at_ < text_.size()) {
      Cluster first = cluster(at_);
      if (first.role == Role::joiner) {
        skip_idle_joiners(first);
        if (at_ == text_.size()) return false;
        first = cluster(at_);
      }
      begin = at_;
      end = token_end(first);
      at_ = end == begin ? first.end : end;
      if (end != begin) return true;
    }
    return false;
  }

 private:
  Cluster cluster(std::size_t begin) const {
    Cluster out;
    DecodedCodePoint c = decode_utf8(text_, begin);
    out.role = role_of(c.value);
    out.end = begin + c.length;
    out.units = c.value > 0xFFFF ? 2 : 1;
    while (out.end < text_.size() && static_cast<unsigned char>(text_[out.end]) >= 0x80) {
      c = decode_utf8(text_, out.end);
      if (role_of(c.value) != Role::extend || out.units + 2 > kMaxTokenUnits) break;
      out.end += c.length;
      out.units += c.value > 0xFFFF ? 2 : 1;
    }
    return out;
  }

  // Joiners are a token only with a letter or digit behind them, and no more of them than a token has room for. Without
  // this a long line of them would be looked at once from each of its characters.
  void skip_idle_joiners(Cluster last) {
    std::size_t units = last.units;
    for (; last.end < text_.size(); units += last.units) {
      const Cluster next = cluster(last.end);
      if (next.role != Role::joiner) {
        if (!is_core(next.role)) break;
        for (; units + next.units > kMaxTokenUnits; units -= last.units) {
          last = cluster(at_);
          at_ = last.end;
        }
        return;
      }
      last = next;
    }
    at_ = last.end;
  }

  std::size_t token_end(const Cluster& first) const {
    if (is_word(first.role)) return word_end(first);
    if (first.role == Role::one_each || first.role == Role::emoji) return first.end;
    if (first.role == Role::run) return run_end(first);
    if (first.role == Role::flag && first.end < text_.size()) {
      const Cluster second = cluster(first.end);
      if (second.role == Role::flag) return second.end;
    }
    return at_;
  }

  std::size_t run_end(Cluster last) const {
    std::size_t units = last.units;
    while (last.end < text_.size()) {
      const Cluster next = cluster(last.end);
      if (next.role != Role::run || units + next.units > kMaxTokenUnits) break;
      units += next.units;
      last = next;
    }
    return last.end;
  }

  // The end of the word, or its begin when it has joiners only.
  std::size_t word_end(Cluster last) const {
    bool has_core = is_core(last.role);
    std::size_t units = last.units;
    while (last.end < text_.size()) {
      Cluster next = cluster(last.end);
      std::size_t more = next.units;
      if (!joins(last.role, next.role)) {
        if (next.end >= text_.size()) return with_hebrew_quote(last, next, has_core);
        const Cluster after = cluster(next.end);
        if (!joins_across(last.role, next.role, after.role)) return with_hebrew_quote(last, next, has_core);
        more += after.units;
        next = after;
      }
      if (units + more > kMaxTokenUnits) break;
      units += more;
      has_core = has_core || is_core(next.role);
      last = next;
    }
    return has_core ? last.end : at_;
  }

  // WB7a: a Hebrew letter keeps a single quote that follows it.
  std::size_t with_hebrew_quote(const Cluster& last, const Cluster& next, bool has_core) const {
    if (last.role == Role::hebrew && next.role == Role::single_quote) return next.end;
    return has_core ? last.end : at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

void append_lower(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) < 0x80) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      ++i;
      continue;
    }
    const DecodedCodePoint decoded = decode_utf8(text, i);
    append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(decoded.value))));
    i += decoded.length;
  }
}

std::string to_lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_lower(text, out);
  return out;
}

void analyze(std::string_view text, Tokens& out) {
  out.text_.clear();
  out.ends_.clear();
  Scanner scanner(text);
  for (std::size_t begin = 0, end = 0; scanner.next(begin, end);) {
    append_lower(text.substr(begin, end - begin), out.text_);
    out.ends_.push_back(out.text_.size());
  }
}

std::vector<std::string> analyze(std::string_view text) {
  Tokens tokens;
  analyze(text, tokens);
  std::vector<std::string> out;
  out.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) out.emplace_back(tokens[i]);
  return out;
}

}  // namespace picket::compile

// SPDX-License-Identifier: Apache-2.0
#include "lang/lucene/regexp.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "lang/lucene/limits.h"

namespace picket::lucene {
namespace {

using Ranges = std::vector<CharRange>;
using Kind = Regexp::Kind;

struct Shorthand {
  char letter;
  bool negated;
  Ranges ranges;
};
const std::array<Shorthand, 6>& shorthands() {
  static const Ranges kDigits = {{'0', '9'}};
  static const Ranges kBlanks = {{'\t', '\n'}, {'\r', '\r'}, {' ', ' '}};
  static const Ranges kWord = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  static const std::array<Shorthand, 6> kShorthands = {{
      {'d', false, kDigits},
      {'D', true, kDigits},
      {'s', false, kBlanks},
      {'S', true, kBlanks},
      {'w', false, kWord},
      {'W', true, kWord},
  }};
  return kShorthands;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Ranges united(Ranges ranges) {
  std::ranges::sort(ranges, {}, &CharRange::first);
  Ranges out;
  for (const CharRange& range : ranges) {
    if (!out.empty() && range.first <= out.back().last + 1) {
      out.back().last = std::max(out.back().last, range.last);
    } else {
      out.push_back(range);
    }
  }
  return out;
}

// Requires united ranges.
Ranges all_but(const Ranges& ranges) {
  Ranges out;
  char32_t next = 0;
  for (const CharRange& range : ranges) {
    if (range.first > next) out.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kMaxCodePoint) out.push_back({next, kMaxCodePoint});
  return out;
}

Regexp characters(Ranges ranges) {
  return {.kind = Kind::characters, .ranges = std::move(ranges)};
}
// Lucene knows the other case of ASCII letters only.
std::optional<char32_t> in_other_case(char32_t c) {
  constexpr char32_t kBetweenCases = 'a' - 'A';
  if (c >= 'a' && c <= 'z') return c - kBetweenCases;
  if (c >= 'A' && c <= 'Z') return c + kBetweenCases;
  return std::nullopt;
}

Regexp with_child(Kind kind, Regexp child) {
  Regexp out{.kind = kind};
  out.children.push_back(std::move(child));
  return out;
}

// Recursive descent; the first mistake ends it, as every operator could also have been meant as text.
class Reader {
 public:
  Reader(std::string_view text, RegexpSyntax syntax) : text_(text), syntax_(syntax) {}

  std::expected<Regexp, RegexpError> read() {
    if (text_.empty()) return Regexp{};
    std::optional<Regexp> tree = read_union();
    if (tree && at_ < text_.size())
      fail(at_, at_ + 1, "a bracket ')' that was not opened", "write \\) for the character");
    if (error_) return std::unexpected(*std::move(error_));
    return *std::move(tree);
  }

 private:
  using Outcome = std::optional<Regexp>;

  bool more() const { return at_ < text_.size(); }
  bool sees(char c) const { return more() && text_[at_] == c; }
  bool takes(char c) {
    if (!sees(c)) return false;
    ++at_;
    return true;
  }

  std::nullopt_t fail(std::size_t begin, std::size_t end, std::string message, std::string hint = {},
                      Code code = Code::bad_regexp) {
    if (!error_) {
      error_ = RegexpError{code, std::min(begin, text_.size()), std::min(end, text_.size()), std::move(message),
                           std::move(hint)};
    }
    return std::nullopt;
  }

  bool goes_deeper() {
    if (depth_ < kMaxRegexpDepth) return true;
    fail(at_, at_ + 1, fmt::format("a regular expression may have {} levels, this is one more", kMaxRegexpDepth), {},
         Code::regexp_too_deep);
    return false;
  }

  Ranges one(char32_t c) const {
    const std::optional<char32_t> other = syntax_.ignore_case ? in_other_case(c) : std::nullopt;
    return other ? united({{c, c}, {*other, *other}}) : Ranges{{c, c}};
  }
  bool sees_intersection() const { return syntax_.intersection && sees('&'); }

  template <class ReadOperand>
  Outcome read_chain(Kind kind, char separator, const ReadOperand& read_operand) {
    Outcome first = read_operand();
    if (!first || !sees(separator)) return first;
    Regexp chain = with_child(kind, *std::move(first));
    while (takes(separator)) {
      Outcome operand = read_operand();
      if (!operand) return std::nullopt;
      chain.children.push_back(*std::move(operand));
    }
    return chain;
  }

  Outcome read_union() {
    return read_chain(Kind::alternatives, '|', [&] { return read_both(); });
  }
  Outcome read_both() {
    if (!syntax_.intersection) return read_sequence();
    return read_chain(Kind::both, '&', [&] { return read_sequence(); });
  }

  Outcome read_sequence() {
    Outcome first = read_repeat();
    if (!first) return std::nullopt;
    Regexp sequence = with_child(Kind::sequence, *std::move(first));
    while (more() && !sees(')') && !sees('|') && !sees_intersection()) {
      Outcome part = read_repeat();
      if (!part) return std::nullopt;
      sequence.children.push_back(*std::move(part));
    }
    return sequence.children.size() == 1 ? std::move(sequence.children[0]) : std::move(sequence);
  }

  Outcome read_repeat() {
    Outcome inner = read_complement();
    std::size_t levels = 0;
    while (inner && more() && (sees('?') || sees('*') || sees('+') || sees('{'))) {
      Regexp repeat{.kind = Kind::repeat, .max = Regexp::kUnlimited};
      const std::size_t begin = at_;
      if (takes('?')) {
        repeat.max = 1;
      } else if (takes('+')) {
        repeat.min = 1;
      } else if (takes('{')) {
        if (!read_counts(begin, repeat)) return std::nullopt;
      } else {
        ++at_;
      }
      if (depth_ + ++levels > kMaxRegexpDepth) {
        return fail(begin, at_,
                    fmt::format("a regular expression may have {} levels, this is one more", kMaxRegexpDepth), {},
                    Code::regexp_too_deep);
      }
      repeat.children.push_back(*std::move(inner));
      inner = std::move(repeat);
    }
    return inner;
  }

  // After the brace that opens at `begin`: n} or n,} or n,m}
  bool read_counts(std::size_t begin, Regexp& repeat) {
    constexpr std::string_view kHint = "write {2}, {2,} or {2,5}, or \\{ for the character";
    const std::optional<std::uint32_t> least = read_number();
    if (!least) {
      fail(begin, at_ + 1, "expected a number after '{'", std::string(kHint));
      return false;
    }
    repeat.min = repeat.max = *least;
    if (takes(',')) {
      repeat.max = Regexp::kUnlimited;
      if (more() && is_digit(text_[at_])) {
        const std::optional<std::uint32_t> most = read_number();
        if (!most) {
          fail(begin, at_, "the number is too large");
          return false;
        }
        repeat.max = *most;
      }
    }
    if (!takes('}')) {
      fail(begin, at_ + 1, "expected '}' after the number of repetitions", std::string(kHint));
      return false;
    }
    if (repeat.max < repeat.min) {
      fail(begin, at_, fmt::format("at least {} and at most {} repetitions are none", repeat.min, repeat.max),
           "exchange the numbers");
      return false;
    }
    return true;
  }

  // A decimal number of 31 bits.
  std::optional<std::uint32_t> read_number() {
    const std::size_t begin = at_;
    while (more() && is_digit(text_[at_])) ++at_;
    return to_number(text_.substr(begin, at_ - begin));
  }

  static std::optional<std::uint32_t> to_number(std::string_view digits) {
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number < 0) return std::nullopt;
    return static_cast<std::uint32_t>(number);
  }

  Outcome read_complement() {
    std::size_t levels = 0;
    while (syntax_.complement && takes('~')) ++levels;
    if (depth_ + levels > kMaxRegexpDepth) {
      return fail(at_ - 1, at_,
                  fmt::format("a regular expression may have {} levels, this is one more", kMaxRegexpDepth), {},
                  Code::regexp_too_deep);
    }
    depth_ += levels;
    Outcome inner = sees('[') ? read_class() : read_simple();
    depth_ -= levels;
    for (; inner && levels > 0; --levels) inner = with_child(Kind::complement, *std::move(inner));
    return inner;
  }

  Outcome read_class() {
    const std::size_t begin = at_++;
    const bool negated = takes('^');
    Ranges ranges;
    do {
      const std::optional<Ranges> member = read_member();
      if (!member) {
        if (!more()) error_.reset();  // the bracket is what is wrong
        return fail(begin, begin + 1, "a bracket '[' that is not closed", "write \\[ for the character");
      }
      ranges.insert(ranges.end(), member->begin(), member->end());
    } while (more() && !sees(']'));
    if (!takes(']')) return fail(begin, begin + 1, "a bracket '[' that is not closed", "write \\[ for the character");
    ranges = united(std::move(ranges));
    return characters(negated ? all_but(ranges) : std::move(ranges));
  }

  std::optional<Ranges> read_member() {
    if (std::optional<Ranges> ranges = read_shorthand()) return ranges;
    const std::size_t begin = at_;
    // Lucene reads an escaped backslash like a shorthand: it begins no range.
    const bool is_backslash = text_.substr(at_).starts_with("\\\\");
    const std::optional<char32_t> first = read_char();
    if (!first) return std::nullopt;
    if (is_backslash || !takes('-')) return one(*first);
    // Here any escaped letter is a letter.
    const std::optional<char32_t> last = read_char(false);
    if (!last) return std::nullopt;
    if (*first <= *last) return Ranges{{*first, *last}};
    fail(begin, at_, fmt::format("the range '{}' runs backwards", text_.substr(begin, at_ - begin)),
         "exchange its ends, or write \\- for the character");
    return std::nullopt;
  }

  std::optional<Ranges> read_shorthand() {
    if (!sees('\\') || at_ + 1 >= text_.size()) return std::nullopt;
    const auto* found = std::ranges::find(shorthands(), text_[at_ + 1], &Shorthand::letter);
    if (found == shorthands().end()) return std::nullopt;
    at_ += 2;
    return found->negated ? all_but(found->ranges) : found->ranges;
  }

  Outcome read_simple() {
    if (takes('.')) return characters({{0, kMaxCodePoint}});
    if (syntax_.nothing && takes('#')) return Regexp{.kind = Kind::nothing};
    if (syntax_.any_text && takes('@')) return Regexp{.kind = Kind::any_text};
    if (sees('"')) return read_quoted();
    if (sees('(')) return read_brackets();
    if (syntax_.numbers && sees('<')) return read_numbers();
    if (std::optional<Ranges> ranges = read_shorthand()) return characters(*std::move(ranges));
    const std::optional<char32_t> c = read_char();
    if (!c) return std::nullopt;
    return characters(one(*c));
  }

  Outcome read_quoted() {
    const std::size_t begin = at_++;
    const std::size_t end = text_.find('"', at_);
    if (end == std::string_view::npos) {
      return fail(begin, begin + 1, "a quote that is not closed", "write \\\" for the character");
    }
    Regexp sequence;
    while (at_ < end) sequence.children.push_back(characters(one(*decode())));
    ++at_;
    return sequence;
  }

  Outcome read_brackets() {
    const std::size_t begin = at_;
    if (!goes_deeper()) return std::nullopt;
    ++at_;
    if (takes(')')) return Regexp{};
    ++depth_;
    Outcome inner = read_union();
    --depth_;
    if (inner && !takes(')'))
      inner = fail(begin, begin + 1, "a bracket '(' that is not closed", "write \\( for the character");
    return inner;
  }

  Outcome read_numbers() {
    constexpr std::string_view kHint = "numbers are written <1-100>; write \\< for the character";
    const std::size_t begin = at_;
    const std::size_t end = text_.find('>', begin);
    if (end == std::string_view::npos) return fail(begin, begin + 1, "'<' without a '>'", std::string(kHint));
    at_ = end + 1;
    const std::string_view inside = text_.substr(begin + 1, end - begin - 1);
    const std::size_t dash = inside.find('-');
    const std::string_view first = inside.substr(0, dash);
    const std::string_view last = dash == std::string_view::npos ? "" : inside.substr(dash + 1);
    std::optional<std::uint32_t> min = to_number(first);
    std::optional<std::uint32_t> max = to_number(last);
    if (!min || !max) {
      return fail(begin, at_, fmt::format("expected two numbers of 31 bits, found '{}'", inside), std::string(kHint));
    }
    if (*min > *max) std::swap(min, max);
    const std::size_t digits = first.size() == last.size() ? first.size() : 0;
    return Regexp{.kind = Kind::numbers, .min = *min, .max = *max, .digits = static_cast<std::uint32_t>(digits)};
  }

  std::optional<char32_t> read_char(bool refuses_letters = true) {
    const std::size_t begin = at_;
    const bool escaped = takes('\\');
    if (!more()) {
      if (escaped) return fail(begin, at_, "a backslash at the end", "write \\\\ for the character");
      return fail(begin, at_, "it ends where something should follow",
                  "write a backslash before an operator that is meant as a character");
    }
    if (escaped && refuses_letters && is_letter(text_[at_])) {
      return fail(begin, at_ + 1, fmt::format("'\\{}' has no meaning", text_[at_]),
                  "only \\d, \\D, \\s, \\S, \\w and \\W are letters with a backslash; write \\\\ for a backslash");
    }
    return decode();
  }

  std::optional<char32_t> decode() {
    const DecodedCodePoint decoded = decode_utf8(text_, at_);
    at_ += decoded.length;
    return decoded.value;
  }

  std::string_view text_;
  RegexpSyntax syntax_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::optional<RegexpError> error_;
};

}  // namespace

std::expected<Regexp, RegexpError> parse_regexp(std::string_view text, RegexpSyntax syntax) {
  if (const std::size_t characters = count_utf16_units(text); characters > kMaxRegexpCharacters) {
    return std::unexpected(RegexpError{
        Code::regexp_too_long, 0, text.size(),
        fmt::format("a regular expression may have {} characters, this one has {}", kMaxRegexpCharacters, characters),
        "split it into several with OR between them"});
  }
  return Reader(text, syntax).read();
}

}  // namespace picket::lucene

// SPDX-License-Identifier: Apache-2.0
// Sixty-four bytes at once: which of them are quotes, brackets, line breaks. Bit i of a mask is byte i. Needs nothing
// beyond what every x86-64 processor has; other processors take the portable loop, which is also the reference that
// tests compare with. The technique of finding strings by a prefix sum over the quotes is simdjson's (Langdale and
// Lemire, "Parsing gigabytes of JSON per second", 2019).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace picket::source {

inline constexpr std::size_t kBlock = 64;

struct BlockMasks {
  std::uint64_t quote = 0;
  std::uint64_t backslash = 0;
  std::uint64_t open = 0;       // { [
  std::uint64_t close = 0;      // } ]
  std::uint64_t separator = 0;  // , :
  std::uint64_t blank = 0;      // space and all control characters
  std::uint64_t newline = 0;
  friend bool operator==(const BlockMasks&, const BlockMasks&) = default;
};

// What a line of JSON lines is judged by.
struct LineMasks {
  std::uint64_t newline = 0;
  std::uint64_t open_brace = 0;
  std::uint64_t close_brace = 0;
  std::uint64_t open_bracket = 0;
  friend bool operator==(const LineMasks&, const LineMasks&) = default;
};

namespace portable {

template <class Test>
std::uint64_t mask_of(const char* bytes, Test test) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kBlock; ++i) mask |= std::uint64_t{test(bytes[i])} << i;
  return mask;
}

inline BlockMasks block_masks(const char* bytes) {
  return {.quote = mask_of(bytes, [](char c) { return c == '"'; }),
          .backslash = mask_of(bytes, [](char c) { return c == '\\'; }),
          .open = mask_of(bytes, [](char c) { return c == '{' || c == '['; }),
          .close = mask_of(bytes, [](char c) { return c == '}' || c == ']'; }),
          .separator = mask_of(bytes, [](char c) { return c == ',' || c == ':'; }),
          .blank = mask_of(bytes, [](char c) { return static_cast<unsigned char>(c) <= ' '; }),
          .newline = mask_of(bytes, [](char c) { return c == '\n'; })};
}

inline LineMasks line_masks(const char* bytes) {
  return {.newline = mask_of(bytes, [](char c) { return c == '\n'; }),
          .open_brace = mask_of(bytes, [](char c) { return c == '{'; }),
          .close_brace = mask_of(bytes, [](char c) { return c == '}'; }),
          .open_bracket = mask_of(bytes, [](char c) { return c == '['; })};
}

inline bool has_line_marks(const char* bytes) {
  return line_masks(bytes) != LineMasks{};
}

inline std::uint64_t newline_mask(const char* bytes) {
  return mask_of(bytes, [](char c) { return c == '\n'; });
}

}  // namespace portable

#if defined(__SSE2__)

namespace sse2 {

struct Quarters {
  __m128i part[4];

  explicit Quarters(const char* bytes) {
    for (std::size_t i = 0; i < 4; ++i) {
      part[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
    }
  }
  template <class Test>
  std::uint64_t mask_of(Test test) const {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      mask |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(test(part[i])))} << (16 * i);
    }
    return mask;
  }
  std::uint64_t equal(char c) const {
    const __m128i wanted = _mm_set1_epi8(c);
    return mask_of([&](__m128i v) { return _mm_cmpeq_epi8(v, wanted); });
  }
  std::uint64_t equal(char one, char other) const {
    const __m128i first = _mm_set1_epi8(one);
    const __m128i second = _mm_set1_epi8(other);
    return mask_of([&](__m128i v) { return _mm_or_si128(_mm_cmpeq_epi8(v, first), _mm_cmpeq_epi8(v, second)); });
  }
  // Of the two characters that differ in bit 0x20 only, such as { and [.
  std::uint64_t equal_either(char lower) const {
    const __m128i bit = _mm_set1_epi8(0x20);
    const __m128i wanted = _mm_set1_epi8(lower);
    return mask_of([&](__m128i v) { return _mm_cmpeq_epi8(_mm_or_si128(v, bit), wanted); });
  }
  std::uint64_t blank() const {
    const __m128i space = _mm_set1_epi8(' ');
    return mask_of([&](__m128i v) { return _mm_cmpeq_epi8(_mm_max_epu8(v, space), space); });
  }
};

}  // namespace sse2

inline BlockMasks block_masks(const char* bytes) {
  const sse2::Quarters block(bytes);
  return {.quote = block.equal('"'),
          .backslash = block.equal('\\'),
          .open = block.equal_either('{'),
          .close = block.equal_either('}'),
          .separator = block.equal(',', ':'),
          .blank = block.blank(),
          .newline = block.equal('\n')};
}

inline LineMasks line_masks(const char* bytes) {
  const sse2::Quarters block(bytes);
  return {.newline = block.equal('\n'),
          .open_brace = block.equal('{'),
          .close_brace = block.equal('}'),
          .open_bracket = block.equal('[')};
}

// Whether line_masks() finds anything, for less: about half of the blocks of a log have nothing. It may also say yes
// where they have nothing.
inline bool has_line_marks(const char* bytes) {
  const sse2::Quarters block(bytes);
  const __m128i bit = _mm_set1_epi8(0x20);
  const __m128i open = _mm_set1_epi8('{');
  const __m128i close = _mm_set1_epi8('}');
  const __m128i newline = _mm_set1_epi8('\n');
  __m128i any = _mm_setzero_si128();
  for (const __m128i part : block.part) {
    const __m128i opens = _mm_cmpeq_epi8(_mm_or_si128(part, bit), open);
    const __m128i others = _mm_or_si128(_mm_cmpeq_epi8(part, close), _mm_cmpeq_epi8(part, newline));
    any = _mm_or_si128(any, _mm_or_si128(opens, others));
  }
  return _mm_movemask_epi8(any) != 0;
}

inline std::uint64_t newline_mask(const char* bytes) {
  return sse2::Quarters(bytes).equal('\n');
}

#else

using portable::block_masks;
using portable::has_line_marks;
using portable::line_masks;
using portable::newline_mask;

#endif

// Bit i of the result is the parity of bits 0 to i: with quotes in, ones from an opening quote to before its closing
// one.
inline std::uint64_t prefix_parity(std::uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

// Marks the characters that a backslash escapes. `carry` says whether the first is escaped, and then whether the first
// of the next block is.
inline std::uint64_t escaped_characters(std::uint64_t backslash, std::uint64_t& carry) {
  std::uint64_t escaped = carry;
  carry = 0;
  backslash &= ~escaped;
  while (backslash != 0) {
    const auto at = static_cast<unsigned>(std::countr_zero(backslash));
    if (at == kBlock - 1) {
      carry = 1;
      break;
    }
    escaped |= std::uint64_t{2} << at;
    backslash &= ~(std::uint64_t{3} << at);
  }
  return escaped;
}

std::uint64_t count_newlines(const char* bytes, std::size_t size);

}  // namespace picket::source

// SPDX-License-Identifier: Apache-2.0
// Text encodings: UTF-8 passes through with its byte order mark, UTF-16 of either byte order, with or without a mark,
// is converted as it is read. Ill-formed UTF-8 passes too: it is a matter of single records. Lone surrogates become
// U+FFFD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "source/byte_stream.h"

namespace picket::source {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // U+FEFF in UTF-8

enum class Encoding : std::uint8_t { utf8, utf16_little, utf16_big, utf32 };
// By the first bytes of a stream: at most kEncodingHead are looked at.
inline constexpr std::size_t kEncodingHead = 4;
Encoding find_encoding(std::string_view head);

// The stream as UTF-8. UTF-32 gives a stream that fails at once: no exporter is known to write it.
std::unique_ptr<ByteStream> as_utf8(std::unique_ptr<ByteStream> stream, Encoding encoding);

}  // namespace picket::source

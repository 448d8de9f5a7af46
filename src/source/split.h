// SPDX-License-Identifier: Apache-2.0
// Splits one stream of UTF-8 text, after a look at its beginning that tells JSON, CSV and neither apart.
#pragma once

#include <cstdint>
#include <string_view>

#include "source/byte_stream.h"
#include "source/input.h"
#include "source/output.h"

namespace picket::source {

enum class TextKind : std::uint8_t { json, csv, blank, unknown };

// `head` is the beginning of the text. `whole` says that there is no more.
TextKind sniff(std::string_view head, bool whole);

// What cannot be split is refused in `output`, also what the stream says about its end. Returns the bytes that were
// split.
std::uint64_t split(ByteStream& stream, const InputOptions& options, Output& output);

}  // namespace picket::source

// SPDX-License-Identifier: Apache-2.0
// Splits one stream of UTF-8 text, after a look at its beginning that tells JSON, CSV and neither apart.
#pragma once

#include <cstdint>
#include <string_view>

#include "source/byte_stream.h"
#include "source/input.h"
#include "source/output.h"

namespace picket::source {

enum class TextKind : std::uint8_t { json, csv, lines, blank, unknown };

// `head` is the beginning of the text. Never lines: those have to be asked for. `whole` says that there is no more.
TextKind sniff(std::string_view head, bool whole);

struct SplitText {
  std::uint64_t bytes = 0;
  // Of the text's beginning, as far as its kind is told by it. Where no record follows, this tells an empty file, one
  // that was laid out but never written, and a log without records apart.
  bool begins_blank = false;
  bool begins_with_nul = false;  // blank, and NUL bytes among it
};

// What cannot be split is refused in `output`, also what the stream says about its end.
SplitText split(ByteStream& stream, const InputOptions& options, Output& output);

}  // namespace picket::source

// SPDX-License-Identifier: Apache-2.0
// The fast way for JSON lines: a line is taken for one whole record by its ends and its brackets alone. What leaves any
// doubt is for StructureScanner; what is broken inside its braces, decode refuses.
#pragma once

#include <cstddef>
#include <cstdint>

namespace picket::source {

struct LineLook {
  bool ended = false;    // a line break was found
  std::size_t size = 0;  // bytes before it, or all there are
  // False where the line may be more than one value or an envelope, or its braces do not match up.
  bool plain = false;
};

// `bytes` begins at the opening brace, and kPadding bytes after `size` are readable. `max_depth` brackets are taken for
// plain whatever their order.
LineLook look_at_line(const char* bytes, std::size_t size, std::uint32_t max_depth);

}  // namespace picket::source

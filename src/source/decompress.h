// SPDX-License-Identifier: Apache-2.0
// Streams that undo a compression. Data that is damaged or cut off gives what comes out before the damage, then a
// fault. gzip and zstd may consist of several parts, one after the other.
#pragma once

#include <memory>
#include <string_view>

#include "source/byte_stream.h"
#include "source/expansion.h"

namespace picket::source {

// `name` is a compression's as find_kind() gives it. `expansion` must outlive the stream.
std::unique_ptr<ByteStream> decompress(std::string_view name, std::unique_ptr<ByteStream> stream, Expansion& expansion);

}  // namespace picket::source

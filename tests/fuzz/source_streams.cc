// SPDX-License-Identifier: Apache-2.0
// Any bytes as compressed data and as UTF-16: streams end, never give more than their limit, and give the same bytes
// whatever is asked for at once.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "source/byte_stream.h"
#include "source/decompress.h"
#include "source/encoding.h"
#include "source/expansion.h"
#include "source/file_kind.h"

namespace picket::source {
namespace {

constexpr std::size_t kMost = std::size_t{64} << 10;

struct Read {
  std::string bytes;
  bool failed = false;
  friend bool operator==(const Read&, const Read&) = default;
};

Read read_all(ByteStream& stream, std::size_t step) {
  Read all;
  std::vector<char> buffer(step);
  while (true) {
    const auto got = stream.read(buffer);
    if (!got || *got == 0) {
      all.failed = !got;
      return all;
    }
    PICKET_CHECK(*got <= step, "a stream gives at most what was asked for");
    all.bytes.append(buffer.data(), *got);
    if (all.bytes.size() > kMost) return all;
  }
}

Read decompressed(std::string_view name, std::string_view bytes, std::size_t step) {
  std::uint64_t stored = 0;
  Limits limits;
  limits.expansion_free_bytes = kMost / 2;
  Expansion expansion(stored, bytes.size(), limits);
  auto stream = decompress(name, std::make_unique<MemoryStream>(bytes, step), expansion);
  return read_all(*stream, step);
}

Read converted(Encoding encoding, std::string_view bytes, std::size_t step) {
  auto stream = as_utf8(std::make_unique<MemoryStream>(bytes, step), encoding);
  return read_all(*stream, step);
}

}  // namespace
}  // namespace picket::source

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  using namespace picket::source;
  const std::string_view bytes(reinterpret_cast<const char*>(input), size);
  if (const FileKind kind = find_kind(bytes); kind.kind == FileKind::Kind::compressed) {
    const Read whole = decompressed(kind.name, bytes, kMost);
    PICKET_CHECK(whole.bytes.size() <= kMost, "expansion is limited");
    if (!whole.failed) PICKET_CHECK(decompressed(kind.name, bytes, 13) == whole, "reads do not change the text");
  }
  for (const Encoding encoding : {Encoding::utf16_little, Encoding::utf16_big}) {
    const Read whole = converted(encoding, bytes, kMost);
    PICKET_CHECK(picket::is_valid_utf8(whole.bytes), "converted text is UTF-8");
    PICKET_CHECK(whole.failed == (size % 2 != 0), "only an odd byte is a fault");
    PICKET_CHECK(converted(encoding, bytes, 3) == whole, "reads do not change the text");
  }
  return 0;
}

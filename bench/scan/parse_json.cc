// SPDX-License-Identifier: Apache-2.0
// Parses every line of a file with simdjson's DOM parser and does nothing with it: what reading the same bytes costs
// when no rule is evaluated. Reads in blocks, as a scan does, so that both pay for the file in the same way.
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

namespace {

constexpr std::size_t kBlock = std::size_t{4} << 20;

struct Counts {
  std::size_t records = 0;
  std::size_t failed = 0;
};

void parse_line(simdjson::dom::parser& parser, const char* line, std::size_t length, Counts& counts) {
  if (length == 0) return;
  simdjson::dom::element root;
  // The buffer goes on after the line, so nothing has to be copied for padding.
  const bool failed = parser.parse(line, length, false).get(root) != simdjson::SUCCESS;
  counts.failed += failed ? 1U : 0U;
  ++counts.records;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: picket-bench-parse FILE\n");
    return 2;
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(argv[1], "rb"), std::fclose);
  if (!file) {
    std::perror(argv[1]);
    return 1;
  }
  simdjson::dom::parser parser;
  std::vector<char> buffer(kBlock * 2 + simdjson::SIMDJSON_PADDING);
  std::size_t held = 0;
  Counts counts;
  for (;;) {
    if (buffer.size() - held < kBlock + simdjson::SIMDJSON_PADDING) buffer.resize(buffer.size() * 2);
    const std::size_t got = std::fread(buffer.data() + held, 1, kBlock, file.get());
    held += got;
    const char* line = buffer.data();
    const char* const end = line + held;
    while (const auto* stop = static_cast<const char*>(std::memchr(line, '\n', static_cast<std::size_t>(end - line)))) {
      parse_line(parser, line, static_cast<std::size_t>(stop - line), counts);
      line = stop + 1;
    }
    const auto rest = static_cast<std::size_t>(end - line);
    if (got == 0) {
      parse_line(parser, line, rest, counts);
      break;
    }
    std::memmove(buffer.data(), line, rest);
    held = rest;
  }
  std::printf("%zu records, %zu failed\n", counts.records, counts.failed);
  return counts.failed == 0 ? 0 : 1;
}

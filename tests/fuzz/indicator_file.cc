// SPDX-License-Identifier: Apache-2.0
// Any bytes as a file of indicators: every indicator is a document that reads back, and stands once.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "indicator/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace picket;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const indicator::Loaded once = indicator::load_text(text, "fuzz");
  PICKET_CHECK(once.report.total() == once.set.size() + once.report.repeated, "every indicator is counted");
  for (indicator::Position i = 0; i < once.set.size(); ++i) {
    PICKET_CHECK(json::serialize(once.set.document(i)) == once.set.text(i), "a document reads back");
    PICKET_CHECK(i == 0 || once.set.text(i) != once.set.text(i - 1) || once.set.id(i) != once.set.id(i - 1),
                 "an indicator stands once");
  }
  return 0;
}

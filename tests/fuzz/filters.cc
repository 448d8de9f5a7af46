// SPDX-License-Identifier: Apache-2.0
// Any bytes as a rule's filters: a bound tree, or errors, or a form that cannot be evaluated, and of these exactly one;
// every place within the text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "compile/bind_filters.h"
#include "support/filter_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace picket;
  Diagnostics diagnostics;
  const auto filters = test::read_filters(std::string(reinterpret_cast<const char*>(bytes), size), diagnostics);
  if (!filters) return 0;
  const compile::BoundFilters bound = compile::bind_filters(*filters, event::FieldCatalog::builtin(), {}, diagnostics);
  const int outcomes = (bound.bound ? 1 : 0) + (diagnostics.has_errors() ? 1 : 0) + (bound.unsupported.empty() ? 0 : 1);
  PICKET_CHECK(outcomes == 1, "a tree, or errors, or a reason");
  for (const Diagnostic& item : diagnostics.items()) {
    PICKET_CHECK(item.span.begin <= item.span.end && item.span.end <= size, "a span lies within the text");
    PICKET_CHECK(!item.message.empty(), "a diagnostic says something");
  }
  if (bound.bound) PICKET_CHECK(!compile::dump(*bound.bound->tree).empty(), "a tree has a dump");
  return 0;
}

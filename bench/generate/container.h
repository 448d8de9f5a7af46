// SPDX-License-Identifier: Apache-2.0
// Writes records in the containers in which people have them: one a line, Event Hub batches, and the REST form.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace picket::generate {

enum class ContainerKind {
  lines,    // one record a line, as a storage blob
  batches,  // {"records":[...]} a line, as Event Hub messages
  pretty,   // the same with line breaks and indents
  rest,     // {"value":[...]}, one document, as the REST API answers: other names, no evidence, no start of long chains
};

class Container {
 public:
  using Write = std::function<void(std::string_view)>;
  virtual ~Container() = default;
  virtual void add(std::string_view record) = 0;
  virtual void finish() = 0;  // once, after the last record
};

// `batch` is the number of records in one batch; at least 1.
std::unique_ptr<Container> make_container(ContainerKind kind, std::size_t batch, Container::Write write);

// An Event Hub record as the REST API would show it. Requires a record of this generator.
std::string rest_form(std::string_view record);

}  // namespace picket::generate

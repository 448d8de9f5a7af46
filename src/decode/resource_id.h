// SPDX-License-Identifier: Apache-2.0
// The parts of an Azure resource id, cut as Elastic's Azure pipelines cut them (1.9.2), quirks included: published
// rules compare these values. Keywords are matched without regard to case, as later versions do; see
// docs/differences.md.
#pragma once

#include <string_view>

namespace picket::decode {

// Views into the id; empty where the id has no such part.
struct ResourceId {
  std::string_view subscription;
  std::string_view group;
  std::string_view provider;  // "MICROSOFT.COMPUTE/VIRTUALMACHINES"
  std::string_view name;      // with everything after it: "VM1/RUNCOMMANDS/CMD1"
  std::string_view name_space;
  std::string_view authorization_rule;
};
ResourceId split_resource_id(std::string_view id);

}  // namespace picket::decode

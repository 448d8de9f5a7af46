// SPDX-License-Identifier: Apache-2.0
// The eager atoms of one column. Instead of asking each atom about each row, each distinct cell knows the atoms that it
// satisfies, mostly none or a few: a thousand lists of values on one field cost no more than one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compile/program.h"
#include "event/columns.h"
#include "match/registers.h"

namespace picket::match {

class EagerColumn {
 public:
  explicit EagerColumn(event::FieldId field) : field_(field) {}
  void add(const compile::Atom& atom);  // an eager one of this column

  // Sets the rows that satisfy each atom in the atom's input register, which must be empty.
  void run(const event::Batch& batch, Registers& registers);

 private:
  struct Hits {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
  };
  // A text that some atoms look for; equal texts are looked up once.
  using Index = std::unordered_map<std::string, std::vector<compile::Register>>;

  void learn(const event::Dictionary& dictionary);
  void learn_value(const event::Scalar& value);

  event::FieldId field_;
  Index exact_;
  Index lower_;
  std::vector<const compile::Atom*> dynamic_;  // also in exact_; numbers need a closer look
  std::vector<const compile::Atom*> others_;
  std::vector<Hits> hits_;                  // by CellId
  std::vector<compile::Register> pool_;     // of all hits
  std::vector<compile::Register> current_;  // of the cell being learned
  std::string key_;
  std::uint32_t generation_ = 0;
};

}  // namespace picket::match

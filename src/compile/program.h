// SPDX-License-Identifier: Apache-2.0
// The program: what all queries together are compiled to. Distinct atoms (one test of one field each, shared by all
// queries that make it) and one flat list of instructions on registers, each register one bit per row of a batch.
//
// A register's bits are right for the rows of the mask under which it was computed; other rows may hold anything
// unless the instruction says otherwise. Immutable and shareable between threads; scratch is match::Runner's.
//
// Invariants: a register is written before it is read; each query is emitted once; instructions that test are the only
// ones that refer to atoms.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compile/bound.h"
#include "event/columns.h"

namespace picket::compile {

using AtomId = std::uint32_t;
using Register = std::uint32_t;
inline constexpr Register kNoRegister = 0xFFFF'FFFF;

struct Atom {
  enum class Kind : std::uint8_t {
    eager,     // cheap on a value: known for every row before the first instruction runs
    cell,      // tested where needed, once for each distinct cell of its column
    objects,   // Nested: tested where needed, once for each distinct cell of nested objects
    document,  // AnyField, FieldPattern: tested where needed, on the row's document
  };
  Kind kind = Kind::cell;
  event::FieldId field = 0;      // of all but document
  Register input = kNoRegister;  // of eager: where its bits are
  NodeRef node;                  // Test, Nested, AnyField or FieldPattern
  // Of a test whose cells may be deferred: literals_of() its predicate. A record without any of them does not satisfy
  // it.
  std::vector<std::string> literals;
};

struct Instruction {
  enum class Op : std::uint8_t {
    none,     // to = no row
    all,      // to = every row
    test,     // to = rows of mask (every row without one) that satisfy the atom
    invert,   // to = not a
    both,     // to = a and b
    either,   // to = a or b
    without,  // to = a and not b
    emit,     // the query's matches are a
  };
  Op op = Op::none;
  Register to = kNoRegister;
  Register a = kNoRegister;
  Register b = kNoRegister;
  AtomId atom = 0;              // of test
  Register mask = kNoRegister;  // of test
  std::uint32_t query = 0;      // of emit
};

struct Program {
  std::vector<Atom> atoms;  // eager ones first; their inputs are the registers 0, 1, ...
  std::vector<Instruction> instructions;
  std::size_t eager = 0;      // number of eager atoms
  std::size_t registers = 0;  // all of them, inputs included
  std::size_t queries = 0;
  bool needs_documents = false;
};

// One atom and one instruction a line.
std::string dump(const Program& program, const event::FieldTable& fields);

}  // namespace picket::compile

// SPDX-License-Identifier: Apache-2.0
#include "compile/program.h"

#include <fmt/format.h>

#include <array>

namespace picket::compile {
namespace {

std::string_view name_of(Atom::Kind kind) {
  static constexpr std::array<std::string_view, 4> kNames = {"eager", "cell", "objects", "document"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::string operands(const Instruction& instruction) {
  using Op = Instruction::Op;
  switch (instruction.op) {
    case Op::none:
      return fmt::format("r{} = none", instruction.to);
    case Op::all:
      return fmt::format("r{} = all", instruction.to);
    case Op::test:
      if (instruction.mask == kNoRegister) return fmt::format("r{} = atom {}", instruction.to, instruction.atom);
      return fmt::format("r{} = atom {} where r{}", instruction.to, instruction.atom, instruction.mask);
    case Op::invert:
      return fmt::format("r{} = not r{}", instruction.to, instruction.a);
    case Op::both:
      return fmt::format("r{} = r{} and r{}", instruction.to, instruction.a, instruction.b);
    case Op::either:
      return fmt::format("r{} = r{} or r{}", instruction.to, instruction.a, instruction.b);
    case Op::without:
      return fmt::format("r{} = r{} and not r{}", instruction.to, instruction.a, instruction.b);
    case Op::emit:
      return fmt::format("query {} = r{}", instruction.query, instruction.a);
  }
  return {};
}

}  // namespace

std::string dump(const Program& program, const event::FieldTable& fields) {
  std::string out;
  for (std::size_t i = 0; i < program.atoms.size(); ++i) {
    const Atom& atom = program.atoms[i];
    out += fmt::format("atom {}  {}", i, name_of(atom.kind));
    if (atom.kind != Atom::Kind::document) out += fmt::format(" on {}", fields[atom.field].name);
    if (atom.input != kNoRegister) out += fmt::format(" in r{}", atom.input);
    out += fmt::format("  {}\n", to_string(*atom.node));
  }
  for (const Instruction& instruction : program.instructions) out += operands(instruction) + '\n';
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace picket::compile

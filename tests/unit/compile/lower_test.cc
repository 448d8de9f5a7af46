// SPDX-License-Identifier: Apache-2.0
#include "compile/lower.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "compile/bind_kql.h"
#include "compile/optimize.h"
#include "lang/kql/parser.h"

namespace picket::compile {
namespace {

Bound bind(std::string query) {
  Diagnostics diagnostics;
  const SourceText source{"query", std::move(query)};
  const auto ast = kql::parse(source, diagnostics);
  return optimize(*bind_kql(*ast, event::FieldCatalog::builtin(), {}, source, diagnostics));
}

Program lower_all(const std::vector<std::string>& queries, event::FieldTable& fields,
                  const LowerOptions& options = {}) {
  std::vector<Bound> bounds;
  for (const std::string& query : queries) bounds.push_back(bind(query));
  return lower(bounds, fields, options);
}

std::size_t count(const Program& program, Instruction::Op op) {
  return static_cast<std::size_t>(std::ranges::count(program.instructions, op, &Instruction::op));
}

TEST(Lower, SharesAtomsAndSubtreesOfAllQueries) {
  event::FieldTable fields;
  const Program program =
      lower_all({"host.id: a and user.name: b", "user.name: b and host.id: a", "host.id: a"}, fields);
  EXPECT_EQ(program.atoms.size(), 2U);
  EXPECT_EQ(fields.size(), 2U);
  EXPECT_EQ(program.queries, 3U);
  EXPECT_EQ(count(program, Instruction::Op::both), 1U);
  EXPECT_EQ(count(program, Instruction::Op::emit), 3U);
}

TEST(Lower, TestsWhatIsExpensiveUnderAMask) {
  event::FieldTable fields;
  const Program program = lower_all({"host.id: a and process.command_line: *x* and not message: y"}, fields);
  EXPECT_EQ(dump(program, fields),
            "atom 0  eager on host.id in r0  host.id: \"a\"\n"
            "atom 1  cell on process.command_line  process.command_line: *x*\n"
            "atom 2  cell on message  message: \"y\" in words\n"
            "r1 = atom 1 where r0\n"
            "r2 = r0 and r1\n"
            "r1 = atom 2 where r2\n"
            "r3 = r2 and not r1\n"
            "query 0 = r3");
}

TEST(Lower, ReusesRegisters) {
  event::FieldTable fields;
  std::vector<std::string> queries;
  for (int i = 0; i < 100; ++i) queries.push_back("host.id: a and message: word" + std::to_string(i));
  const Program program = lower_all(queries, fields);
  EXPECT_EQ(program.atoms.size(), 101U);
  EXPECT_LE(program.registers, 4U);
}

// The invariants of program.h, whatever the switches.
TEST(Lower, WritesBeforeItReads) {
  const std::vector<std::string> queries = {
      "host.id: a and (process.command_line: *x* or not message: y) and not (message: z and user.name: b)",
      "not message: y or host.id: a or process.command_line: *x*",
      "*:*",
      "not *:*",
      "email.attachments: { file.name: a } or mimikatz",
      "host.id: a and (process.command_line: *x* or not message: y)",
  };
  for (int bits = 0; bits < 8; ++bits) {
    event::FieldTable fields;
    const Program program = lower_all(queries, fields, {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0});
    std::vector<bool> written(program.registers, false);
    for (std::size_t i = 0; i < program.eager; ++i) written.at(i) = true;
    std::vector<int> emitted(queries.size(), 0);
    for (const Instruction& instruction : program.instructions) {
      for (const Register r : {instruction.a, instruction.b, instruction.mask}) {
        EXPECT_TRUE(r == kNoRegister || written.at(r));
      }
      if (instruction.to != kNoRegister) {
        EXPECT_GE(instruction.to, program.eager);
        EXPECT_NE(instruction.to, instruction.a);
        EXPECT_NE(instruction.to, instruction.b);
        EXPECT_NE(instruction.to, instruction.mask);
        written.at(instruction.to) = true;
      }
      if (instruction.op == Instruction::Op::emit) ++emitted.at(instruction.query);
    }
    EXPECT_EQ(emitted, std::vector<int>(queries.size(), 1));
    EXPECT_TRUE(program.needs_documents);
  }
}

TEST(Lower, TakesNoQueries) {
  event::FieldTable fields;
  const Program program = lower({}, fields);
  EXPECT_TRUE(program.instructions.empty());
  EXPECT_EQ(dump(program, fields), "");
}

}  // namespace
}  // namespace picket::compile

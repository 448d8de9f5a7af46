// SPDX-License-Identifier: Apache-2.0
#include "match/run.h"

#include <algorithm>
#include <bit>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "compile/literals.h"
#include "compile/tokens.h"
#include "match/eager.h"
#include "match/evaluate.h"
#include "match/registers.h"
#include "match/verdicts.h"

namespace picket::match {
namespace {

using compile::Atom;
using compile::AtomId;
using compile::Instruction;
using compile::Program;
using compile::Register;

constexpr std::size_t kNone = ~std::size_t{0};

struct AtomState {
  Verdicts verdicts;
  std::uint32_t generation = 0;    // of the dictionary that the verdicts are about
  std::size_t text_group = kNone;  // atoms on the analyzed text of one column
  std::size_t leaves = kNone;      // document atoms
};

const compile::Predicate* predicate_of(const Atom& atom) {
  const auto* test = std::get_if<compile::Test>(&atom.node->form);
  return test == nullptr ? nullptr : &test->predicate;
}

}  // namespace

struct Runner::State {
  explicit State(const Program& the_program);

  void run(event::Batch& the_batch, event::RowDocuments* the_documents, std::vector<Bits>& outputs);

 private:
  void execute(const Instruction& instruction, std::vector<Bits>& outputs);
  void test(const Instruction& instruction);
  template <class Holds>
  void test_rows(const Instruction& instruction, const Holds& holds);
  bool is_ruled_out(const Atom& atom, std::size_t row) const;
  bool verdict(AtomId id, event::CellId cell);
  bool judge(AtomId id, event::CellId cell);
  bool judge_text(AtomId id, event::CellId cell);
  std::span<const event::Scalar> values(AtomId id, event::CellId cell) const;
  void forget_old_verdicts();
  void emit(Register from, Bits& output);

  const Program& program_;
  Registers registers_;
  std::vector<EagerColumn> eager_;
  std::vector<AtomState> atoms_;
  std::vector<std::vector<AtomId>> text_groups_;
  std::vector<LeafEvaluator> leaves_;
  compile::Tokens tokens_;
  std::vector<bool> text_verdicts_;
  event::Batch* batch_ = nullptr;
  event::RowDocuments* documents_ = nullptr;
};

Runner::State::State(const Program& the_program)
    : program_(the_program), registers_(the_program.registers), atoms_(the_program.atoms.size()) {
  std::unordered_map<event::FieldId, std::size_t> eager_columns;
  std::unordered_map<event::FieldId, std::size_t> text_columns;
  for (AtomId id = 0; id < program_.atoms.size(); ++id) {
    const Atom& atom = program_.atoms[id];
    const compile::Predicate* const predicate = predicate_of(atom);
    if (atom.kind == Atom::Kind::document) {
      atoms_[id].leaves = leaves_.size();
      leaves_.emplace_back(*atom.node);
    } else if (atom.kind == Atom::Kind::eager) {
      const auto [column, added] = eager_columns.try_emplace(atom.field, eager_.size());
      if (added) eager_.emplace_back(atom.field);
      eager_[column->second].add(atom);
    } else if (predicate != nullptr && compile::uses_tokens(*predicate)) {
      const auto [column, added] = text_columns.try_emplace(atom.field, text_groups_.size());
      if (added) text_groups_.emplace_back();
      text_groups_[column->second].push_back(id);
      atoms_[id].text_group = column->second;
    }
  }
}

void Runner::State::run(event::Batch& the_batch, event::RowDocuments* the_documents, std::vector<Bits>& outputs) {
  PICKET_CHECK(the_documents != nullptr || !program_.needs_documents, "the program looks at documents");
  batch_ = &the_batch;
  documents_ = the_documents;
  outputs.resize(program_.queries);
  registers_.reset(batch_->size());
  forget_old_verdicts();
  for (EagerColumn& column : eager_) column.run(*batch_, registers_);
  for (const Instruction& instruction : program_.instructions) execute(instruction, outputs);
}

// Dictionaries are cleared between batches only.
void Runner::State::forget_old_verdicts() {
  for (AtomId id = 0; id < atoms_.size(); ++id) {
    const Atom::Kind kind = program_.atoms[id].kind;
    if (kind != Atom::Kind::cell && kind != Atom::Kind::objects) continue;
    const std::uint32_t generation = batch_->columns[program_.atoms[id].field].dictionary.generation();
    if (std::exchange(atoms_[id].generation, generation) != generation) atoms_[id].verdicts.clear();
  }
}

void Runner::State::execute(const Instruction& instruction, std::vector<Bits>& outputs) {
  using Op = Instruction::Op;
  Registers& r = registers_;
  const auto [op, to, a, b, atom, mask, query] = instruction;
  switch (op) {
    case Op::none:
      return r.set_empty(to);
    case Op::all:
      return r.set_all(to);
    case Op::test:
      return test(instruction);
    case Op::invert:
      if (r.is_empty(a)) return r.set_all(to);
      return r.assign(to, [&, x = r.words(a)](std::size_t i) { return ~x[i] & r.valid(i); });
    case Op::both:
      if (r.is_empty(a) || r.is_empty(b)) return r.set_empty(to);
      return r.assign(to, [x = r.words(a), y = r.words(b)](std::size_t i) { return x[i] & y[i]; });
    case Op::either:
      if (r.is_empty(a) && r.is_empty(b)) return r.set_empty(to);
      if (r.is_empty(a)) return r.assign(to, [y = r.words(b)](std::size_t i) { return y[i]; });
      if (r.is_empty(b)) return r.assign(to, [x = r.words(a)](std::size_t i) { return x[i]; });
      return r.assign(to, [x = r.words(a), y = r.words(b)](std::size_t i) { return x[i] | y[i]; });
    case Op::without:
      if (r.is_empty(a)) return r.set_empty(to);
      if (r.is_empty(b)) return r.assign(to, [x = r.words(a)](std::size_t i) { return x[i]; });
      return r.assign(to, [x = r.words(a), y = r.words(b)](std::size_t i) { return x[i] & ~y[i]; });
    case Op::emit:
      return emit(a, outputs[query]);
  }
}

void Runner::State::emit(Register from, Bits& output) {
  output.reset(registers_.rows());
  if (!registers_.is_empty(from)) std::ranges::copy(registers_.words(from), output.words().begin());
}

void Runner::State::test(const Instruction& instruction) {
  if (instruction.mask != compile::kNoRegister && registers_.is_empty(instruction.mask)) {
    return registers_.set_empty(instruction.to);
  }
  const AtomId id = instruction.atom;
  const Atom& atom = program_.atoms[id];
  if (atom.kind == Atom::Kind::document) {
    LeafEvaluator& leaves = leaves_[atoms_[id].leaves];
    return test_rows(instruction, [&](std::size_t row) { return leaves(documents_->document(row)); });
  }
  test_rows(instruction,
            [&](std::size_t row) { return !is_ruled_out(atom, row) && verdict(id, batch_->cell(atom.field, row)); });
}

template <class Holds>
void Runner::State::test_rows(const Instruction& instruction, const Holds& holds) {
  const bool masked = instruction.mask != compile::kNoRegister;
  const std::uint64_t* const mask = masked ? registers_.words(instruction.mask).data() : nullptr;
  registers_.assign(instruction.to, [&](std::size_t i) {
    std::uint64_t found = 0;
    for (std::uint64_t rows = masked ? mask[i] : registers_.valid(i); rows != 0; rows &= rows - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(rows));
      found |= std::uint64_t{holds(i * 64 + bit)} << bit;
    }
    return found;
  });
}

// To work out a cell is dear: the record's bytes say cheaply that it cannot hold what is looked for.
bool Runner::State::is_ruled_out(const Atom& atom, std::size_t row) const {
  if (atom.literals.empty() || batch_->columns[atom.field].cells[row] != event::kDeferred) return false;
  const event::Row& record = batch_->rows[row];
  return batch_->deferred->copies_texts(atom.field, record) && !compile::may_hold(record.raw, atom.literals);
}

bool Runner::State::verdict(AtomId id, event::CellId cell) {
  if (cell == event::kMissing) return false;
  const Verdict known = atoms_[id].verdicts[cell];
  return known == Verdict::unknown ? judge(id, cell) : known == Verdict::yes;
}

bool Runner::State::judge(AtomId id, event::CellId cell) {
  if (atoms_[id].text_group != kNone) return judge_text(id, cell);
  bool holds = false;
  if (const compile::Predicate* const predicate = predicate_of(program_.atoms[id])) {
    holds = std::ranges::any_of(values(id, cell),
                                [&](const event::Scalar& value) { return compile::matches(*predicate, value); });
  } else if (const auto* nested = std::get_if<compile::Nested>(&program_.atoms[id].node->form)) {
    holds = std::ranges::any_of(
        values(id, cell), [&](const event::Scalar& object) { return evaluate_object(*nested->child, object.text); });
  }
  atoms_[id].verdicts.set(cell, holds);
  return holds;
}

// Analyzing costs far more than looking at the tokens, so all atoms of the column give their verdicts at once.
bool Runner::State::judge_text(AtomId id, event::CellId cell) {
  const std::vector<AtomId>& group = text_groups_[atoms_[id].text_group];
  std::vector<bool>& holds = text_verdicts_;
  holds.assign(group.size(), false);
  for (const event::Scalar& value : values(id, cell)) {
    compile::analyze(value.text, tokens_);
    for (std::size_t i = 0; i < group.size(); ++i) {
      holds[i] = holds[i] || compile::matches_tokens(*predicate_of(program_.atoms[group[i]]), tokens_);
    }
  }
  bool own = false;
  for (std::size_t i = 0; i < group.size(); ++i) {
    atoms_[group[i]].verdicts.set(cell, holds[i]);
    if (group[i] == id) own = holds[i];
  }
  return own;
}

std::span<const event::Scalar> Runner::State::values(AtomId id, event::CellId cell) const {
  return batch_->columns[program_.atoms[id].field].dictionary.values(cell);
}

Runner::Runner(const Program& program) : state_(std::make_unique<State>(program)) {}
Runner::~Runner() = default;
Runner::Runner(Runner&&) noexcept = default;
Runner& Runner::operator=(Runner&&) noexcept = default;

void Runner::run(event::Batch& batch, event::RowDocuments* documents, std::vector<Bits>& outputs) {
  state_->run(batch, documents, outputs);
}

}  // namespace picket::match

// SPDX-License-Identifier: Apache-2.0
// Three passes: the trees become one graph of distinct nodes (Graph), the graph becomes instructions on as many
// registers as it takes (Emitter), and registers that are no longer read are used again (reuse_registers).
#include "compile/lower.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "compile/literals.h"
#include "compile/tokens.h"

namespace picket::compile {
namespace {

using VertexId = std::uint32_t;

struct Vertex {
  enum class Kind : std::uint8_t { none, all, atom, not_, and_, or_ };
  Kind kind = Kind::none;
  AtomId atom = 0;
  std::vector<VertexId> children;  // of and, or, not; in the order in which they are to be tested
  bool lazy = false;               // something below is tested under a mask
};

// Tests that are worth making for every distinct value: about the price of finding out where they are needed.
constexpr unsigned kMaxEagerCost = 5;

Atom::Kind kind_of(const Node& node, const LowerOptions& options) {
  if (std::holds_alternative<Nested>(node.form)) return Atom::Kind::objects;
  const auto* test = std::get_if<Test>(&node.form);
  if (test == nullptr) return Atom::Kind::document;
  // Cells of anything but a leaf may be deferred: to ask for them early would work them out for every row.
  const bool at_hand = test->field.shape == event::Shape::leaf;
  return options.eager && at_hand && cost(test->predicate) <= kMaxEagerCost ? Atom::Kind::eager : Atom::Kind::cell;
}

// Cells of leaves are there for every row.
std::vector<std::string> literals_of(const Node& node) {
  const auto* test = std::get_if<Test>(&node.form);
  if (test == nullptr || test->field.shape == event::Shape::leaf) return {};
  return literals_of(test->predicate);
}

class Graph {
 public:
  Graph(event::FieldTable& fields, const LowerOptions& options) : fields_(fields), options_(options) {}

  VertexId add(const NodeRef& tree) {
    return std::visit([&](const auto& form) { return add_form(tree, form); }, tree->form);
  }

  const Vertex& operator[](VertexId id) const { return vertices_[id]; }
  std::vector<Atom>& atoms() { return atoms_; }

 private:
  VertexId add_form(const NodeRef& /*tree*/, const All& /*form*/) { return place({Vertex::Kind::all, 0, {}, false}); }
  VertexId add_form(const NodeRef& /*tree*/, const None& /*form*/) { return place({Vertex::Kind::none, 0, {}, false}); }
  VertexId add_form(const NodeRef& /*tree*/, const And& form) { return add_many(Vertex::Kind::and_, form.children); }
  VertexId add_form(const NodeRef& /*tree*/, const Or& form) { return add_many(Vertex::Kind::or_, form.children); }
  VertexId add_form(const NodeRef& /*tree*/, const Not& form) { return add_many(Vertex::Kind::not_, {form.child}); }
  VertexId add_form(const NodeRef& tree, const Nested& form) {
    return add_atom(tree, fields_.add(form.path, event::Shape::objects));
  }
  VertexId add_form(const NodeRef& tree, const Test& form) {
    return add_atom(tree, fields_.add(form.field.name, form.field.shape));
  }
  VertexId add_form(const NodeRef& tree, const AnyField& /*form*/) { return add_atom(tree, 0); }
  VertexId add_form(const NodeRef& tree, const FieldPattern& /*form*/) { return add_atom(tree, 0); }

  VertexId add_many(Vertex::Kind kind, const std::vector<NodeRef>& children) {
    Vertex vertex{kind, 0, {}, false};
    for (const NodeRef& child : children) {
      const VertexId id = add(child);
      vertex.children.push_back(id);
      vertex.lazy = vertex.lazy || vertices_[id].lazy;
    }
    return place(std::move(vertex));
  }

  VertexId add_atom(const NodeRef& tree, event::FieldId field) {
    const std::size_t key = hash(*tree);
    const auto [first, last] = atoms_by_hash_.equal_range(key);
    const auto found =
        std::find_if(first, last, [&](const auto& entry) { return equal(*atoms_[entry.second].node, *tree); });
    if (found != last) return place({Vertex::Kind::atom, found->second, {}, is_lazy(found->second)});
    const auto id = static_cast<AtomId>(atoms_.size());
    atoms_.push_back({kind_of(*tree, options_), field, kNoRegister, tree, literals_of(*tree)});
    atoms_by_hash_.emplace(key, id);
    return place({Vertex::Kind::atom, id, {}, is_lazy(id)});
  }

  bool is_lazy(AtomId atom) const { return atoms_[atom].kind != Atom::Kind::eager; }

  // The vertex with this content, made when there is none. The order of children is no part of what a vertex means.
  VertexId place(Vertex vertex) {
    const auto id = static_cast<VertexId>(vertices_.size());
    if (options_.share) {
      std::vector<VertexId> key = vertex.children;
      std::ranges::sort(key);
      key.push_back(vertex.atom);
      key.push_back(static_cast<VertexId>(vertex.kind));
      const auto [found, added] = placed_.try_emplace(std::move(key), id);
      if (!added) return found->second;
    }
    vertices_.push_back(std::move(vertex));
    return id;
  }

  event::FieldTable& fields_;
  const LowerOptions& options_;
  std::vector<Vertex> vertices_;
  std::vector<Atom> atoms_;
  std::unordered_multimap<std::size_t, AtomId> atoms_by_hash_;
  std::map<std::vector<VertexId>, VertexId> placed_;
};

// Eager atoms first, so that their inputs are the first registers.
std::vector<AtomId> sort_atoms(std::vector<Atom>& atoms, std::size_t& eager) {
  std::vector<AtomId> order(atoms.size());
  for (AtomId i = 0; i < order.size(); ++i) order[i] = i;
  const auto rest = std::ranges::stable_partition(order, [&](AtomId i) { return atoms[i].kind == Atom::Kind::eager; });
  eager = static_cast<std::size_t>(rest.begin() - order.begin());
  std::vector<Atom> sorted;
  std::vector<AtomId> renamed(atoms.size());
  for (AtomId i = 0; i < order.size(); ++i) {
    renamed[order[i]] = i;
    sorted.push_back(std::move(atoms[order[i]]));
    if (i < eager) sorted.back().input = i;
  }
  atoms = std::move(sorted);
  return renamed;
}

class Emitter {
 public:
  Emitter(const Graph& graph, const std::vector<AtomId>& renamed, const LowerOptions& options, Program& program)
      : graph_(graph), renamed_(renamed), options_(options), program_(program) {}

  void query(VertexId root, std::uint32_t index) {
    const Register result = compute(root, kNoRegister);
    program_.instructions.push_back({.op = Op::emit, .a = result, .query = index});
  }

 private:
  using Op = Instruction::Op;
  using Kind = Vertex::Kind;

  // The rows of `mask` that satisfy the vertex; rows outside of it may hold anything.
  Register compute(VertexId id, Register mask) {
    const Vertex& vertex = graph_[id];
    if (!vertex.lazy || !options_.mask) mask = kNoRegister;  // then the result serves every query
    if (!options_.share) return instructions(vertex, mask);
    const auto known = computed_.find({id, mask});
    if (known != computed_.end()) return known->second;
    const Register result = instructions(vertex, mask);
    computed_.emplace(std::pair(id, mask), result);
    return result;
  }

  Register instructions(const Vertex& vertex, Register mask) {
    switch (vertex.kind) {
      case Kind::none:
        return write({.op = Op::none});
      case Kind::all:
        return write({.op = Op::all});
      case Kind::atom:
        return atom(renamed_[vertex.atom], mask);
      case Kind::not_: {
        const Register child = compute(vertex.children[0], mask);
        return mask == kNoRegister ? write({.op = Op::invert, .a = child})
                                   : write({.op = Op::without, .a = mask, .b = child});
      }
      case Kind::and_:
        return all_of(vertex, mask);
      case Kind::or_:
        return any_of(vertex, mask);
    }
    PICKET_CHECK(false, "every kind of vertex has instructions");
    return kNoRegister;
  }

  Register atom(AtomId id, Register mask) {
    const Atom& atom = program_.atoms[id];
    if (atom.kind == Atom::Kind::eager) return atom.input;
    return write({.op = Op::test, .atom = id, .mask = mask});
  }

  // Each child sees only the rows that the ones before it left.
  Register all_of(const Vertex& vertex, Register mask) {
    Register left = mask;
    for (const VertexId child : vertex.children) {
      const Vertex& form = graph_[child];
      if (form.kind == Kind::not_ && left != kNoRegister) {
        const Register excluded = compute(form.children[0], left);
        left = write({.op = Op::without, .a = left, .b = excluded});
      } else {
        const Register one = compute(child, left);
        left = left == kNoRegister ? one : write({.op = Op::both, .a = left, .b = one});
      }
    }
    return left == kNoRegister ? write({.op = Op::all}) : left;
  }

  // A child that costs something sees only the rows that no child before it took.
  Register any_of(const Vertex& vertex, Register mask) {
    Register found = kNoRegister;
    for (const VertexId child : vertex.children) {
      Register open = mask;
      if (found != kNoRegister && graph_[child].lazy && options_.mask) {
        open = mask == kNoRegister ? write({.op = Op::invert, .a = found})
                                   : write({.op = Op::without, .a = mask, .b = found});
      }
      const Register one = compute(child, open);
      found = found == kNoRegister ? one : write({.op = Op::either, .a = found, .b = one});
    }
    return found == kNoRegister ? write({.op = Op::none}) : found;
  }

  Register write(Instruction instruction) {
    instruction.to = static_cast<Register>(program_.registers++);
    program_.instructions.push_back(instruction);
    return instruction.to;
  }

  const Graph& graph_;
  const std::vector<AtomId>& renamed_;
  const LowerOptions& options_;
  Program& program_;
  std::map<std::pair<VertexId, Register>, Register> computed_;
};

template <class Visit>
void for_each_read(Instruction& instruction, const Visit& visit) {
  for (Register* const operand : {&instruction.a, &instruction.b, &instruction.mask}) {
    if (*operand != kNoRegister) visit(*operand);
  }
}

// Fewer registers stay in a nearer cache. Inputs keep theirs: they are filled before the first instruction. A result
// never takes the place of an operand of its own instruction.
void reuse_registers(Program& program) {
  std::vector<std::size_t> last_read(program.registers, 0);
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    for_each_read(program.instructions[i], [&](Register r) { last_read[r] = i; });
  }
  std::vector<Register> place(program.registers, kNoRegister);
  for (Register r = 0; r < program.eager; ++r) place[r] = r;
  std::vector<Register> free;
  auto used = static_cast<Register>(program.eager);
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    Instruction& instruction = program.instructions[i];
    const Register to = instruction.to;
    if (to != kNoRegister) {
      if (free.empty()) free.push_back(used++);
      instruction.to = place[to] = free.back();
      free.pop_back();
    }
    for_each_read(instruction, [&](Register& r) {
      const bool done = r >= program.eager && last_read[r] == i;
      const Register old = r;
      r = place[old];
      if (done && std::ranges::find(free, r) == free.end()) free.push_back(r);
    });
    if (to != kNoRegister && last_read[to] == 0) free.push_back(instruction.to);  // never read
  }
  program.registers = used;
}

}  // namespace

Program lower(std::span<const Bound> bounds, event::FieldTable& fields, const LowerOptions& options) {
  Graph graph(fields, options);
  std::vector<VertexId> roots;
  roots.reserve(bounds.size());
  for (const Bound& bound : bounds) roots.push_back(graph.add(bound.tree));

  Program program;
  const std::vector<AtomId> renamed = sort_atoms(graph.atoms(), program.eager);
  program.atoms = graph.atoms();
  program.registers = program.eager;
  program.queries = bounds.size();
  program.needs_documents =
      std::ranges::any_of(program.atoms, [](const Atom& atom) { return atom.kind == Atom::Kind::document; });

  Emitter emitter(graph, renamed, options, program);
  for (std::uint32_t i = 0; i < roots.size(); ++i) emitter.query(roots[i], i);
  reuse_registers(program);
  return program;
}

}  // namespace picket::compile

// SPDX-License-Identifier: Apache-2.0
#include "match/eager.h"

#include <algorithm>

#include "base/check.h"
#include "compile/analyze.h"
#include "compile/predicate.h"

namespace picket::match {
namespace {

const compile::Predicate& predicate_of(const compile::Atom& atom) {
  const auto* test = std::get_if<compile::Test>(&atom.node->form);
  PICKET_CHECK(test != nullptr, "an eager atom is a test");
  return test->predicate;
}

}  // namespace

void EagerColumn::add(const compile::Atom& atom) {
  const compile::Predicate& predicate = predicate_of(atom);
  const auto look_for = [&](Index& index, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) index[text].push_back(atom.input);
  };
  const auto* terms = std::get_if<compile::Terms>(&predicate);
  if (terms != nullptr && !terms->ignore_case) {
    // What is too long to be indexed is not found by looking for it.
    std::vector<std::string> texts;
    std::ranges::copy_if(terms->texts, std::back_inserter(texts), [&](const std::string& text) {
      return compile::matches(predicate, {event::Scalar::Kind::string, text});
    });
    look_for(terms->rules.lowercase ? lower_ : exact_, texts);
  } else if (const auto* dynamic = std::get_if<compile::DynamicTerms>(&predicate)) {
    look_for(exact_, dynamic->texts);
    dynamic_.push_back(&atom);
  } else {
    others_.push_back(&atom);
  }
}

void EagerColumn::run(const event::Batch& batch, Registers& registers) {
  const event::Column& column = batch.columns[field_];
  if (generation_ != column.dictionary.generation()) {
    generation_ = column.dictionary.generation();
    hits_.clear();
    pool_.clear();
  }
  for (std::size_t row = 0; row < column.cells.size(); ++row) batch.cell(field_, row);
  learn(column.dictionary);
  for (std::size_t row = 0; row < column.cells.size(); ++row) {
    const Hits hits = hits_[column.cells[row]];
    for (std::uint32_t i = 0; i < hits.count; ++i) registers.set_row(pool_[hits.begin + i], row);
  }
}

void EagerColumn::learn(const event::Dictionary& dictionary) {
  for (auto cell = static_cast<event::CellId>(hits_.size()); cell < dictionary.size(); ++cell) {
    current_.clear();
    for (const event::Scalar& value : dictionary.values(cell)) learn_value(value);
    std::ranges::sort(current_);
    const auto repeated = std::ranges::unique(current_);
    current_.erase(repeated.begin(), repeated.end());
    hits_.push_back({static_cast<std::uint32_t>(pool_.size()), static_cast<std::uint32_t>(current_.size())});
    pool_.insert(pool_.end(), current_.begin(), current_.end());
  }
}

void EagerColumn::learn_value(const event::Scalar& value) {
  const auto add_all = [&](const Index& index) {
    const auto found = index.find(key_);
    if (found != index.end()) current_.insert(current_.end(), found->second.begin(), found->second.end());
  };
  if (!exact_.empty()) {
    key_.assign(value.text);
    add_all(exact_);
  }
  if (!lower_.empty()) {
    key_.clear();
    compile::append_lower(value.text, key_);
    add_all(lower_);
  }
  const auto try_each = [&](const std::vector<const compile::Atom*>& atoms) {
    for (const compile::Atom* atom : atoms) {
      if (compile::matches(predicate_of(*atom), value)) current_.push_back(atom->input);
    }
  };
  if (value.kind == event::Scalar::Kind::number) try_each(dynamic_);
  try_each(others_);
}

}  // namespace picket::match

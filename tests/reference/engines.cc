// SPDX-License-Identifier: Apache-2.0
#include "reference/engines.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <random>

#include "compile/lower.h"
#include "compile/optimize.h"
#include "match/evaluate.h"
#include "match/run.h"
#include "reference/interpreter.h"

namespace picket::reference {
namespace {

struct Configuration {
  std::string name;
  compile::OptimizeOptions optimize;
  compile::LowerOptions lower;
  std::size_t batch_size = 0;  // 0: all at once
  bool shuffled = false;
};

std::vector<Configuration> configurations() {
  const compile::LowerOptions plain{.eager = false, .share = false, .mask = false};
  std::vector<Configuration> out = {
      {"as bound", compile::no_optimization(), plain},
      {"optimized", {}, plain},
      {"shared, masked", compile::no_optimization(), {}},
      {"all", {}, {}},
      {"all, batches of one", {}, {}, 1},
      {"all, batches of three", {}, {}, 3},
      {"all, shuffled", {}, {}, 0, true},
      {"all but eager", {}, {.eager = false}},
      {"all but sharing", {}, {.share = false}},
      {"all but masks", {}, {.mask = false}},
  };
  for (const compile::OptimizeStep& step : compile::optimize_steps()) {
    Configuration without{fmt::format("all but '{}'", step.name), {}, {}};
    without.optimize.*step.enabled = false;
    out.push_back(std::move(without));
    Configuration only{fmt::format("only '{}'", step.name), compile::no_optimization(), {}};
    only.optimize.*step.enabled = true;
    out.push_back(std::move(only));
  }
  return out;
}

class Documents final : public event::RowDocuments {
 public:
  explicit Documents(std::span<const json::Object> documents) : documents_(documents) {}
  const json::Object& document(std::size_t row) override { return documents_[row]; }

 private:
  std::span<const json::Object> documents_;
};

// result[query][document]
using Matches = std::vector<std::vector<bool>>;

Matches run(const Configuration& configuration, std::span<const Query> queries,
            std::span<const json::Object> documents) {
  std::vector<compile::Bound> bounds;
  for (const Query& query : queries) bounds.push_back(compile::optimize(*query.bound, configuration.optimize));
  event::FieldTable fields;
  const compile::Program program = compile::lower(bounds, fields, configuration.lower);
  match::Runner runner(program);
  event::Batch batch(fields.size());
  std::vector<match::Bits> outputs;
  Matches matches(queries.size());
  const std::size_t size =
      configuration.batch_size == 0 ? std::max<std::size_t>(documents.size(), 1) : configuration.batch_size;
  for (std::size_t begin = 0; begin < documents.size(); begin += size) {
    const auto part = documents.subspan(begin, std::min(size, documents.size() - begin));
    batch.clear(begin % 2 == 0 ? 0 : ~std::size_t{0});  // dictionaries are cleared now and then
    add_rows(batch, fields, part);
    Documents rows(part);
    runner.run(batch, &rows, outputs);
    for (std::size_t query = 0; query < queries.size(); ++query) {
      for (std::size_t row = 0; row < part.size(); ++row) matches[query].push_back(outputs[query].test(row));
    }
  }
  return matches;
}

Matches run_shuffled(const Configuration& configuration, std::span<const Query> queries,
                     std::span<const json::Object> documents) {
  std::vector<std::size_t> order(documents.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937(documents.size()));
  std::vector<json::Object> shuffled;
  for (const std::size_t i : order) shuffled.push_back(documents[i]);
  const Matches found = run(configuration, queries, shuffled);
  Matches matches(queries.size(), std::vector<bool>(documents.size()));
  for (std::size_t query = 0; query < queries.size(); ++query) {
    for (std::size_t i = 0; i < order.size(); ++i) matches[query][order[i]] = found[query][i];
  }
  return matches;
}

}  // namespace

std::vector<Answers> ask_all_engines(std::span<const Query> queries, const event::FieldCatalog& catalog, Timestamp now,
                                     std::span<const json::Object> documents) {
  std::vector<Answers> answers(queries.size());
  for (std::size_t query = 0; query < queries.size(); ++query) {
    for (const json::Object& document : documents) {
      answers[query].matches.push_back(std::visit(
          [&](const auto* ast) {
            if (ast == nullptr) return match::evaluate(*queries[query].bound->tree, document);
            return matches(*ast, catalog, now, document);
          },
          queries[query].ast));
    }
  }
  for (const Configuration& configuration : configurations()) {
    const Matches found = configuration.shuffled ? run_shuffled(configuration, queries, documents)
                                                 : run(configuration, queries, documents);
    for (std::size_t query = 0; query < queries.size(); ++query) {
      for (std::size_t i = 0; i < documents.size(); ++i) {
        if (found[query][i] == answers[query].matches[i]) continue;
        answers[query].disagreement +=
            fmt::format("document {}: the reference says {}, '{}' says {}\n", i + 1, bool{answers[query].matches[i]},
                        configuration.name, bool{found[query][i]});
      }
    }
  }
  return answers;
}

event::Batch make_batch(const event::FieldTable& fields, std::span<const json::Object> documents) {
  event::Batch batch(fields.size());
  add_rows(batch, fields, documents);
  return batch;
}

void add_rows(event::Batch& batch, const event::FieldTable& fields, std::span<const json::Object> documents) {
  std::vector<event::Scalar> values;
  for (const json::Object& document : documents) {
    batch.rows.emplace_back();
    for (event::FieldId field = 0; field < fields.size(); ++field) {
      values.clear();
      std::deque<std::string> texts;
      event::collect(document, fields[field], values, texts);
      event::Column& column = batch.columns[field];
      column.cells.push_back(column.dictionary.intern(values));
    }
  }
}

}  // namespace picket::reference

// SPDX-License-Identifier: Apache-2.0
// Columns: the few fields that active rules read, as small integers into a dictionary of distinct values.
//
// A cell holds everything that one event has in one field: nothing (kMissing), one value, or a list of values (an
// array, or an array of objects flattened). Each distinct cell content is interned once and is one CellId, so a test is
// evaluated once per distinct content and remembered (match/). Dictionaries live across batches; when one outgrows its
// ceiling it is cleared at a batch boundary and its generation changes, which tells those who remember to forget.
//
// Not thread-safe: each worker owns its tables and batches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"

namespace picket::event {

// A value as JSON had it. Numbers and booleans keep their JSON text ("4625", "1.50", "true").
struct Scalar {
  enum class Kind : std::uint8_t { string, number, boolean, object };  // object: the JSON text of one nested object
  Kind kind = Kind::string;
  std::string_view text;
  friend bool operator==(const Scalar&, const Scalar&) = default;
};

// How much of a path a reader wants.
enum class Shape : std::uint8_t {
  leaf,     // the scalars at exactly this path; arrays flattened
  subtree,  // the scalars at this path and anywhere below it: flattened roots, `exists` on an object
  objects,  // the objects at this path, each one value: nested fields
};

using FieldId = std::uint32_t;

struct FieldRequest {
  std::string name;  // dotted ECS path
  Shape shape = Shape::leaf;
  friend bool operator==(const FieldRequest&, const FieldRequest&) = default;
};

// The union of the fields that anything active reads. Filled while rules are loaded, then constant.
class FieldTable {
 public:
  FieldId add(std::string_view name, Shape shape = Shape::leaf);  // the same request gives the same id
  const FieldRequest& operator[](FieldId id) const { return requests_[id]; }
  std::size_t size() const { return requests_.size(); }

 private:
  std::vector<FieldRequest> requests_;
  std::unordered_map<std::string, FieldId> ids_;
};

using CellId = std::uint32_t;
inline constexpr CellId kMissing = 0;
// Not worked out: Batch::cell() does it.
inline constexpr CellId kDeferred = 0xFFFF'FFFF;  // the document has to tell
inline constexpr CellId kHeld = 0xFFFF'FFFE;      // one string, which is not interned yet

class Dictionary {
 public:
  Dictionary();
  ~Dictionary();
  Dictionary(Dictionary&&) noexcept;
  Dictionary& operator=(Dictionary&&) noexcept;

  CellId intern(Scalar value);                    // copies the text
  CellId intern(std::span<const Scalar> values);  // none: kMissing; one: the same id as the single value

  // The values of a cell; valid until clear(). kMissing has none.
  std::span<const Scalar> values(CellId cell) const;

  std::size_t size() const;          // ids in use, kMissing included: every CellId is smaller
  std::size_t bytes() const;         // memory held
  std::uint32_t generation() const;  // changes with clear(); no two dictionaries of a process share one
  void clear();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Most cells of most columns are never asked for: rows that match nothing. So a string that stands in the record as it
// is only held, and interned when somebody asks. That is no change that a reader sees, hence the `mutable`.
struct Column {
  // One for each row of the batch. A cell of a leaf may be kHeld, one of any other field kDeferred.
  mutable std::vector<CellId> cells;
  mutable Dictionary dictionary;
  std::vector<std::string_view> texts;  // of held cells, by row

  // The cell of the row that is added next. `text` must live as long as the row.
  CellId hold(std::string_view text) {
    texts.resize(cells.size() + 1);
    texts.back() = text;
    return kHeld;
  }
  // No cell holds anything, of this batch or of earlier ones.
  bool is_empty() const { return dictionary.size() <= 1 && texts.empty(); }
};

// What the engine must know of a row besides its columns.
struct Row {
  Timestamp time{};      // @timestamp
  Timestamp ingested{};  // event.ingested
  bool has_time = false;
  bool has_ingested = false;
  std::uint16_t format = 0;  // decode::FormatId
  std::uint32_t index = 0;   // into Batch::indices: the event's index or data stream
  std::uint32_t line = 0;
  std::uint64_t offset = 0;  // of the record in its decoded file
  std::string_view raw;      // the record's bytes; valid until the batch is cleared
};

// Works out cells that cost too much to be made for every row: those of fields that rules read only behind cheaper
// tests.
class CellSource {
 public:
  virtual ~CellSource() = default;
  virtual CellId make_cell(FieldId field, const Row& row, Dictionary& dictionary) = 0;
  // Whether every text of the cell is one that stands in row.raw, but for JSON's escapes. Numbers may be written anew.
  virtual bool copies_texts(FieldId field, const Row& row) = 0;
};

// Up to a few thousand events. Columns are indexed by FieldId.
struct Batch {
  std::vector<Row> rows;
  std::vector<Column> columns;
  std::vector<std::string> indices;  // distinct names, kept across batches
  CellSource* deferred = nullptr;    // set by whoever leaves cells deferred, with the life of the rows

  explicit Batch(std::size_t fields) : columns(fields) {}
  std::size_t size() const { return rows.size(); }
  // Forgets the rows; dictionaries above `dictionary_ceiling` bytes are cleared as well.
  void clear(std::size_t dictionary_ceiling);
  std::uint32_t index_id(std::string_view name);

  // The content of a cell, worked out now if it was not before.
  CellId cell(FieldId field, std::size_t row) const {
    const Column& column = columns[field];
    CellId& known = column.cells[row];
    if (known == kHeld) known = column.dictionary.intern({Scalar::Kind::string, column.texts[row]});
    if (known == kDeferred) known = deferred->make_cell(field, rows[row], column.dictionary);
    return known;
  }
  std::span<const Scalar> values(FieldId field, std::size_t row) const {
    const CellId content = cell(field, row);
    return columns[field].dictionary.values(content);
  }
};

}  // namespace picket::event

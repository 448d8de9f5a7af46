// SPDX-License-Identifier: Apache-2.0
// The fast path of the decoder: from a parsed record to the cells of the wanted fields, without a document. A projector
// belongs to one reading of records (a Mapping, or ECS) and one FieldTable. It answers for the usual records and
// fields, and says of the others that the document has to be asked. One thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/time.h"
#include "decode/mapping.h"
#include "decode/record_view.h"
#include "event/columns.h"

namespace picket::decode {

class Projector {
 public:
  virtual ~Projector() = default;

  // What a row holds besides its cells.
  struct Facts {
    std::optional<Timestamp> time;
    std::optional<Timestamp> ingested;
    std::string_view index;  // valid until the next record
  };

  // Puts the cells of the fields that this projector answers for into `cells`, by FieldId. nullopt: this record has to
  // be read through its document; cells are unspecified then.
  virtual std::optional<Facts> fill(ViewValue record, std::span<event::Column> columns,
                                    std::span<event::CellId> cells) = 0;

  // The fields that it does not answer for, in any record.
  virtual std::span<const event::FieldId> document_fields() const = 0;

  // Whether the texts of such a field are texts of the record, none worked out of them and none added.
  virtual bool copies_texts(event::FieldId field) const = 0;
};

// `fields` must outlive the projector; so must what `surroundings` points to.
std::unique_ptr<Projector> make_mapping_projector(const Mapping& mapping, const event::FieldTable& fields,
                                                  const Surroundings& surroundings);
std::unique_ptr<Projector> make_ecs_projector(const event::FieldTable& fields);

}  // namespace picket::decode

// SPDX-License-Identifier: Apache-2.0
#include "source/reason.h"

#include <array>

namespace picket::source {
namespace {

struct Row {
  Reason reason;
  ReasonInfo info;
};

constexpr std::array<Row, kReasonCount> kRows = {{
    {Reason::not_json, {"not_json", Loss::record, "what stands here is not a JSON object"}},
    {Reason::truncated_record, {"truncated_record", Loss::record, "the file ends in the middle of a record or array"}},
    {Reason::record_too_large, {"record_too_large", Loss::record, "the record is larger than the limit"}},
    {Reason::too_deep, {"too_deep", Loss::record, "the record nests deeper than the limit"}},
    {Reason::bad_csv_row, {"bad_csv_row", Loss::record, "the row does not fit the header"}},
    {Reason::bad_table_row, {"bad_table_row", Loss::record, "the row does not fit the columns of its table"}},
    {Reason::bad_encoding, {"bad_encoding", Loss::file, "the text is in an encoding that is not read"}},
    {Reason::unknown_container, {"unknown_container", Loss::file, "the text is neither JSON nor CSV with a header"}},
    {Reason::not_a_log, {"not_a_log", Loss::file, "the file is of a kind that holds no logs"}},
    {Reason::unreadable_file, {"unreadable_file", Loss::file, "the file or folder could not be read"}},
    {Reason::corrupt_compression, {"corrupt_compression", Loss::file, "the compressed data is damaged or cut off"}},
    {Reason::encrypted_archive, {"encrypted_archive", Loss::file, "the archive member is encrypted"}},
    {Reason::nested_archive, {"nested_archive", Loss::file, "an archive inside an archive is not opened"}},
    {Reason::too_many_members, {"too_many_members", Loss::file, "the archive has more members than the limit"}},
    {Reason::expansion_limit, {"expansion_limit", Loss::file, "the data expands more than the limit allows"}},
    {Reason::empty_file, {"empty_file", Loss::file, "the file is empty"}},
    {Reason::skipped_file, {"skipped_file", Loss::none, "skipped in a folder: no log file"}},
    {Reason::no_records, {"no_records", Loss::none, "a log in good order that holds no records"}},
    {Reason::duplicate_file, {"duplicate_file", Loss::none, "the same file was already read under another path"}},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].reason) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the table is indexed by the enumerators' values");

}  // namespace

const ReasonInfo& info(Reason reason) {
  return kRows[static_cast<std::size_t>(reason)].info;
}

}  // namespace picket::source

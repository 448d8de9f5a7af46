// SPDX-License-Identifier: Apache-2.0
// Why something was not read: one table of names and sentences for summaries, documents and tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace picket::source {

enum class Reason : std::uint8_t {
  // One record is lost.
  not_json,
  truncated_record,
  record_too_large,
  too_deep,
  bad_csv_row,
  bad_table_row,
  // A file, an archive member or the rest of one is lost.
  bad_encoding,
  unknown_container,
  not_a_log,
  unreadable_file,
  corrupt_compression,
  encrypted_archive,
  nested_archive,
  too_many_members,
  expansion_limit,
  empty_file,
  // Notes: nothing that was asked for is lost.
  skipped_file,
  no_records,
  duplicate_file,
};
inline constexpr std::size_t kReasonCount = 19;

enum class Loss : std::uint8_t { record, file, none };

struct ReasonInfo {
  std::string_view name;      // stable, snake_case
  Loss loss;                  // none: a note, which does not make a reading incomplete
  std::string_view sentence;  // for people
};
const ReasonInfo& info(Reason reason);

}  // namespace picket::source

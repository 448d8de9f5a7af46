// SPDX-License-Identifier: Apache-2.0
// What a file is by its first bytes, and what it surely is not by its name. Logs have no extension that can be relied
// on, so a name only ever speaks against a file that was found in a folder, never against one that was asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace picket::source {

struct FileKind {
  enum class Kind : std::uint8_t { text, compressed, archive, foreign } kind = Kind::text;
  // "gzip", "zip", "PNG image", ...; empty for text. Names of compressions and archives are those of FileInfo.
  std::string_view name;
};

inline constexpr std::size_t kKindHead = 512;  // bytes that find_kind() wants to see
FileKind find_kind(std::string_view head);

// For files met in folders and archives: what speaks against a log in this name, the last part of a path. nullopt for a
// name that a log may have.
std::optional<std::string_view> foreign_name(std::string_view name);

}  // namespace picket::source

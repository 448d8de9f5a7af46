// SPDX-License-Identifier: Apache-2.0
#include "rule/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>

#include "base/text.h"
#include "rule/limits.h"
#include "rule/problems.h"

namespace picket::rule {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kExtensions = {".toml", ".json", ".ndjson"};

bool is_rule_file_name(const fs::path& path) {
  const std::string name = to_lower_ascii(path.filename().string());
  const bool has_extension =
      std::ranges::any_of(kExtensions, [&](std::string_view extension) { return name.ends_with(extension); });
  return has_extension && !name.ends_with(".test.toml") && name != "templates.toml" && !name.starts_with('.');
}

bool is_test_file_name(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(kTestSuffix) && !name.starts_with('.');
}

struct FileKind {
  bool (*has_name)(const fs::path& path);
  std::string_view none;  // what is said of a folder without any
  std::string_view hint;
};
constexpr FileKind kRuleFiles = {is_rule_file_name, "no rule files in this folder",
                                 "rule files end in .toml, .json or .ndjson"};
constexpr FileKind kTestFiles = {is_test_file_name, "no rule tests in this folder", "their files end in .test.toml"};

std::vector<std::string> files_below(const std::string& folder, const FileKind& kind, Diagnostics& diagnostics) {
  std::vector<std::string> out;
  std::error_code failure;
  fs::recursive_directory_iterator it(folder, failure);
  for (; !failure && it != fs::recursive_directory_iterator(); it.increment(failure)) {
    std::error_code ignored;
    if (it->is_directory(ignored)) {
      if (it->path().filename().string().starts_with('.')) it.disable_recursion_pending();
      // An unreadable folder ends the iteration with an error unless it is stepped over.
      std::error_code unreadable;
      const fs::directory_iterator probe(it->path(), unreadable);
      if (!unreadable) continue;
      it.disable_recursion_pending();
      report_file(Code::unreadable, it->path().string(),
                  fmt::format("cannot read the folder: {}", unreadable.message()), {}, diagnostics);
    } else if (kind.has_name(it->path()) && it->is_regular_file(ignored)) {
      out.push_back(it->path().string());
    }
  }
  if (failure) {
    report_file(Code::unreadable, folder, fmt::format("cannot read the folder: {}", failure.message()), {},
                diagnostics);
  } else if (out.empty()) {
    report_file(Code::nothing_in_folder, folder, std::string(kind.none), std::string(kind.hint), diagnostics);
  }
  std::ranges::sort(out);
  return out;
}

std::string canonical(const std::string& path) {
  std::error_code failure;
  const fs::path out = fs::canonical(path, failure);
  return failure ? path : out.string();
}

std::vector<FoundFile> find(std::span<const std::string> paths, const FileKind& kind, Diagnostics& diagnostics) {
  std::vector<FoundFile> out;
  std::set<std::string> seen;
  const auto add = [&](std::string path, bool named) {
    if (seen.insert(canonical(path)).second) out.push_back({std::move(path), named});
  };
  for (const std::string& path : paths) {
    std::error_code failure;
    const fs::file_status status = fs::status(path, failure);
    if (fs::is_directory(status)) {
      for (std::string& file : files_below(path, kind, diagnostics)) add(std::move(file), false);
    } else if (fs::exists(status)) {
      add(path, true);
    } else {
      report_file(Code::unreadable, path, "no such file or folder", {}, diagnostics);
    }
  }
  return out;
}

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// At most one byte more than allowed, so that the caller sees that it was too much.
std::optional<std::string> read_bytes(const std::string& path, std::size_t most, Diagnostics& diagnostics) {
  const auto report = [&](int error) {
    report_file(Code::unreadable, path, fmt::format("cannot read the file: {}", std::generic_category().message(error)),
                {}, diagnostics);
    return std::nullopt;
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return report(errno);
  std::string out;
  std::array<char, 1UL << 16> block;
  while (out.size() <= most) {
    errno = 0;
    const std::size_t count = std::fread(block.data(), 1, block.size(), file.get());
    out.append(block.data(), count);
    if (count < block.size()) break;
  }
  if (std::ferror(file.get()) != 0) return report(errno);
  return out;
}

std::string decode(std::string bytes) {
  const std::string_view view = bytes;
  if (view.starts_with("\xef\xbb\xbf")) return bytes.substr(3);
  const bool big_endian = view.starts_with("\xfe\xff");
  if (!big_endian && !view.starts_with("\xff\xfe")) return bytes;
  return utf16_to_utf8(std::as_bytes(std::span(view.substr(2))), big_endian);
}

std::size_t first_bad_line(std::string_view text) {
  std::size_t number = 1;
  for (const std::string_view line : split(text, '\n')) {
    if (!is_valid_utf8(line) || line.find('\0') != std::string_view::npos) return number;
    ++number;
  }
  return number;
}

std::optional<std::string> to_text(std::string_view name, std::string bytes, std::size_t most,
                                   Diagnostics& diagnostics) {
  if (bytes.size() > most) {
    report_file(Code::file_too_large, name,
                fmt::format("the file is larger than {} MiB, the most that a file of its kind may have", most >> 20),
                "split the file", diagnostics);
    return std::nullopt;
  }
  std::string text = decode(std::move(bytes));
  if (is_valid_utf8(text) && text.find('\0') == std::string::npos) return text;
  report_file(Code::not_text, name,
              fmt::format("the file is not text: line {} {}", first_bad_line(text),
                          is_valid_utf8(text) ? "has a NUL byte" : "is not valid UTF-8"),
              "save it as UTF-8; compressed exports are not read", diagnostics);
  return std::nullopt;
}

}  // namespace

std::vector<FoundFile> find_files(std::span<const std::string> paths, Diagnostics& diagnostics) {
  return find(paths, kRuleFiles, diagnostics);
}

std::vector<FoundFile> find_test_files(std::span<const std::string> paths, Diagnostics& diagnostics) {
  return find(paths, kTestFiles, diagnostics);
}

std::optional<std::string> to_text(std::string_view name, std::string bytes, Diagnostics& diagnostics) {
  return to_text(name, std::move(bytes), kMaxFileBytes, diagnostics);
}

std::optional<std::string> read_text_file(const std::string& path, Diagnostics& diagnostics) {
  std::optional<std::string> bytes = read_bytes(path, kMaxFileBytes, diagnostics);
  if (!bytes.has_value()) return std::nullopt;
  return to_text(path, std::move(*bytes), kMaxFileBytes, diagnostics);
}

std::optional<std::string> read_value_file(const std::string& path, Diagnostics& diagnostics) {
  std::optional<std::string> bytes = read_bytes(path, kMaxValueListBytes, diagnostics);
  if (!bytes.has_value()) return std::nullopt;
  return to_text(path, std::move(*bytes), kMaxValueListBytes, diagnostics);
}

}  // namespace picket::rule

// SPDX-License-Identifier: Apache-2.0
// Finding and reading files: folders, order, what is skipped, what cannot be read, what is no text, limits.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "rule/limits.h"
#include "unit/rule/rule_support.h"

namespace picket::rule::tests {
namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

std::string rule_text(int number, std::string_view name) {
  return fmt::format(R"([rule]
name = "{}"
description = "d"
rule_id = "00000000-0000-4000-8000-{:012}"
severity = "low"
risk_score = 21
type = "query"
query = "a:b"
)",
                     name, number);
}

class RuleFiles : public testing::Test {
 protected:
  RuleFiles() {
    const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / fmt::format("picket-rule-{}-{}", info->name(), getpid());
    fs::create_directories(folder_);
  }
  ~RuleFiles() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view text) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  static Loaded load(const Texts& paths) {
    Loaded out;
    load_rules(paths, out.set, out.diagnostics);
    return out;
  }

  static Texts names(const Loaded& loaded) {
    Texts out;
    for (const Rule& rule : loaded.set.rules) out.push_back(rule.name);
    return out;
  }

  std::string folder() const { return folder_.string(); }

 private:
  fs::path folder_;
};

TEST_F(RuleFiles, AreReadInTheOrderOfTheirPaths) {
  write("b.toml", rule_text(1, "b"));
  write("a/z.toml", rule_text(2, "a/z"));
  write("c.TOML", rule_text(3, "c"));
  const Loaded loaded = load({folder()});
  EXPECT_EQ(loaded.rendered(), "");
  EXPECT_EQ(names(loaded), (Texts{"a/z", "b", "c"}));
  EXPECT_EQ(loaded.set.files, 3U);
}

TEST_F(RuleFiles, ThatAreNoRulesAreSkippedInFoldersAndRefusedWhenNamed) {
  write("a.toml", rule_text(1, "a"));
  write("a.test.toml", "not even TOML");
  write("templates.toml", "not even TOML");
  write(".hidden/b.toml", "not even TOML");
  write("readme.md", "# no rules");
  write("hunt.toml", "[hunt]\nname = \"h\"\n");
  const std::string other = write("other.toml", "[other]\nname = \"o\"\n");
  const std::string package = write("package.json", "{\"name\": \"p\"}");
  const Loaded loaded = load({folder()});
  EXPECT_EQ(names(loaded), Texts{"a"});
  EXPECT_EQ(loaded.problems(), (Texts{"R110 " + other, "R110 " + package}));
  EXPECT_EQ(loaded.set.failed_rules, 0U);

  const Loaded named = load({other, package});
  EXPECT_EQ(named.problems(), (Texts{"R108 " + other, "R108 1:1"}));
  EXPECT_EQ(named.set.failed_rules, 2U);
}

TEST_F(RuleFiles, GivenTwiceAreReadOnce) {
  const std::string path = write("a.toml", rule_text(1, "a"));
  const Loaded loaded = load({path, folder(), path, folder() + "/../" + fs::path(folder()).filename().string()});
  EXPECT_EQ(loaded.rendered(), "");
  EXPECT_EQ(names(loaded), Texts{"a"});
  EXPECT_EQ(loaded.set.files, 1U);
}

TEST_F(RuleFiles, WithTheSameRuleIdAreNamedAndTheLastIsUsed) {
  const std::string first = write("a.toml", rule_text(1, "a"));
  write("b.toml", rule_text(2, "b"));
  const std::string last = write("c.toml", rule_text(1, "c"));
  const Loaded loaded = load({folder()});
  EXPECT_EQ(loaded.problems(), Texts{"R152 4:11"});
  const Diagnostic& diagnostic = loaded.diagnostics.items().at(0);
  EXPECT_EQ(diagnostic.source->name, last);
  EXPECT_EQ(diagnostic.message, first + ":1 has the same rule_id; this one, the last, is used");
  EXPECT_EQ(names(loaded), (Texts{"b", "c"}));
}

TEST_F(RuleFiles, ThatAreMissingOrUnreadableAreReported) {
  const std::string missing = folder() + "/missing.toml";
  fs::create_directories(folder() + "/empty");
  EXPECT_EQ(load({missing}).problems(), Texts{"R101 " + missing});
  EXPECT_EQ(load({folder() + "/empty"}).problems(), Texts{"R109 " + folder() + "/empty"});
  if (geteuid() == 0) return;  // permissions mean nothing to root
  const std::string secret = write("secret.toml", rule_text(1, "a"));
  fs::permissions(secret, fs::perms::none);
  EXPECT_EQ(load({secret}).problems(), Texts{"R101 " + secret});
}

TEST_F(RuleFiles, ThatAreNoTextAreReported) {
  const std::string binary = write("a.toml", "name = \"\xff\xfe\x01\"");
  const std::string nul = write("b.toml", std::string_view("[rule]\n\0", 8));
  const Loaded loaded = load({folder()});
  EXPECT_EQ(loaded.problems(), (Texts{"R103 " + binary, "R103 " + nul}));
  EXPECT_EQ(loaded.set.failed_rules, 2U);
  EXPECT_EQ(loaded.diagnostics.items().at(1).message, "the file is not text: line 2 has a NUL byte");
}

TEST_F(RuleFiles, MayBeAsLargeAsTheLimit) {
  std::string text = rule_text(1, "a") + "#";
  text.append(kMaxFileBytes - text.size(), 'x');
  const std::string path = write("a.toml", text);
  EXPECT_EQ(load({path}).rendered(), "");
  text += 'x';
  write("a.toml", text);
  EXPECT_EQ(load({path}).problems(), Texts{"R102 " + path});
}

TEST_F(RuleFiles, OfOtherEncodingsAreRead) {
  const std::string text = rule_text(1, "a");
  std::string utf16 = "\xff\xfe";
  for (const char c : text) utf16 += {c, '\0'};
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  for (const std::string& each : {"\xef\xbb\xbf" + text, utf16, crlf}) {
    const Loaded loaded = load({write("a.toml", each)});
    EXPECT_EQ(loaded.rendered(), "");
    EXPECT_EQ(names(loaded), Texts{"a"});
  }
}

TEST_F(RuleFiles, WithExceptionsElsewhereAreNamed) {
  const std::string rule = write("a.toml", rule_text(1, "a") + "exceptions_list = [{list_id = \"mine\"}]\n");
  EXPECT_EQ(load({rule}).problems(), Texts{"R157 " + rule + ":1"});
  write("exceptions.toml",
        "[[exceptions]]\n[exceptions.container]\nlist_id = \"mine\"\ntype = \"detection\"\nname = \"n\"\n");
  const Loaded loaded = load({folder()});
  EXPECT_EQ(loaded.rendered(), "");
  EXPECT_EQ(loaded.set.exception_lists.size(), 1U);
}

}  // namespace
}  // namespace picket::rule::tests

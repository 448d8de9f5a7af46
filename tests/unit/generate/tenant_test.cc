// SPDX-License-Identifier: Apache-2.0
#include "generate/tenant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "generate/random.h"

namespace picket::generate {
namespace {

struct Made {
  std::string text;
  Timestamp time;
  Timestamp arrival;
};

std::vector<Made> make(const TenantOptions& options) {
  Tenant tenant(options);
  std::vector<Made> records;
  for (std::string record; tenant.next(record);) records.push_back({record, tenant.time(), tenant.arrival()});
  return records;
}

TenantOptions with_records(std::uint64_t records) {
  TenantOptions options;
  options.records = records;
  return options;
}

json::Value parsed(const std::string& text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value.has_value()) << text;
  return value.has_value() ? *std::move(value) : json::Value();
}

std::string member(const json::Object& record, std::string_view key) {
  const json::Value* value = json::get(record, key);
  return value == nullptr ? std::string() : json::scalar_text(*value);
}

template <class... Keys>
std::string nested(const json::Object& record, Keys... keys) {
  const json::Value* value = json::get(record, keys...);
  return value == nullptr ? std::string() : json::scalar_text(*value);
}

TEST(Tenant, SameOptionsGiveTheSameBytes) {
  const auto first = make(with_records(2000));
  const auto second = make(with_records(2000));
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t index = 0; index < first.size(); ++index) ASSERT_EQ(first[index].text, second[index].text);
}

// Benchmarks are compared over months, so their input must not change unnoticed. A new value here is a new input.
TEST(Tenant, BytesAreThoseOfTheReferenceRun) {
  TenantOptions options = with_records(3000);
  options.intrusions = 2;
  std::uint64_t digest = 0;
  for (const Made& made : make(options)) {
    for (const char character : made.text) digest = mix(digest ^ static_cast<unsigned char>(character));
  }
  EXPECT_EQ(digest, 7883875874753448811U);
}

TEST(Tenant, AnotherSeedIsAnotherTenant) {
  TenantOptions other = with_records(10);
  other.seed = 2;
  EXPECT_NE(Tenant(with_records(10)).population().tenant_id(), Tenant(other).population().tenant_id());
}

TEST(Tenant, MakesTheNumberOfRecordsAskedForAndFillsTheDays) {
  for (const std::uint64_t count : {1U, 500U, 8000U}) {
    const TenantOptions options = with_records(count);
    const auto records = make(options);
    EXPECT_EQ(records.size(), count);
    if (count < 1000) continue;
    const auto end = options.start + std::chrono::days{options.days};
    EXPECT_NEAR(static_cast<double>((records.back().time - options.start) / std::chrono::hours{1}),
                static_cast<double>((end - options.start) / std::chrono::hours{1}), 12);
  }
}

TEST(Tenant, EveryRecordIsOneLineOfJsonWithWhatEventHubRecordsHave) {
  TenantOptions options = with_records(4000);
  options.intrusions = 3;
  std::set<std::string> results;
  std::set<std::string> principal_types;
  std::set<std::string> operations;
  for (const Made& made : make(options)) {
    ASSERT_EQ(made.text.find('\n'), std::string::npos);
    const json::Value value = parsed(made.text);
    const json::Object& record = value.get_object();
    for (const auto* key : {"time", "resourceId", "operationName", "category", "resultType", "correlationId"}) {
      EXPECT_FALSE(member(record, key).empty()) << key << " in " << made.text;
    }
    EXPECT_EQ(parse_iso8601(member(record, "time")), made.time);
    results.insert(member(record, "resultType"));
    operations.insert(member(record, "operationName"));
    principal_types.insert(nested(record, "identity", "authorization", "evidence", "principalType"));
  }
  EXPECT_EQ(results, (std::set<std::string>{"Start", "Accept", "Success", "Failure", "Updated"}));
  EXPECT_EQ(principal_types, (std::set<std::string>{"", "User", "Group", "ServicePrincipal"}));
  EXPECT_GT(operations.size(), 40U);
}

// The principal of a group's assignment is a group that the caller's token names.
TEST(Tenant, GroupPrincipalsAreGroupsOfTheCaller) {
  std::size_t seen = 0;
  for (const Made& made : make(with_records(2000))) {
    const json::Value value = parsed(made.text);
    const json::Object& record = value.get_object();
    if (nested(record, "identity", "authorization", "evidence", "principalType") != "Group") continue;
    std::string groups = nested(record, "identity", "claims", "groups");
    std::erase(groups, '-');
    EXPECT_NE(groups.find(nested(record, "identity", "authorization", "evidence", "principalId")), std::string::npos);
    ++seen;
  }
  EXPECT_GT(seen, 100U);
}

TEST(Tenant, RecordsOfAnOperationFollowEachOther) {
  TenantOptions options = with_records(5000);
  options.duplicate_millionths = 0;
  std::map<std::string, std::vector<std::pair<Timestamp, std::string>>> chains;
  for (const Made& made : make(options)) {
    const json::Value value = parsed(made.text);
    const json::Object& record = value.get_object();
    if (member(record, "operationName") != "MICROSOFT.COMPUTE/VIRTUALMACHINES/START/ACTION") continue;
    chains[member(record, "correlationId") + member(record, "resourceId")].push_back(
        {made.time, member(record, "resultType")});
  }
  ASSERT_GT(chains.size(), 50U);
  std::size_t whole = 0;
  for (auto& [key, chain] : chains) {
    std::ranges::sort(chain);
    std::string order;
    for (const auto& [time, result] : chain) order += result + ' ';
    whole += order == "Start Accept Success " ? 1U : 0U;
  }
  EXPECT_GT(whole, chains.size() * 8 / 10);
}

TEST(Tenant, ComesInOrderOfArrivalSomeLateSomeTwice) {
  TenantOptions options = with_records(10'000);
  options.late_millionths = 40'000;
  options.duplicate_millionths = 20'000;
  const auto records = make(options);
  EXPECT_TRUE(std::ranges::is_sorted(records, {}, &Made::arrival));
  EXPECT_FALSE(std::ranges::is_sorted(records, {}, &Made::time));
  const auto late = std::ranges::count_if(
      records, [](const Made& made) { return made.arrival - made.time >= std::chrono::minutes{5}; });
  EXPECT_NEAR(static_cast<double>(late), 400, 80);
  std::map<std::string, int> copies;
  for (const Made& made : records) ++copies[made.text];
  const auto twice = std::ranges::count_if(copies, [](const auto& entry) { return entry.second == 2; });
  EXPECT_NEAR(static_cast<double>(twice), 200, 60);
}

TEST(Tenant, NoneLateAndNoneTwiceUnlessAskedFor) {
  TenantOptions options = with_records(5000);
  options.late_millionths = 0;
  options.duplicate_millionths = 0;
  std::set<std::string> texts;
  for (const Made& made : make(options)) {
    EXPECT_LT(made.arrival - made.time, std::chrono::minutes{5});
    EXPECT_TRUE(texts.insert(made.text).second);
  }
}

TEST(Tenant, PeopleWorkInDaytimeOnWorkdays) {
  std::size_t day = 0;
  std::size_t night = 0;
  std::size_t weekend = 0;
  for (const Made& made : make(with_records(12'000))) {
    if (made.text.find("\"idtyp\":\"user\"") == std::string::npos) continue;
    const auto hours =
        std::chrono::floor<std::chrono::hours>(made.time - std::chrono::floor<std::chrono::days>(made.time));
    const auto date = std::chrono::floor<std::chrono::days>(made.time);
    const std::chrono::weekday weekday{date};
    const bool working = weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
    if (!working) ++weekend;
    if (working && hours.count() >= 7 && hours.count() < 17) ++day;
    if (working && hours.count() < 5) ++night;
  }
  EXPECT_GT(day, 20 * night);
  EXPECT_GT(day, 5 * weekend);
}

// Successful run commands of intruders: resource id and caller, since two may hit one machine.
std::map<std::string, json::Value> intruders_commands(Tenant& tenant) {
  std::map<std::string, json::Value> found;
  for (std::string record; tenant.next(record);) {
    if (record.find("/HEALTH-CHECK\",\"operationName\":\"MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMANDS/WRITE\"") ==
        std::string::npos) {
      continue;
    }
    json::Value value = parsed(record);
    if (member(value.get_object(), "resultType") != "Success") continue;
    const std::string key = member(value.get_object(), "resourceId") +
                            nested(value.get_object(), "identity", "claims",
                                   "http://schemas.microsoft.com/identity/claims/objectidentifier");
    found[key] = std::move(value);
  }
  return found;
}

TEST(Tenant, IntrudersDoWhatIsReported) {
  TenantOptions options = with_records(8000);
  options.intrusions = 5;
  Tenant tenant(options);
  const auto commands = intruders_commands(tenant);
  ASSERT_EQ(tenant.intrusions().size(), 5U);
  for (const Intrusion& intrusion : tenant.intrusions()) {
    ASSERT_FALSE(intrusion.run_command_ids.empty());
    for (const std::string& id : intrusion.run_command_ids) {
      const auto command = commands.find(id + intrusion.caller_object_id);
      ASSERT_NE(command, commands.end()) << id;
      const json::Object& record = command->second.get_object();
      EXPECT_EQ(nested(record, "identity", "authorization", "evidence", "principalId"), intrusion.principal_id);
      EXPECT_EQ(member(record, "callerIpAddress"), intrusion.address);
    }
  }
}

TEST(Tenant, TheStoryIsTheSameForEverySeed) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    TenantOptions options = with_records(500);
    options.seed = seed;
    options.days = 1;
    options.intrusions = 1;
    options.story = true;
    Tenant tenant(options);
    EXPECT_EQ(intruders_commands(tenant).size(), 2U);
    ASSERT_EQ(tenant.intrusions().size(), 1U);
    // By the end he acts as a principal of his own.
    std::string own = tenant.intrusions().front().caller_object_id;
    std::erase(own, '-');
    EXPECT_EQ(tenant.intrusions().front().principal_id, own);
  }
}

// Logs of one tenant for different days hold the same people but not the same calls.
TEST(Tenant, AnotherStartIsTheSameTenantOnOtherDays) {
  TenantOptions later = with_records(200);
  later.start += std::chrono::days{7};
  EXPECT_EQ(Tenant(later).population().tenant_id(), Tenant(with_records(200)).population().tenant_id());
  std::set<std::string> correlations;
  for (const TenantOptions& options : {with_records(200), later}) {
    std::set<std::string> own;
    for (const Made& made : make(options)) own.insert(member(parsed(made.text).get_object(), "correlationId"));
    for (const std::string& id : own) EXPECT_TRUE(correlations.insert(id).second) << id;
  }
}

}  // namespace
}  // namespace picket::generate

// SPDX-License-Identifier: Apache-2.0
#include "base/object_hash.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/text.h"

namespace picket {
namespace {

std::string hash_of_json(std::string_view text) {
  const auto value = json::parse(text);
  EXPECT_TRUE(value) << text;
  return object_hash(*value);
}

TEST(ObjectHash, AlertIdOfANewTermsRule) {
  EXPECT_EQ(hash_of_json(R"([".ds-logs-x-2024.01.01-000001","AbC1","undefined",
                             "default:11111111-2222-3333-4444-555555555555",["host-0"]])"),
            "34a9ced4d38b177404155a67875d58486d312d6e");
}

TEST(ObjectHash, Scalars) {
  EXPECT_EQ(hash_of_json(R"(["i","d","undefined","default:r",["a",42,null]])"),
            "19566e9cafe4daedc47454a72613a3fc2a86769f");
  EXPECT_EQ(hash_of_json(R"(["i",true,1.5,-0.0])"), "ed94fa71ce0c514ef1c0c2c2610447184d483911");
}

TEST(ObjectHash, Undefined) {
  ObjectHash hash;
  hash.array(2);
  hash.string("i");
  hash.undefined();
  EXPECT_EQ(hash.finish(), "9ef2292d51b93efb6b1250c84b44c808bc281f53");
}

TEST(ObjectHash, Date) {
  ObjectHash hash;
  hash.array(2);
  hash.string("i");
  hash.date(*parse_iso8601("2024-01-02T03:04:05.678Z"));
  EXPECT_EQ(hash.finish(), "8f90714876ae47a0f37fe6491ec37f86b6857991");
}

TEST(ObjectHash, StringLengthIsInUtf16Units) {
  EXPECT_EQ(hash_of_json("[\"é😀\"]"), "1653459a268c3e4af83b1ec66eaf24bca1e483c7");
  EXPECT_EQ(sha1_hex("array:1:string:3:é😀"), "1653459a268c3e4af83b1ec66eaf24bca1e483c7");
}

TEST(ObjectHash, InstanceIdOfASuppressedAlert) {
  EXPECT_EQ(hash_of_json(R"([[{"field":"host.name","value":["a"]},{"field":"u","value":null}],"r","default"])"),
            "07cbc9870c46e46a7a6edb7b3a87d60803454b68");
}

// What object-hash writes of a plain object that it meets as visit number `visit`, up to its own members. The first
// object spells out the prototype and the constructor, others refer to those visits.
std::string first_object(int visit, int own_members) {
  const std::string function = "fn:string:8:[native]string:20:function-name:Object";
  const std::string seen = "[CIRCULAR:" + std::to_string(visit + 2) + "]";
  return "object:" + std::to_string(own_members + 3) + ":string:9:prototype:Undefined,string:9:__proto__:" +
         "object:3:string:9:prototype:Undefined,string:9:__proto__:Null,string:11:constructor:" + function +
         "object:0:,,string:11:constructor:" + function + "string:" + std::to_string(seen.size()) + ":" + seen + ",";
}

TEST(ObjectHash, SingleObject) {
  EXPECT_EQ(hash_of_json("{}"), sha1_hex(first_object(0, 0)));
  EXPECT_EQ(hash_of_json(R"({"b":1,"a":false})"),
            sha1_hex(first_object(0, 2) + "string:1:a:bool:false,string:1:b:number:1,"));
}

TEST(ObjectHash, ArraysAndDatesCountAsVisits) {
  ObjectHash hash;
  hash.array(10);
  for (int i = 0; i < 8; ++i) hash.json(json::Array{});
  hash.date(Timestamp{});
  hash.json(json::Object{});
  std::string stream = "array:10:";
  for (int i = 0; i < 8; ++i) stream += "array:0:";
  // Visits 0 to 9 are taken, so the object is 10, and the back reference has one character more than with one digit.
  EXPECT_EQ(hash.finish(), sha1_hex(stream + "date:1970-01-01T00:00:00.000Z" + first_object(10, 0)));
}

TEST(ObjectHash, KeysAreSortedByUtf16Units) {
  // U+1F600 is a surrogate pair (D83D DE00), which JavaScript sorts before U+FF5E; by bytes or code points it would
  // come after.
  EXPECT_EQ(hash_of_json("{\"～\":1,\"😀\":2,\"퟿\":3,\"a\":4}"),
            sha1_hex(first_object(0, 4) +
                     "string:1:a:number:4,string:1:퟿:number:3,string:2:😀:number:2,string:1:～:number:1,"));
  EXPECT_EQ(hash_of_json("{\"aa\":1,\"a\":2,\"\":3}"),
            sha1_hex(first_object(0, 3) + "string:0::number:3,string:1:a:number:2,string:2:aa:number:1,"));
}

TEST(ObjectHash, IllFormedUtf8CountsAsReplacementCharacter) {
  ObjectHash hash;
  hash.string("a\xff");
  EXPECT_EQ(hash.finish(), sha1_hex("string:2:a\uFFFD"));
}

TEST(ObjectHash, LargeIntegersAreDoublesAsInJavaScript) {
  EXPECT_EQ(hash_of_json("[9007199254740993]"), sha1_hex("array:1:number:9007199254740992"));
  EXPECT_EQ(hash_of_json("[18446744073709551615]"), sha1_hex("array:1:number:18446744073709552000"));
}

TEST(JavascriptNumber, FollowsEcmaScript) {
  const struct {
    double value;
    const char* text;
  } cases[] = {
      {0, "0"},
      {-0.0, "0"},
      {1, "1"},
      {-1, "-1"},
      {42, "42"},
      {1.5, "1.5"},
      {-0.25, "-0.25"},
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {123456.789, "123456.789"},
      {100, "100"},
      {1e20, "100000000000000000000"},
      {123456789012345680000.0, "123456789012345680000"},
      {1e21, "1e+21"},
      {1.5e21, "1.5e+21"},
      {-1e22, "-1e+22"},
      {1e-6, "0.000001"},
      {1.5e-6, "0.0000015"},
      {1e-7, "1e-7"},
      {-1.25e-7, "-1.25e-7"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {9007199254740993.0, "9007199254740992"},
      {std::numeric_limits<double>::quiet_NaN(), "NaN"},
      {std::numeric_limits<double>::infinity(), "Infinity"},
      {-std::numeric_limits<double>::infinity(), "-Infinity"},
  };
  for (const auto& c : cases) EXPECT_EQ(javascript_number(c.value), c.text);
}

}  // namespace
}  // namespace picket

// SPDX-License-Identifier: Apache-2.0
// Short ways to say what a record becomes.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "decode/decoder.h"
#include "event/document.h"

namespace picket::decode::testing_data {

inline json::Object document_of(std::string_view record, const DecodeOptions& options = {}) {
  const event::FieldTable fields;
  const Decoder decoder(fields, options);
  auto document = decoder.document(record, Hint::none, false);
  EXPECT_TRUE(document.has_value()) << to_string(document.error()) << ": " << record;
  return document ? std::move(document->source) : json::Object();
}

// The texts at a path, joined by '|'; "-" when there is none.
inline std::string at(const json::Object& document, std::string_view path) {
  const std::vector<std::string> texts = event::all_texts(document, path);
  if (texts.empty()) return "-";
  std::string out = texts.front();
  for (std::size_t i = 1; i < texts.size(); ++i) out += "|" + texts[i];
  return out;
}

// The document of a diagnostic settings record with these members (JSON, without braces).
inline json::Object activity_of(std::string_view members, const DecodeOptions& options = {}) {
  std::string record = R"({"time":"2024-05-06T07:08:09Z","operationName":"OP","resourceId":"/r")";
  if (!members.empty()) record += "," + std::string(members);
  return document_of(record + "}", options);
}

}  // namespace picket::decode::testing_data

// SPDX-License-Identifier: Apache-2.0
#include "generate/container.h"

#include <array>
#include <utility>

#include "base/check.h"
#include "base/json.h"
#include "base/text.h"
#include "generate/random.h"

namespace picket::generate {
namespace {

class Lines : public Container {
 public:
  explicit Lines(Write write) : write_(std::move(write)) {}
  void add(std::string_view record) override {
    line_.assign(record);
    line_ += '\n';
    write_(line_);
  }
  void finish() override {}

 private:
  Write write_;
  std::string line_;
};

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  PICKET_CHECK(value.has_value(), "the generator wrote a record that is not JSON");
  return *std::move(value);
}

class Batches : public Container {
 public:
  Batches(std::size_t size, bool pretty, Write write) : write_(std::move(write)), size_(size), pretty_(pretty) {}

  void add(std::string_view record) override {
    text_ += text_.empty() ? R"({"records":[)" : ",";
    text_ += record;
    if (++count_ == size_) finish();
  }

  void finish() override {
    if (text_.empty()) return;
    text_ += "]}";
    if (pretty_) text_ = json::serialize_pretty(parsed(text_));
    if (!text_.ends_with('\n')) text_ += '\n';
    write_(text_);
    text_.clear();
    count_ = 0;
  }

 private:
  Write write_;
  std::size_t size_;
  bool pretty_;
  std::size_t count_ = 0;
  std::string text_;
};

class Rest : public Container {
 public:
  explicit Rest(Write write) : write_(std::move(write)) {}
  void add(std::string_view record) override {
    write_(empty_ ? R"({"value":[)"
                    "\n"
                  : ",\n");
    write_(rest_form(record));
    empty_ = false;
  }
  void finish() override {
    write_(empty_ ? R"({"value":[]})"
                    "\n"
                  : "\n]}\n");
  }

 private:
  Write write_;
  bool empty_ = true;
};

json::Object localized(std::string_view text) {
  json::Object pair;
  pair["value"] = text;
  pair["localizedValue"] = text;
  return pair;
}

std::string_view text_of(const json::Object& record, std::string_view key) {
  const json::Value* value = json::get(record, key);
  return value != nullptr && value->is_string() ? json::view(*value) : std::string_view();
}

std::string_view rest_status(std::string_view result) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kNames = {
      {{"Start", "Started"}, {"Accept", "Accepted"}, {"Success", "Succeeded"}, {"Failure", "Failed"}}};
  for (const auto& [event_hub, rest] : kNames) {
    if (event_hub == result) return rest;
  }
  return result;
}

// What stands between two separators, or to the end.
std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
  const auto begin = text.find(open);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin + open.size());
  return text.substr(0, text.find(close));
}

}  // namespace

std::string rest_form(std::string_view record) {
  const json::Value value = parsed(record);
  const json::Object& hub = value.get_object();
  const json::Value* authorization = json::get(hub, "identity", "authorization");
  const json::Value* claims = json::get(hub, "identity", "claims");
  // The API writes ids and operations in the case of the request, which the scope has kept.
  const bool has_scope = authorization != nullptr;
  const std::string_view resource =
      has_scope ? text_of(authorization->get_object(), "scope") : text_of(hub, "resourceId");
  const std::string_view operation =
      has_scope ? text_of(authorization->get_object(), "action") : text_of(hub, "operationName");
  std::uint64_t key = mix(resource.size());
  for (const char character : record) key = mix(key ^ static_cast<unsigned char>(character));

  json::Object rest;
  if (has_scope) {
    json::Object shown;
    shown["action"] = operation;
    shown["scope"] = resource;
    rest["authorization"] = std::move(shown);
  }
  if (claims != nullptr) {
    const json::Object& held = claims->get_object();
    const auto upn = text_of(held, "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn");
    const auto object_id = text_of(held, "http://schemas.microsoft.com/identity/claims/objectidentifier");
    rest["caller"] = upn.empty() ? object_id : upn;
    rest["claims"] = *claims;
  }
  rest["correlationId"] = text_of(hub, "correlationId");
  rest["eventDataId"] = guid_text(key, mix(key));
  rest["eventName"] = localized(text_of(hub, "resultType") == "Start" ? "BeginRequest" : "EndRequest");
  rest["category"] = localized(text_of(hub, "category"));
  rest["eventTimestamp"] = text_of(hub, "time");
  if (const auto address = text_of(hub, "callerIpAddress"); !address.empty()) {
    json::Object request;
    request["clientRequestId"] = guid_text(mix(key + 1), mix(key + 2));
    request["clientIpAddress"] = address;
    request["method"] = operation.ends_with("/write") ? "PUT" : operation.ends_with("/delete") ? "DELETE" : "POST";
    rest["httpRequest"] = std::move(request);
  }
  rest["level"] = "Informational";
  rest["operationId"] = text_of(hub, "correlationId");
  rest["operationName"] = localized(operation);
  rest["resourceGroupName"] = between(resource, "/resourceGroups/", "/");
  rest["resourceId"] = resource;
  rest["status"] = localized(rest_status(text_of(hub, "resultType")));
  const auto signature = text_of(hub, "resultSignature");
  rest["subStatus"] = localized(
      signature.substr(signature.find('.') == std::string_view::npos ? signature.size() : signature.find('.') + 1));
  rest["submissionTimestamp"] = text_of(hub, "time");
  rest["subscriptionId"] = between(resource, "/subscriptions/", "/");
  rest["tenantId"] = text_of(hub, "tenantId");
  if (const json::Value* properties = json::get(hub, "properties")) rest["properties"] = *properties;
  return json::serialize(rest);
}

std::unique_ptr<Container> make_container(ContainerKind kind, std::size_t batch, Container::Write write) {
  PICKET_CHECK(batch > 0, "an empty batch");
  switch (kind) {
    case ContainerKind::lines:
      return std::make_unique<Lines>(std::move(write));
    case ContainerKind::batches:
      return std::make_unique<Batches>(batch, false, std::move(write));
    case ContainerKind::pretty:
      return std::make_unique<Batches>(batch, true, std::move(write));
    case ContainerKind::rest:
      break;
  }
  return std::make_unique<Rest>(std::move(write));
}

}  // namespace picket::generate

// SPDX-License-Identifier: Apache-2.0
#include "engine/test_timeline.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "source/input.h"

namespace picket::engine {
namespace {

// The members that hold a record's time, in the order in which they are looked for.
constexpr std::string_view kTimeMembers[] = {"time", "eventTimestamp", "eventTime", "TimeGenerated", "@timestamp"};

bool has_time_member(const json::Object& object) {
  return std::ranges::any_of(kTimeMembers, [&](std::string_view name) { return object.contains(name); });
}

// Only ECS documents have these; all other records show their form by a time of their own.
bool is_document(const json::Object& object) {
  return std::ranges::any_of(object, [](const auto& member) {
    const std::string_view key(member.key());
    return key == "event" || key == "ecs" || key == "data_stream" || key.starts_with("event.");
  });
}

void set_time(json::Object& record, Timestamp time) {
  // An export of Elasticsearch wraps the document, and its time with it.
  json::Value* source = record.if_contains("_source");
  const bool wrapped = source != nullptr && source->is_object() && !has_time_member(record);
  json::Object& holder = wrapped ? source->get_object() : record;
  const auto* member = std::ranges::find_if(kTimeMembers, [&](std::string_view name) { return holder.contains(name); });
  const std::string_view otherwise = wrapped || is_document(holder) ? "@timestamp" : kTimeMembers[0];
  holder[member == std::end(kTimeMembers) ? otherwise : *member] = format_iso8601(time);
}

// One record of a file.
class OneRecord final : public source::RecordConsumer {
 public:
  explicit OneRecord(std::int64_t wanted) : wanted_(wanted) {}
  void on_records(const source::FileInfo& /*file*/, std::span<const source::Record> records) override {
    for (const source::Record& record : records) {
      if (++seen == wanted_) found = std::string(record.bytes);
    }
  }
  void on_refusal(const source::Refusal& refusal) override {
    if (why.empty()) why = source::info(refusal.reason).name;
  }
  bool wants_more() override { return !found; }

  std::int64_t seen = 0;
  std::optional<std::string> found;
  std::string why;  // the first refusal

 private:
  std::int64_t wanted_;
};

std::optional<json::Object> read_record(const rule::TestEvent& event, rule::Problems& problems) {
  const auto missing = [&](std::string message) {
    problems.add(rule::Code::test_record_missing, event.file_span, std::move(message),
                 "the path is relative to the file of the test");
    return std::nullopt;
  };
  std::error_code failure;
  if (!std::filesystem::is_regular_file(event.file, failure)) {
    return missing(fmt::format("there is no file {}", printable(event.file)));
  }
  OneRecord reader(event.line);
  const std::vector<std::string> paths = {event.file};
  source::read_inputs(paths, {}, reader);
  if (!reader.found) {
    return missing(fmt::format("{} has {} record{}{}, not {}", printable(event.file), reader.seen,
                               reader.seen == 1 ? "" : "s", reader.why.empty() ? "" : " (" + reader.why + ")",
                               event.line));
  }
  Result<json::Value> parsed = json::parse(*reader.found);
  if (!parsed || !parsed->is_object()) {
    return missing(fmt::format("record {} of {} is no JSON object", event.line, printable(event.file)));
  }
  json::Object record = std::move(parsed->get_object());
  rule::apply(event.change, record);
  return record;
}

}  // namespace

std::optional<TestTimeline> TestTimeline::make(const rule::RuleTest& test, rule::Problems& problems) {
  TestTimeline timeline;
  timeline.test_ = &test;
  bool complete = true;
  for (const rule::TestEvent& event : test.events) {
    std::optional<json::Object> record = event.file.empty() ? event.record : read_record(event, problems);
    complete = complete && record;
    timeline.events_.push_back({timeline.size_, record ? std::move(*record) : json::Object()});
    timeline.size_ += static_cast<std::size_t>(event.count);
  }
  if (!complete) return std::nullopt;
  return timeline;
}

std::size_t TestTimeline::event_of(std::size_t record) const {
  const auto after = std::ranges::upper_bound(events_, record, {}, &Event::first);
  return static_cast<std::size_t>(after - events_.begin()) - 1;
}

std::size_t TestTimeline::count(std::size_t event) const {
  return static_cast<std::size_t>(test_->events[event].count);
}

Timestamp TestTimeline::time_of(std::size_t record) const {
  const std::size_t event = event_of(record);
  const rule::TestEvent& written = test_->events[event];
  return written.at + written.every * static_cast<std::int64_t>(record - events_[event].first);
}

std::string TestTimeline::text_of(std::size_t record) {
  json::Object& object = events_[event_of(record)].record;
  set_time(object, time_of(record));
  return json::serialize(object);
}

std::string TestTimeline::name_of(std::size_t record) const {
  const std::size_t event = event_of(record);
  if (count(event) == 1) return fmt::format("event {}", event + 1);
  return fmt::format("event {} (repetition {})", event + 1, record - events_[event].first + 1);
}

}  // namespace picket::engine

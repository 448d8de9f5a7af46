// SPDX-License-Identifier: Apache-2.0
#include "indicator/load.h"

#include <numeric>
#include <utility>

#include "base/text.h"
#include "event/document.h"

namespace picket::indicator {
namespace {

// Deep enough for every indicator, shallow enough for what is made of documents later.
constexpr std::uint32_t kMaxDepth = 100;
constexpr std::size_t kMaxDetail = 200;

// Documents that do not say their type, by the fields that they have.
struct TypeByField {
  std::string_view field;
  std::string_view type;
};
constexpr TypeByField kTypesByField[] = {
    {"threat.indicator.ip", "ip-addr"},
    {"threat.indicator.url", "url"},
    {"threat.indicator.file", "file"},
    {"threat.indicator.email", "email-addr"},
    {"threat.indicator.registry", "windows-registry-key"},
    {"file.hash", "file"},
};

std::string type_of(const json::Object& document) {
  std::string type = event::first_text(document, "threat.indicator.type");
  if (!type.empty()) return type;
  std::vector<event::Scalar> values;
  std::deque<std::string> texts;
  for (const TypeByField& row : kTypesByField) {
    event::collect(document, {std::string(row.field), event::Shape::subtree}, values, texts);
    if (!values.empty()) return std::string(row.type);
  }
  return "other";
}

class Reader final : public source::RecordConsumer, private Sink {
 public:
  explicit Reader(Loaded& loaded) : loaded_(loaded) {}

  void on_file(const source::FileInfo& file) override {
    const std::size_t slash = file.path.find_last_of("/!");
    state_ = {.feed = slash == std::string::npos ? file.path : file.path.substr(slash + 1), .names = {}};
    file_ = {.path = file.path, .indicators = {}};
    listed_ = false;
  }

  void on_records(const source::FileInfo& file, std::span<const source::Record> records) override {
    for (const source::Record& record : records) {
      record_ = &record;
      path_ = &file.path;
      read(record);
    }
    list_file();
  }

  void on_refusal(const source::Refusal& refusal) override {
    const source::ReasonInfo& reason = source::info(refusal.reason);
    if (reason.loss == source::Loss::none) return;
    keep({refusal.file->path, refusal.line, refusal.offset, reason.sentence, refusal.detail});
  }

 private:
  void read(const source::Record& record) {
    if (record.container == source::Container::line) return read_line(record.bytes, state_, *this);
    const auto parsed = json::parse(record.bytes, kMaxDepth);
    if (!parsed) return problem(Problem::not_json, parsed.error().message);
    if (!parsed->is_object()) return problem(Problem::not_json, {});
    const json::Object& object = parsed->get_object();
    if (record.container == source::Container::csv) return read_row(object, state_, *this);
    if (is_stix(object)) return read_stix(object, state_, *this);
    if (is_misp(object)) return read_misp(object, state_, *this);
    if (is_row(object)) return read_row(object, state_, *this);
    read_ecs(object, *this);
  }

  // A flat object such as {"ioc": "192.0.2.1", "confidence": 90}. ECS has objects under the names that columns have.
  static bool is_row(const json::Object& object) {
    bool has_value = false;
    for (const auto& member : object) {
      const std::string_view name(member.key().data(), member.key().size());
      if (name == "threat" || name.starts_with("threat.") || name == "_source" || member.value().is_object())
        return false;
      has_value = has_value || (member.value().is_string() && is_header(name));
    }
    return has_value;
  }

  void indicator(Form form, const json::Object& document, std::string_view index, std::string_view id) override {
    ++file_.indicators[form];
    ++loaded_.report.types[type_of(document)];
    loaded_.set.add(document, index, id);
  }

  void problem(Problem problem, std::string_view detail) override {
    ++loaded_.report.problems[static_cast<std::size_t>(problem)];
    const ProblemInfo& reason = info(problem);
    if (reason.is_note || loaded_.report.samples.size() >= kMaxSamples) return;
    keep({*path_, record_->line, record_->offset, reason.sentence, to_valid_utf8(detail.substr(0, kMaxDetail))});
  }

  void keep(Sample sample) {
    if (loaded_.report.samples.size() < kMaxSamples) loaded_.report.samples.push_back(std::move(sample));
  }

  // A file's counts are known batch by batch.
  void list_file() {
    if (file_.indicators.empty()) return;
    if (listed_) {
      loaded_.report.files.back() = file_;
    } else {
      loaded_.report.files.push_back(file_);
    }
    listed_ = true;
  }

  Loaded& loaded_;
  FileState state_;
  FileReport file_;
  bool listed_ = false;
  const source::Record* record_ = nullptr;
  const std::string* path_ = nullptr;
};

constexpr source::InputOptions kOptions{.format = {}, .is_table = &is_header, .limits = {}};
constexpr std::string_view kForms[] = {"list", "CSV", "ECS", "STIX", "MISP"};

}  // namespace

std::string_view to_string(Form form) {
  return kForms[static_cast<std::size_t>(form)];
}

std::uint64_t Report::total() const {
  return std::accumulate(types.begin(), types.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& type) { return sum + type.second; });
}

Loaded load(std::span<const std::string> paths) {
  return load(paths, {}, {});
}

Loaded load(std::span<const std::string> paths, std::span<const json::Object> documents, const std::string& name) {
  Loaded loaded;
  Reader reader(loaded);
  loaded.report.input = source::read_inputs(paths, kOptions, reader);
  std::string lines;
  for (const json::Object& document : documents) lines += json::serialize(document) + "\n";
  if (!documents.empty()) source::read_text(lines, name, kOptions, reader);
  loaded.report.repeated = loaded.set.finish();
  return loaded;
}

Loaded load_text(std::string_view text, const std::string& name) {
  Loaded loaded;
  Reader reader(loaded);
  loaded.report.input = source::read_text(text, name, kOptions, reader);
  loaded.report.repeated = loaded.set.finish();
  return loaded;
}

}  // namespace picket::indicator

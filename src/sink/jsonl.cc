// SPDX-License-Identifier: Apache-2.0
// One alert document a line, as Kibana stores it.
#include <string>

#include "sink/sink.h"

namespace picket::sink {
namespace {

class JsonLines final : public AlertSink {
 public:
  explicit JsonLines(std::FILE* out) : out_(out) {}

  void write(const alert::Alert& alert) override {
    std::string line = alert.text();
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), out_);
  }
  void finish(const engine::ScanReport&) override {}

 private:
  std::FILE* out_;
};

}  // namespace

std::unique_ptr<AlertSink> make_jsonl(std::FILE* out, const Style&) {
  return std::make_unique<JsonLines>(out);
}

}  // namespace picket::sink

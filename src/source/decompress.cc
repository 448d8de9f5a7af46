// SPDX-License-Identifier: Apache-2.0
// The only file that includes zlib and zstd; src/source/archive.cc has the rest.
#include "source/decompress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "base/check.h"
#include "source/archive.h"

namespace picket::source {
namespace {

constexpr std::size_t kInputBytes = std::size_t{64} << 10;

StreamFault corrupt(std::string_view detail) {
  return {Reason::corrupt_compression, std::string(detail)};
}

// What gzip and zstd have in common: input in blocks, a fault that waits until what came out before it was read.
class DecompressStream : public ByteStream {
 public:
  DecompressStream(std::unique_ptr<ByteStream> inner, Expansion& expansion)
      : inner_(std::move(inner)), expansion_(expansion) {}

  Result<std::size_t, StreamFault> read(std::span<char> buffer) final {
    std::size_t count = 0;
    while (count == 0 && !fault_) {
      if (input_.empty() && !input_ended_) refill();
      if (input_ended_ && input_.empty() && between_parts()) return std::size_t{0};
      if (fault_) break;
      count = step(buffer);
    }
    if (count == 0) return std::unexpected(*fault_);
    if (auto fault = expansion_.add(count)) return std::unexpected(*(fault_ = std::move(fault)));
    return count;
  }

 protected:
  // Takes from input_, puts into `buffer`, returns how much. Sets fault_ when it cannot go on.
  virtual std::size_t step(std::span<char> buffer) = 0;
  // Nothing of a part that was begun is missing.
  virtual bool between_parts() const = 0;

  std::span<char> input_;
  bool input_ended_ = false;
  std::optional<StreamFault> fault_;

 private:
  void refill() {
    const auto got = inner_->read(block_);
    if (!got) {
      fault_ = got.error();
      return;
    }
    input_ended_ = *got == 0;
    input_ = std::span(block_).first(*got);
  }

  std::unique_ptr<ByteStream> inner_;
  Expansion& expansion_;
  std::array<char, kInputBytes> block_{};
};

class GzipStream final : public DecompressStream {
 public:
  GzipStream(std::unique_ptr<ByteStream> inner, Expansion& expansion) : DecompressStream(std::move(inner), expansion) {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    PICKET_CHECK(inflateInit2(&state_, kGzipOnly) == Z_OK, "zlib cannot start");
  }
  ~GzipStream() override { inflateEnd(&state_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

 protected:
  bool between_parts() const override { return finished_; }

  std::size_t step(std::span<char> buffer) override {
    if (finished_ && !begin_part()) return 0;
    if (input_.empty() && input_ended_) {
      fault_ = corrupt("cut off");
      return 0;
    }
    state_.next_in = reinterpret_cast<Bytef*>(input_.data());
    state_.avail_in = static_cast<uInt>(input_.size());
    state_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    state_.avail_out = static_cast<uInt>(std::min<std::size_t>(buffer.size(), kMaxStep));
    const uInt wanted = state_.avail_out;
    const int result = inflate(&state_, Z_NO_FLUSH);
    input_ = input_.last(state_.avail_in);
    if (result == Z_STREAM_END) {
      finished_ = true;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      fault_ = corrupt(state_.msg != nullptr ? state_.msg : "not gzip");
    }
    return wanted - state_.avail_out;
  }

 private:
  static constexpr std::size_t kMaxStep = std::size_t{1} << 30;

  // Another part may follow, or zeros that fill up a block of the storage.
  bool begin_part() {
    const auto text = std::ranges::find_if(input_, [](char c) { return c != '\0'; });
    input_ = input_.last(static_cast<std::size_t>(input_.end() - text));
    if (input_.empty()) return false;
    if (input_.front() != '\x1f') {
      fault_ = corrupt("other data after the end");
      return false;
    }
    inflateReset(&state_);
    finished_ = false;
    return true;
  }

  z_stream state_{};
  bool finished_ = false;
};

class ZstdStream final : public DecompressStream {
 public:
  using DecompressStream::DecompressStream;

 protected:
  bool between_parts() const override { return finished_; }

  std::size_t step(std::span<char> buffer) override {
    ZSTD_inBuffer in{.src = input_.data(), .size = input_.size(), .pos = 0};
    ZSTD_outBuffer out{.dst = buffer.data(), .size = buffer.size(), .pos = 0};
    const std::size_t result = ZSTD_decompressStream(state_.get(), &out, &in);
    input_ = input_.subspan(in.pos);
    if (ZSTD_isError(result) != 0) {
      fault_ = corrupt(ZSTD_getErrorName(result));
    } else if (input_ended_ && in.size == 0 && out.pos == 0) {
      fault_ = corrupt("cut off");
    }
    finished_ = result == 0;
    return out.pos;
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* state) const { ZSTD_freeDStream(state); }
  };
  std::unique_ptr<ZSTD_DStream, Free> state_{ZSTD_createDStream()};
  bool finished_ = true;
};

}  // namespace

std::unique_ptr<ByteStream> decompress(std::string_view name, std::unique_ptr<ByteStream> stream,
                                       Expansion& expansion) {
  if (name == "gzip") return std::make_unique<GzipStream>(std::move(stream), expansion);
  if (name == "zstd") return std::make_unique<ZstdStream>(std::move(stream), expansion);
  return decompress_by_archive(std::move(stream), expansion);
}

}  // namespace picket::source

// SPDX-License-Identifier: Apache-2.0
#include "indicator/stix_pattern.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"

namespace picket::indicator {
namespace {

struct PathRow {
  std::string_view path;  // without the quotes that keys with a dash need
  Kind kind;
};
constexpr PathRow kPaths[] = {
    {"ipv4-addr:value", Kind::ipv4},
    {"ipv6-addr:value", Kind::ipv6},
    {"network-traffic:dst_ref.value", Kind::ipv4},
    {"network-traffic:src_ref.value", Kind::ipv4},
    {"domain-name:value", Kind::domain},
    {"hostname:value", Kind::domain},
    {"url:value", Kind::url},
    {"email-addr:value", Kind::email},
    {"email-message:from_ref.value", Kind::email},
    {"email-message:sender_ref.value", Kind::email},
    {"file:hashes.MD5", Kind::md5},
    {"file:hashes.SHA-1", Kind::sha1},
    {"file:hashes.SHA1", Kind::sha1},
    {"file:hashes.SHA-224", Kind::sha224},
    {"file:hashes.SHA-256", Kind::sha256},
    {"file:hashes.SHA256", Kind::sha256},
    {"file:hashes.SHA-384", Kind::sha384},
    {"file:hashes.SHA-512", Kind::sha512},
    {"file:hashes.SHA512", Kind::sha512},
    {"file:hashes.SSDEEP", Kind::ssdeep},
    {"file:name", Kind::file_name},
    {"windows-registry-key:key", Kind::registry_key},
    {"autonomous-system:number", Kind::as_number},
};

using Alternatives = std::vector<Conjunction>;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Alternatives> run() {
    auto all = observations(0);
    if (all && !at_end()) return fail(fmt::format("'{}' after an observation", word()));
    return all;
  }

 private:
  void skip() {
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
  }
  bool at_end() {
    skip();
    return at_ >= text_.size();
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // The next word, for keywords and messages; empty at punctuation.
  std::string_view word() {
    skip();
    std::size_t end = at_;
    while (end < text_.size() && text_[end] > ' ' &&
           std::string_view("[]()'=,").find(text_[end]) == std::string::npos) {
      ++end;
    }
    return text_.substr(at_, end - at_);
  }
  bool take_word(std::string_view expected) {
    if (!equals_ignoring_case(word(), expected)) return false;
    at_ += expected.size();
    return true;
  }

  Result<Alternatives> observations(std::size_t depth) {
    if (depth > kMaxPatternDepth) return fail("too many brackets in each other");
    Alternatives all;
    do {
      auto one = observation(depth);
      if (!one) return one;
      std::ranges::move(*one, std::back_inserter(all));
      if (all.size() > kMaxAlternatives) return fail("too many alternatives");
    } while (take_word("OR"));
    return all;
  }

  Result<Alternatives> observation(std::size_t depth) {
    const bool grouped = take('(');
    if (!grouped && !take('[')) return fail("no '[' where an observation begins");
    auto inner = grouped ? observations(depth + 1) : any_of(depth + 1);
    if (inner && !take(grouped ? ')' : ']')) {
      return fail(fmt::format("'{}' is not understood", at_end() ? std::string_view("the end") : word()));
    }
    return inner;
  }

  Result<Alternatives> any_of(std::size_t depth) {
    if (depth > kMaxPatternDepth) return fail("too many brackets in each other");
    Alternatives all;
    do {
      auto one = all_of(depth);
      if (!one) return one;
      std::ranges::move(*one, std::back_inserter(all));
      if (all.size() > kMaxAlternatives) return fail("too many alternatives");
    } while (take_word("OR"));
    return all;
  }

  Result<Alternatives> all_of(std::size_t depth) {
    Alternatives product{Conjunction()};
    do {
      auto factor = comparison(depth);
      if (!factor) return factor;
      if (product.size() * factor->size() > kMaxAlternatives) return fail("too many alternatives");
      Alternatives next;
      for (const Conjunction& left : product) {
        for (const Conjunction& right : *factor) {
          next.push_back(left);
          next.back().insert(next.back().end(), right.begin(), right.end());
        }
      }
      product = std::move(next);
    } while (take_word("AND"));
    return product;
  }

  Result<Alternatives> comparison(std::size_t depth) {
    if (take('(')) {
      auto inner = any_of(depth + 1);
      if (inner && !take(')')) return fail("a '(' that is not closed");
      return inner;
    }
    const std::string path = object_path();
    const Kind* kind = kind_of_path(path);
    if (kind == nullptr) return fail(fmt::format("'{}' has no indicator field", path));
    if (take('=')) {
      auto value = literal();
      if (!value) return std::unexpected(value.error());
      return Alternatives{{{*kind, std::move(*value)}}};
    }
    const bool is_ip = *kind == Kind::ipv4 || *kind == Kind::ipv6;
    if (is_ip && take_word("ISSUBSET")) {
      auto value = literal();
      if (!value) return std::unexpected(value.error());
      return Alternatives{{{*kind, std::move(*value)}}};
    }
    if (!take_word("IN")) return fail(fmt::format("'{}' compares with something else than = or IN", path));
    return list(*kind);
  }

  Result<Alternatives> list(Kind kind) {
    if (!take('(')) return fail("no '(' after IN");
    Alternatives all;
    do {
      auto value = literal();
      if (!value) return std::unexpected(value.error());
      all.push_back({{kind, std::move(*value)}});
      if (all.size() > kMaxAlternatives) return fail("too many alternatives");
    } while (take(','));
    if (!take(')')) return fail("a '(' that is not closed");
    return all;
  }

  // With the quotes around keys removed.
  std::string object_path() {
    skip();
    std::string path;
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\'') {
        quoted = !quoted;
        continue;
      }
      if (!quoted && (c <= ' ' || std::string_view("=!<>()[]").find(c) != std::string_view::npos)) break;
      path += c;
    }
    return path;
  }

  // A string in single quotes, or a number.
  Result<std::string> literal() {
    if (!take('\'')) {
      const std::string_view number = word();
      if (number.empty()) return fail("a value is missing");
      at_ += number.size();
      return std::string(number);
    }
    std::string value;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\'') {
        ++at_;
        return value;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_];
    }
    return fail("a string that is not closed");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const Kind* kind_of_path(std::string_view path) {
  const auto found = std::ranges::find(kPaths, path, &PathRow::path);
  return found == std::end(kPaths) ? nullptr : &found->kind;
}

Result<std::vector<Conjunction>> parse_stix_pattern(std::string_view text) {
  return Parser(text).run();
}

}  // namespace picket::indicator

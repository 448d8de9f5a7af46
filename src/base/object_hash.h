// SPDX-License-Identifier: Apache-2.0
// The hash that Kibana makes alert ids from: SHA-1 over a text form of a JavaScript value, as the npm package
// object-hash 3.0.0 writes it with its default options. Values are added in the order in which JavaScript would visit
// them; the caller adds as many elements after array(n) as it said. One hash, one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/json.h"
#include "base/time.h"

namespace picket {

class ObjectHash {
 public:
  void array(std::size_t size);        // its elements follow
  void string(std::string_view text);  // ill-formed UTF-8 counts as U+FFFD
  void number(double value);
  void boolean(bool value);
  void null();
  void undefined();
  void date(Timestamp time);
  // A whole value that JSON can express. Every number is a double there, as in JavaScript.
  void json(const json::Value& value);

  std::string finish();  // 40 hexadecimal digits; the hash is spent

 private:
  void object(const json::Object& object);
  void begin_object(std::size_t own_members);
  void member(std::string_view key);
  void add_object_function();
  std::size_t visit() { return visits_++; }
  void circular(std::size_t visit);

  Sha1 sha1_;
  std::size_t visits_ = 0;                        // arrays, dates, objects and functions met so far
  std::optional<std::size_t> prototype_visit_;    // when the hash met Object.prototype
  std::optional<std::size_t> constructor_visit_;  // when it met the function Object
};

std::string object_hash(const json::Value& value);

// The number as JavaScript's String(value) prints it: 1, 1.5, 1e+21, 1e-7, 0 for -0, NaN, Infinity.
std::string javascript_number(double value);

}  // namespace picket

// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <iterator>

#include "base/calendar.h"

namespace picket {
namespace {

enum class Precision : std::uint8_t { year, month, day, hour, minute, second, millisecond };

// What a text says, before it is known to be a date.
struct Fields {
  CivilDate date;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  unsigned millisecond = 0;
  int offset_minutes = 0;  // east of UTC
  Precision precision = Precision::year;
};

// Java's limit, and so Elasticsearch's.
constexpr unsigned kMaxOffsetHours = 18;
constexpr int kMaxFractionDigits = 9;
constexpr int kMaxEpochFractionDigits = 6;  // nanoseconds of a millisecond

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Reads from the front of a text. Each function takes what it was asked for, or reports false; after false the text is
// no date and the position does not matter.
class Reader {
 public:
  explicit Reader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool at_end() const { return at_ == end_; }
  char peek() const { return at_ == end_ ? '\0' : *at_; }

  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool take(std::string_view text) {
    if (!std::string_view(at_, end_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  // Exactly so many digits. The count is a constant so that the loop unrolls: this runs for every record.
  template <int Count>
  bool digits(unsigned& value) {
    if (end_ - at_ < Count) return false;
    value = 0;
    for (int i = 0; i < Count; ++i) {
      if (!is_digit(at_[i])) return false;
      value = value * 10 + static_cast<unsigned>(at_[i] - '0');
    }
    at_ += Count;
    return true;
  }

  bool one_or_two_digits(unsigned& value) { return digits<2>(value) || digits<1>(value); }

  // The leading digits of what is left, at most `max`.
  std::string_view take_digits(std::ptrdiff_t max) {
    const char* const begin = at_;
    while (at_ != end_ && at_ - begin < max && is_digit(*at_)) ++at_;
    return {begin, at_};
  }

 private:
  const char* at_;
  const char* end_;
};

// ".123456789" or ",5": the first three digits count.
bool read_fraction(Reader& in, Fields& out) {
  if (!in.take('.') && !in.take(',')) return true;
  const std::string_view digits = in.take_digits(kMaxFractionDigits);
  for (std::size_t i = 0; i < 3; ++i) {
    out.millisecond = out.millisecond * 10 + (i < digits.size() ? static_cast<unsigned>(digits[i] - '0') : 0);
  }
  out.precision = Precision::millisecond;
  return !digits.empty();
}

enum class HourDigits : std::uint8_t { two, one_or_two };

bool read_time(Reader& in, HourDigits hour_digits, Fields& out) {
  const bool read = hour_digits == HourDigits::two ? in.digits<2>(out.hour) : in.one_or_two_digits(out.hour);
  if (!read) return false;
  out.precision = Precision::hour;
  if (!in.take(':')) return true;
  if (!in.digits<2>(out.minute)) return false;
  out.precision = Precision::minute;
  if (!in.take(':')) return true;
  if (!in.digits<2>(out.second)) return false;
  out.precision = Precision::second;
  return read_fraction(in, out);
}

// Nothing, Z, or an offset.
bool read_zone(Reader& in, Fields& out) {
  if (in.at_end() || in.take('Z')) return true;
  const bool west = in.take('-');
  if (!west && !in.take('+')) return false;
  unsigned hours = 0;
  unsigned minutes = 0;
  if (!in.digits<2>(hours)) return false;
  if (in.take(':') || is_digit(in.peek())) {
    if (!in.digits<2>(minutes)) return false;
  }
  if (minutes > 59 || hours * 60 + minutes > kMaxOffsetHours * 60) return false;
  const int offset = static_cast<int>(hours * 60 + minutes);
  out.offset_minutes = west ? -offset : offset;
  return true;
}

bool read_iso(Reader& in, HourDigits hour_digits, Fields& out) {
  unsigned year = 0;
  if (!in.digits<4>(year)) return false;
  out.date.year = year;
  if (in.at_end()) return true;
  if (!in.take('-') || !in.digits<2>(out.date.month)) return false;
  out.precision = Precision::month;
  if (in.at_end()) return true;
  if (!in.take('-') || !in.digits<2>(out.date.day)) return false;
  out.precision = Precision::day;
  if (in.at_end()) return true;
  if (!in.take('T') && !in.take(' ')) return false;
  return read_time(in, hour_digits, out) && read_zone(in, out);
}

bool read_us_date(Reader& in, Fields& out) {
  unsigned year = 0;
  if (!in.one_or_two_digits(out.date.month) || !in.take('/') || !in.one_or_two_digits(out.date.day) || !in.take('/'))
    return false;
  if (!in.digits<4>(year)) return false;
  out.date.year = year;
  return true;
}

// A blank. Browsers' locale data puts a no-break one (wide or narrow) before AM and PM.
bool take_blank(Reader& in) {
  return in.take(' ') || in.take("\u202F") || in.take("\u00A0");
}

// AM or PM in any case, applied to the hour; absent in the 24-hour form.
bool read_half_day(Reader& in, Fields& out) {
  const char half = in.peek();
  const bool before_noon = half == 'A' || half == 'a';
  if (!before_noon && half != 'P' && half != 'p') return true;
  in.take(half);
  if (!in.take('M') && !in.take('m')) return false;
  if (out.hour < 1 || out.hour > 12) return false;
  out.hour = out.hour % 12 + (before_noon ? 0 : 12);
  return true;
}

bool read_us(Reader& in, Fields& out) {
  if (!read_us_date(in, out)) return false;
  in.take(',');
  if (!take_blank(in) || !read_time(in, HourDigits::one_or_two, out) || out.precision < Precision::minute) return false;
  take_blank(in);
  if (!read_half_day(in, out)) return false;
  take_blank(in);
  return read_zone(in, out);
}

// nullopt when a field is out of its range or text follows.
std::optional<Timestamp> resolve(const Reader& in, const Fields& fields) {
  const CivilDate& date = fields.date;
  if (!in.at_end() || date.month < 1 || date.month > 12) return std::nullopt;
  if (date.day < 1 || date.day > days_in_month(date.year, date.month)) return std::nullopt;
  if (fields.hour > 23 || fields.minute > 59 || fields.second > 59) return std::nullopt;
  const std::int64_t minutes = static_cast<std::int64_t>(fields.hour) * 60 + fields.minute - fields.offset_minutes;
  const std::int64_t seconds = days_from_civil(date) * 86'400 + minutes * 60 + fields.second;
  return Timestamp(Duration(seconds * 1000 + fields.millisecond));
}

// By precision. The lengths of years and months vary.
constexpr std::int64_t kMillisecondsOf[] = {0, 0, kMillisecondsPerDay, 3'600'000, 60'000, 1000, 1};

Timestamp last_of(Timestamp first, const Fields& fields) {
  std::int64_t length = kMillisecondsOf[static_cast<std::size_t>(fields.precision)];
  const CivilDate& date = fields.date;
  if (fields.precision == Precision::year) length = (is_leap_year(date.year) ? 366 : 365) * kMillisecondsPerDay;
  if (fields.precision == Precision::month) length = days_in_month(date.year, date.month) * kMillisecondsPerDay;
  return first + Duration(length - 1);
}

struct IntervalUnit {
  char letter;
  Duration length;
};
constexpr IntervalUnit kIntervalUnits[] = {
    // largest first
    {'d', std::chrono::days{1}},
    {'h', std::chrono::hours{1}},
    {'m', std::chrono::minutes{1}},
    {'s', std::chrono::seconds{1}},
};

}  // namespace

std::optional<Timestamp> parse_iso8601(std::string_view text) {
  Reader in(text);
  Fields fields;
  return read_iso(in, HourDigits::two, fields) ? resolve(in, fields) : std::nullopt;
}

std::optional<TimeInterval> parse_iso8601_interval(std::string_view text) {
  Reader in(text);
  Fields fields;
  if (!read_iso(in, HourDigits::two, fields)) return std::nullopt;
  const std::optional<Timestamp> first = resolve(in, fields);
  if (!first) return std::nullopt;
  return TimeInterval{*first, last_of(*first, fields)};
}

std::optional<Timestamp> parse_epoch_milliseconds(std::string_view text) {
  std::int64_t milliseconds = 0;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, error] = std::from_chars(begin, end, milliseconds);
  if (error != std::errc{}) return std::nullopt;
  Reader in({stop, end});
  if (in.take('.') && in.take_digits(kMaxEpochFractionDigits).empty()) return std::nullopt;
  if (!in.at_end()) return std::nullopt;
  return Timestamp(Duration(milliseconds));
}

std::optional<Timestamp> parse_date(std::string_view text) {
  const std::optional<Timestamp> iso = parse_iso8601(text);
  return iso ? iso : parse_epoch_milliseconds(text);
}

std::optional<TimeInterval> parse_date_interval(std::string_view text) {
  if (const std::optional<TimeInterval> iso = parse_iso8601_interval(text)) return iso;
  const std::optional<Timestamp> epoch = parse_epoch_milliseconds(text);
  if (!epoch) return std::nullopt;
  return TimeInterval{*epoch, *epoch};
}

std::optional<Timestamp> parse_us_datetime(std::string_view text) {
  Reader in(text);
  Fields fields;
  const bool iso = text.size() > 4 && text[4] == '-';
  const bool read =
      iso ? read_iso(in, HourDigits::one_or_two, fields) && fields.precision >= Precision::hour : read_us(in, fields);
  return read ? resolve(in, fields) : std::nullopt;
}

std::string format_iso8601(Timestamp time) {
  const std::int64_t milliseconds = time.time_since_epoch().count();
  const CivilDate date = civil_from_days(floor_divide(milliseconds, kMillisecondsPerDay));
  const std::int64_t of_day = floor_modulo(milliseconds, kMillisecondsPerDay);
  const std::int64_t magnitude = date.year < 0 ? -date.year : date.year;
  const std::string_view sign = date.year < 0 ? "-" : date.year > 9999 ? "+" : "";
  return fmt::format("{}{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", sign, magnitude, date.month, date.day,
                     of_day / 3'600'000, of_day / 60'000 % 60, of_day / 1000 % 60, of_day % 1000);
}

std::optional<Duration> parse_interval(std::string_view text) {
  if (text.size() < 2 || text.front() < '1' || text.front() > '9') return std::nullopt;
  std::int64_t amount = 0;
  const char* const begin = text.data();
  const char* const unit_at = begin + text.size() - 1;
  const auto [stop, error] = std::from_chars(begin, unit_at, amount);
  if (error != std::errc{} || stop != unit_at) return std::nullopt;
  for (const IntervalUnit& unit : kIntervalUnits) {
    if (unit.letter != *unit_at) continue;
    if (amount > kMaxInterval / unit.length) return std::nullopt;
    return amount * unit.length;
  }
  return std::nullopt;
}

std::string format_interval(Duration duration) {
  if (duration == Duration::zero()) return "0s";
  for (const IntervalUnit& unit : kIntervalUnits) {
    if (duration % unit.length == Duration::zero()) return fmt::format("{}{}", duration / unit.length, unit.letter);
  }
  return fmt::format("{}ms", duration.count());
}

std::string rough_duration(Duration duration) {
  struct Unit {
    double milliseconds;
    std::string_view name;
  };
  constexpr Unit kUnits[] = {{86'400'000, "days"}, {3'600'000, "h"}, {60'000, "min"}, {1000, "s"}};
  const auto milliseconds = static_cast<double>(duration.count());
  for (const Unit& unit : kUnits) {
    const double count = milliseconds / unit.milliseconds;
    if (count < 1.5 && &unit != std::end(kUnits) - 1) continue;
    const double rounded = std::round(count * 10) / 10;
    return rounded == std::round(rounded) || rounded >= 20 ? fmt::format("{:.0f} {}", rounded, unit.name)
                                                           : fmt::format("{:.1f} {}", rounded, unit.name);
  }
  return "0 s";
}

}  // namespace picket

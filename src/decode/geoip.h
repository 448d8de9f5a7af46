// SPDX-License-Identifier: Apache-2.0
// GeoIP and AS data from MaxMind databases (libmaxminddb): *City*.mmdb (else *Country*.mmdb) and *ASN*.mmdb. Lookups
// are safe from many threads; results are shaped as Elasticsearch's geoip processor shapes them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace picket::decode {

class GeoIp {
 public:
  // The newest matching files of a folder; an error names the folder when it holds no database.
  static Result<GeoIp> open(const std::string& folder);
  // Looks in the usual places (/usr/share/GeoIP, /var/lib/GeoIP, /usr/local/share/GeoIP, the XDG data folder's
  // picket/geoip); nullopt when there is none.
  static std::optional<GeoIp> find();

  ~GeoIp();
  GeoIp(GeoIp&&) noexcept;
  GeoIp& operator=(GeoIp&&) noexcept;

  bool has_city() const;  // City or Country
  bool has_asn() const;
  std::vector<std::string> files() const;

  // {city_name, continent_name, country_iso_code, country_name, location{lat,lon}, region_iso_code, region_name};
  // empty where the address is unknown. Absent values are left out.
  json::Object geo(std::string_view ip) const;
  // {number, organization{name}}
  json::Object as(std::string_view ip) const;

 private:
  struct State;
  explicit GeoIp(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace picket::decode

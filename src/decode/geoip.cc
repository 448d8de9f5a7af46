// SPDX-License-Identifier: Apache-2.0
#include "decode/geoip.h"

#include <fmt/format.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <utility>

#include "base/ip.h"

namespace picket::decode {
namespace {

namespace fs = std::filesystem;

// One open database file.
class Database {
 public:
  static Result<Database> open(const std::string& path) {
    Database out;
    const int status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &out.handle_->mmdb);
    if (status != MMDB_SUCCESS) return fail(fmt::format("cannot open {}: {}", path, MMDB_strerror(status)));
    out.handle_->is_open = true;
    out.path_ = path;
    return out;
  }

  const std::string& path() const { return path_; }

  // Calls `visit` with the entry of the address, if there is one.
  template <class Visit>
  void lookup(std::string_view text, Visit visit) const {
    const auto address = parse_ip(text);
    if (!address) return;
    int error = MMDB_SUCCESS;
    const MMDB_lookup_result_s found = address->is_v4() ? lookup_v4(*address, error) : lookup_v6(*address, error);
    if (error != MMDB_SUCCESS || !found.found_entry) return;
    MMDB_entry_s entry = found.entry;
    visit(entry);
  }

 private:
  struct Handle {
    MMDB_s mmdb{};
    bool is_open = false;
    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
      if (is_open) MMDB_close(&mmdb);
    }
  };

  MMDB_lookup_result_s lookup_v4(const IpAddress& address, int& error) const {
    sockaddr_in socket_address{};
    socket_address.sin_family = AF_INET;
    std::memcpy(&socket_address.sin_addr, address.bytes.data() + 12, 4);
    return lookup_socket(socket_address, error);
  }
  MMDB_lookup_result_s lookup_v6(const IpAddress& address, int& error) const {
    sockaddr_in6 socket_address{};
    socket_address.sin6_family = AF_INET6;
    std::memcpy(&socket_address.sin6_addr, address.bytes.data(), address.bytes.size());
    return lookup_socket(socket_address, error);
  }
  template <class SocketAddress>
  MMDB_lookup_result_s lookup_socket(const SocketAddress& socket_address, int& error) const {
    sockaddr_storage storage{};
    std::memcpy(&storage, &socket_address, sizeof(socket_address));
    return MMDB_lookup_sockaddr(&handle_->mmdb, reinterpret_cast<const sockaddr*>(&storage), &error);
  }

  std::unique_ptr<Handle> handle_ = std::make_unique<Handle>();
  std::string path_;
};

using Path = std::initializer_list<const char*>;

std::optional<MMDB_entry_data_s> entry_at(MMDB_entry_s& entry, Path path) {
  constexpr std::size_t kLongestPath = 4;
  std::array<const char*, kLongestPath + 1> keys{};
  std::ranges::copy(path, keys.begin());
  MMDB_entry_data_s out{};
  if (MMDB_aget_value(&entry, &out, keys.data()) != MMDB_SUCCESS || !out.has_data) return std::nullopt;
  return out;
}

void add_text(json::Object& out, std::string_view name, MMDB_entry_s& entry, Path path) {
  const auto data = entry_at(entry, path);
  if (!data || data->type != MMDB_DATA_TYPE_UTF8_STRING || data->data_size == 0) return;
  out[{name.data(), name.size()}] = boost::json::string(data->utf8_string, data->data_size);
}

void add_location(json::Object& out, MMDB_entry_s& entry) {
  const auto latitude = entry_at(entry, {"location", "latitude"});
  const auto longitude = entry_at(entry, {"location", "longitude"});
  if (!latitude || !longitude || latitude->type != MMDB_DATA_TYPE_DOUBLE || longitude->type != MMDB_DATA_TYPE_DOUBLE) {
    return;
  }
  out["location"] = json::Object{{"lat", latitude->double_value}, {"lon", longitude->double_value}};
}

// "GB-ENG": the country's code and the first subdivision's.
void add_region_code(json::Object& out, MMDB_entry_s& entry) {
  const auto country = entry_at(entry, {"country", "iso_code"});
  const auto region = entry_at(entry, {"subdivisions", "0", "iso_code"});
  if (!country || !region || country->type != MMDB_DATA_TYPE_UTF8_STRING ||
      region->type != MMDB_DATA_TYPE_UTF8_STRING) {
    return;
  }
  out["region_iso_code"] = fmt::format("{}-{}", std::string_view(country->utf8_string, country->data_size),
                                       std::string_view(region->utf8_string, region->data_size));
}

// The newest file of a folder whose name holds `part` and ends in .mmdb.
std::optional<std::string> newest(const std::string& folder, std::string_view part) {
  std::optional<std::string> found;
  fs::file_time_type found_time;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.ends_with(".mmdb") || name.find(part) == std::string::npos) continue;
    std::error_code time_error;
    const fs::file_time_type time = fs::last_write_time(entry->path(), time_error);
    if (time_error) continue;
    // Of files equally old the last by name, which is the later date where names carry one.
    if (!found || std::pair(time, entry->path().string()) > std::pair(found_time, *found)) {
      found = entry->path().string();
      found_time = time;
    }
  }
  return found;
}

std::vector<std::string> usual_places() {
  std::vector<std::string> out;
  const char* data_home = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  if (data_home != nullptr && *data_home != '\0') {
    out.push_back(std::string(data_home) + "/picket/geoip");
  } else if (home != nullptr && *home != '\0') {
    out.push_back(std::string(home) + "/.local/share/picket/geoip");
  }
  for (const char* place : {"/usr/share/GeoIP", "/var/lib/GeoIP", "/usr/local/share/GeoIP"}) out.emplace_back(place);
  return out;
}

}  // namespace

struct GeoIp::State {
  std::optional<Database> city;
  std::optional<Database> asn;
};

GeoIp::GeoIp(std::unique_ptr<State> state) : state_(std::move(state)) {}
GeoIp::~GeoIp() = default;
GeoIp::GeoIp(GeoIp&&) noexcept = default;
GeoIp& GeoIp::operator=(GeoIp&&) noexcept = default;

Result<GeoIp> GeoIp::open(const std::string& folder) {
  auto city = newest(folder, "City");
  if (!city) city = newest(folder, "Country");
  const auto asn = newest(folder, "ASN");
  if (!city && !asn) {
    return fail(fmt::format("no GeoIP database in {} (looked for *City*.mmdb, *Country*.mmdb and *ASN*.mmdb)", folder));
  }
  auto state = std::make_unique<State>();
  for (const auto& [path, database] : {std::pair(city, &state->city), std::pair(asn, &state->asn)}) {
    if (!path) continue;
    auto opened = Database::open(*path);
    if (!opened) return std::unexpected(opened.error());
    *database = std::move(*opened);
  }
  return GeoIp(std::move(state));
}

std::optional<GeoIp> GeoIp::find() {
  for (const std::string& place : usual_places()) {
    if (auto opened = open(place)) return std::move(*opened);
  }
  return std::nullopt;
}

bool GeoIp::has_city() const {
  return state_->city.has_value();
}
bool GeoIp::has_asn() const {
  return state_->asn.has_value();
}

std::vector<std::string> GeoIp::files() const {
  std::vector<std::string> out;
  if (state_->city) out.push_back(state_->city->path());
  if (state_->asn) out.push_back(state_->asn->path());
  return out;
}

json::Object GeoIp::geo(std::string_view ip) const {
  json::Object out;
  if (!state_->city) return out;
  state_->city->lookup(ip, [&](MMDB_entry_s& entry) {
    add_text(out, "city_name", entry, {"city", "names", "en"});
    add_text(out, "continent_name", entry, {"continent", "names", "en"});
    add_text(out, "country_iso_code", entry, {"country", "iso_code"});
    add_text(out, "country_name", entry, {"country", "names", "en"});
    add_location(out, entry);
    add_region_code(out, entry);
    add_text(out, "region_name", entry, {"subdivisions", "0", "names", "en"});
  });
  return out;
}

json::Object GeoIp::as(std::string_view ip) const {
  json::Object out;
  if (!state_->asn) return out;
  state_->asn->lookup(ip, [&](MMDB_entry_s& entry) {
    const auto number = entry_at(entry, {"autonomous_system_number"});
    if (number && number->type == MMDB_DATA_TYPE_UINT32) out["number"] = number->uint32;
    json::Object organization;
    add_text(organization, "name", entry, {"autonomous_system_organization"});
    if (!organization.empty()) out["organization"] = std::move(organization);
  });
  return out;
}

}  // namespace picket::decode

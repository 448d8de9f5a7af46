// SPDX-License-Identifier: Apache-2.0
// picket-generate: writes the activity log of a made-up tenant. See bench/README.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "generate/container.h"
#include "generate/tenant.h"

namespace picket::generate {
namespace {

struct Arguments {
  TenantOptions tenant;
  std::string start = "2026-03-02T00:00:00Z";
  double late = 0.002;
  double duplicates = 0.0005;
  std::uint64_t size = 0;
  ContainerKind container = ContainerKind::lines;
  std::size_t batch = 40;
  std::string output = "-";
  bool quiet = false;
};

void add_options(CLI::App& app, Arguments& arguments) {
  const std::map<std::string, ContainerKind> containers = {{"lines", ContainerKind::lines},
                                                           {"batches", ContainerKind::batches},
                                                           {"pretty", ContainerKind::pretty},
                                                           {"rest", ContainerKind::rest}};
  TenantOptions& tenant = arguments.tenant;
  app.add_option("--seed", tenant.seed, "what everything follows from")->capture_default_str();
  app.add_option("--start", arguments.start, "first moment of the log")->capture_default_str();
  app.add_option("--days", tenant.days, "length of the log")->check(CLI::Range(1U, 3660U))->capture_default_str();
  auto* events = app.add_option("--events", tenant.records, "records to write, spread over the days");
  app.add_option("--size", arguments.size, "bytes to write at least, such as 1GB, spread over the days")
      ->transform(CLI::AsSizeValue(true))
      ->excludes(events);
  app.add_option("--operations-per-day", tenant.operations_per_day, "how busy the tenant is without --events or --size")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}))
      ->capture_default_str();
  app.add_option("--intrusions", tenant.intrusions, "how many intruders, spread over the days")->capture_default_str();
  app.add_flag("--story", tenant.story, "every intruder takes the same steps");
  app.add_option("--late", arguments.late, "share of records that arrive 5 to 40 minutes late")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--duplicates", arguments.duplicates, "share of records that arrive twice")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--users", tenant.size.users, "people in the tenant")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--pipelines", tenant.size.pipelines, "service principals of automation")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--managed-identities", tenant.size.managed_identities)
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--subscriptions", tenant.size.subscriptions)->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--resource-groups", tenant.size.resource_groups, "in each subscription")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--container", arguments.container, "lines, batches, pretty or rest")
      ->transform(CLI::CheckedTransformer(containers, CLI::ignore_case));
  app.add_option("--batch", arguments.batch, "records in a batch")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("-o,--output", arguments.output, "file, or - for standard output")->capture_default_str();
  app.add_flag("-q,--quiet", arguments.quiet, "no summary on standard error");
}

std::uint32_t millionths(double share) {
  return static_cast<std::uint32_t>(std::lround(share * 1e6));
}

// Mean size of this tenant's records, from the first ones.
std::uint64_t record_bytes(const TenantOptions& options) {
  constexpr std::uint64_t kProbe = 5000;
  TenantOptions probe = options;
  probe.records = kProbe;
  Tenant tenant(probe);
  std::uint64_t bytes = 0;
  for (std::string record; tenant.next(record);) bytes += record.size() + 1;
  return bytes / kProbe;
}

struct Closer {
  void operator()(std::FILE* file) const {
    if (file != stdout) std::fclose(file);
  }
};

struct Written {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  bool failed = false;
};

Written write_log(const Arguments& arguments, Tenant& tenant, std::FILE* file) {
  Written written;
  const auto container = make_container(arguments.container, arguments.batch, [&](std::string_view text) {
    written.failed = written.failed || std::fwrite(text.data(), 1, text.size(), file) != text.size();
    written.bytes += text.size();
  });
  const std::uint64_t enough = arguments.size > 0 ? arguments.size : std::numeric_limits<std::uint64_t>::max();
  std::string record;
  while (!written.failed && written.bytes < enough && tenant.next(record)) {
    container->add(record);
    ++written.records;
  }
  container->finish();
  written.failed = std::fflush(file) != 0 || written.failed;
  return written;
}

void report(const Arguments& arguments, const Tenant& tenant, const Written& written) {
  if (arguments.quiet) return;
  fmt::print(stderr, "{} records, {} bytes, last at {}\n", written.records, written.bytes,
             format_iso8601(tenant.time()));
  for (const Intrusion& intrusion : tenant.intrusions()) {
    fmt::print(stderr, "intrusion at {}: caller {} from {}, principal {}\n", format_iso8601(intrusion.start),
               intrusion.caller_object_id, intrusion.address, intrusion.principal_id);
    for (const std::string& id : intrusion.run_command_ids) fmt::print(stderr, "  {}\n", id);
  }
}

int run(Arguments& arguments) {
  const auto start = parse_iso8601(arguments.start);
  if (!start || *start < Timestamp{}) {
    fmt::print(stderr, "--start: expected a date such as 2026-03-02T00:00:00Z, found {}\n", arguments.start);
    return 3;
  }
  arguments.tenant.start = *start;
  arguments.tenant.late_millionths = millionths(arguments.late);
  arguments.tenant.duplicate_millionths = millionths(arguments.duplicates);
  // With a size, the number of records only sets how dense the log is: a little more than will be written.
  if (arguments.size > 0) arguments.tenant.records = arguments.size / record_bytes(arguments.tenant) * 102 / 100 + 100;
  Tenant tenant(arguments.tenant);
  const std::unique_ptr<std::FILE, Closer> file(arguments.output == "-" ? stdout
                                                                        : std::fopen(arguments.output.c_str(), "wb"));
  if (file == nullptr) {
    fmt::print(stderr, "{}: cannot be written\n", arguments.output);
    return 3;
  }
  const Written written = write_log(arguments, tenant, file.get());
  report(arguments, tenant, written);
  if (written.failed) fmt::print(stderr, "{}: writing failed\n", arguments.output);
  return written.failed ? 4 : 0;
}

}  // namespace
}  // namespace picket::generate

int main(int argc, char** argv) {
  CLI::App app("Writes the activity log of a made-up Azure tenant, the same for the same options.");
  picket::generate::Arguments arguments;
  picket::generate::add_options(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 3;
  }
  return picket::generate::run(arguments);
}

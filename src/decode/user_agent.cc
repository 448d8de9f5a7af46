// SPDX-License-Identifier: Apache-2.0
#include "decode/user_agent.h"

#include <array>
#include <string>

#include "base/text.h"

namespace picket::decode {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool has(std::string_view text, std::string_view part) {
  return part.empty() || text.find(part) != std::string_view::npos;
}

json::Value text_value(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

// The numbers at the start of the text, joined by dots; at most `parts`. "10_15_7" is "10.15.7".
std::string version_at(std::string_view text, std::size_t parts) {
  std::string out;
  for (std::size_t at = 0; parts > 0 && at < text.size() && is_digit(text[at]); --parts) {
    if (!out.empty()) out += '.';
    while (at < text.size() && is_digit(text[at])) out += text[at++];
    if (at >= text.size() || (text[at] != '.' && text[at] != '_')) break;
    ++at;
  }
  return out;
}

// A program shows itself by a mark that its version follows. In this order, since browsers name those that they are
// like as well; `beside` must be there too.
struct Program {
  std::string_view mark;
  std::string_view name;
  std::size_t parts = 3;  // of the version
  std::string_view beside = {};
};
constexpr auto kPrograms = std::to_array<Program>({
    {"Electron/", "Electron"},
    {"EdgA/", "Edge Mobile", 4},
    {"EdgiOS/", "Edge Mobile", 4},
    {"Edg/", "Edge", 4},
    {"Edge/", "Edge Mobile", 4, "Windows Phone"},
    {"Edge/", "Edge", 4},
    {"OPR/", "Opera Mobile", 3, "Mobile"},
    {"OPR/", "Opera", 3},
    {"Vivaldi/", "Vivaldi"},
    {"YaBrowser/", "Yandex Browser"},
    {"SamsungBrowser/", "Samsung Internet"},
    {"CriOS/", "Chrome Mobile iOS", 4},
    {"FxiOS/", "Firefox iOS"},
    {"HeadlessChrome/", "HeadlessChrome", 4},
    {"Chrome/", "Chrome Mobile WebView", 4, "; wv)"},
    {"Chrome/", "Chrome Mobile", 4, "Mobile Safari"},
    {"Chrome/", "Chrome", 4},
    {"Firefox/", "Firefox Mobile", 3, "Android"},
    {"Firefox/", "Firefox"},
    {"rv:", "IE", 2, "Trident/"},
    {"MSIE ", "IE", 2},
    {"Version/", "Mobile Safari", 3, "Mobile/"},
    {"Version/", "Safari", 3, "Safari/"},
    {"Mobile/", "Mobile Safari UI/WKWebView", 0, "AppleWebKit/"},
    {"python-requests/", "Python Requests", 2},
    {"Python-urllib/", "Python-urllib", 2},
    {"curl/", "curl"},
    {"Wget/", "Wget"},
    {"okhttp/", "okhttp"},
    {"Go-http-client/", "Go-http-client", 2},
    {"PostmanRuntime/", "PostmanRuntime"},
    {"Apache-HttpClient/", "Apache-HttpClient"},
    {"node-fetch/", "node-fetch"},
    {"axios/", "axios"},
    {"Java/", "Java"},
});

struct System {
  std::string_view mark;
  std::string_view name;
  std::string_view version = {};  // else the numbers behind the mark
};
constexpr auto kSystems = std::to_array<System>({
    {"Windows Phone ", "Windows Phone"},
    {"Windows NT 10.0", "Windows", "10"},
    {"Windows NT 6.3", "Windows", "8.1"},
    {"Windows NT 6.2", "Windows", "8"},
    {"Windows NT 6.1", "Windows", "7"},
    {"Windows NT 6.0", "Windows", "Vista"},
    {"Windows NT 5.1", "Windows", "XP"},
    {"Windows NT 5.2", "Windows", "XP"},
    {"Windows", "Windows"},
    {"iPhone OS ", "iOS"},
    {"CPU OS ", "iOS"},
    {"Mac OS X ", "Mac OS X"},
    {"Macintosh", "Mac OS X"},
    {"Android ", "Android"},
    {"Android", "Android"},
    {"CrOS x86_64 ", "Chrome OS"},
    {"CrOS ", "Chrome OS"},
    {"Ubuntu/", "Ubuntu"},
    {"Ubuntu", "Ubuntu"},
    {"Fedora", "Fedora"},
    {"Linux", "Linux"},
});

struct Device {
  std::string_view mark;
  std::string_view name;
};
constexpr auto kDevices = std::to_array<Device>({
    {"iPhone", "iPhone"},
    {"iPad", "iPad"},
    {"iPod", "iPod"},
    {"Macintosh", "Mac"},
});

// "Mozilla/5.0 (Linux; Android 13; SM-G991B Build/TP1A) ...": what follows the system's version.
std::string android_model(std::string_view text) {
  const std::size_t system = text.find("Android");
  const std::size_t from = text.find("; ", system);
  const std::size_t end = text.find_first_of(";)", from == std::string_view::npos ? from : from + 2);
  if (end == std::string_view::npos) return "Generic Smartphone";
  std::string_view model = text.substr(from + 2, end - from - 2);
  model = trim_ascii(model.substr(0, model.find(" Build")));
  if (model.empty() || model == "K" || model == "wv") return "Generic Smartphone";
  return (model.starts_with("SM-") ? "Samsung " : "") + std::string(model);
}

std::string device_of(std::string_view text) {
  for (const Device& device : kDevices) {
    if (has(text, device.mark)) return std::string(device.name);
  }
  return has(text, "Android") && has(text, "Linux") ? android_model(text) : "Other";
}

void add_program(json::Object& out, std::string_view text) {
  for (const Program& program : kPrograms) {
    const std::size_t at = text.find(program.mark);
    if (at == std::string_view::npos || !has(text, program.beside)) continue;
    out["name"] = text_value(program.name);
    const std::string version = version_at(text.substr(at + program.mark.size()), program.parts);
    if (!version.empty()) out["version"] = text_value(version);
    return;
  }
  out["name"] = "Other";
}

void add_system(json::Object& out, std::string_view text) {
  for (const System& system : kSystems) {
    const std::size_t at = text.find(system.mark);
    if (at == std::string_view::npos) continue;
    json::Object os;
    os["name"] = text_value(system.name);
    const std::string version =
        system.version.empty() ? version_at(text.substr(at + system.mark.size()), 3) : std::string(system.version);
    if (!version.empty()) {
      os["version"] = text_value(version);
      os["full"] = text_value(std::string(system.name) + " " + version);
    }
    out["os"] = std::move(os);
    return;
  }
}

}  // namespace

json::Object read_user_agent(std::string_view text) {
  json::Object out;
  out["original"] = text_value(text);
  add_program(out, text);
  add_system(out, text);
  out["device"] = json::Object{{"name", text_value(device_of(text))}};
  return out;
}

}  // namespace picket::decode

// SPDX-License-Identifier: Apache-2.0
// The Markdown of an investigation guide as far as a rule's meaning depends on it: placeholders of the TOML form's
// [transform] become the form that Kibana's Markdown plugins read, a "Setup" chapter inside the guide becomes the
// rule's `setup`, and the queries that the guide offers are found again in the finished text, whichever form the rule
// came in.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace picket::rule {

// `$osquery_0`, `${osquery_0}`, `$investigate_1`, ... become what `replacement` gives for the plugin and the number.
// Where it gives none the placeholder stays as it is.
using Replacement = std::function<std::optional<std::string>(std::string_view plugin, std::size_t index)>;
std::string fill_placeholders(std::string_view note, const Replacement& replacement);

// `!{osquery{...}}`: the object with sorted keys and without white space.
std::string plugin_text(std::string_view plugin, const json::Value& object);

struct GuideParts {
  std::string note;
  std::string setup;
};
// Splits off the first chapter headed "Setup" (up to the next heading of the same or a higher level). Fenced code is no
// heading. `setup` is empty when there is no such chapter.
GuideParts split_setup(std::string_view note);

// The queries of `!{investigate{...}}` and `!{osquery{...}}` in a finished guide: {"investigate": [...], "osquery":
// [...]}, in the order of the text; empty when there are none. Text that is not JSON is left out.
json::Object guide_queries(std::string_view note);

}  // namespace picket::rule

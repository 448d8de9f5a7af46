// SPDX-License-Identifier: Apache-2.0
// How values of ECS fields are made from members of an activity log record, as docs/formats/azure-activity.md says it
// field by field; the other data streams use some of them (stream_values.h has the rest). All are pure (mapping.h,
// Derive).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "decode/mapping.h"

namespace picket::decode {

// Every form in which Azure writes a time; blanks around it do not matter.
std::optional<Timestamp> parse_azure_time(std::string_view text);

// A date of an ECS document: what Elasticsearch's date type takes, else any of Azure's forms.
std::optional<Timestamp> parse_document_time(std::string_view text);

namespace activity {

// The first input that is a time.
json::Value timestamp(Inputs times, const Surroundings&);

// Inputs: callerIpAddress.
json::Value ip(Inputs, const Surroundings&);
json::Value ip_list(Inputs, const Surroundings&);
json::Value not_an_ip(Inputs, const Surroundings&);
json::Value ip_geo(Inputs, const Surroundings&);
json::Value ip_as(Inputs, const Surroundings&);
// Inputs: callerIpAddress, location. The city's block, or {name: location} where there is none.
json::Value geo_or_location(Inputs, const Surroundings&);

// Inputs: durationMs, as a number or digits. Nanoseconds; what is no number stays as it is.
json::Value duration(Inputs, const Surroundings&);
json::Value not_a_duration(Inputs, const Surroundings&);

json::Value event_category(Inputs category_and_policies, const Surroundings&);
json::Value outcome(Inputs result_type_and_result, const Surroundings&);
json::Value event_type(Inputs category, const Surroundings&);
json::Value text_only(Inputs, const Surroundings&);

// Inputs: resourceId.
json::Value subscription(Inputs, const Surroundings&);
json::Value resource_group(Inputs, const Surroundings&);
json::Value resource_provider(Inputs, const Surroundings&);
json::Value resource_name(Inputs, const Surroundings&);
json::Value resource_namespace(Inputs, const Surroundings&);
json::Value authorization_rule(Inputs, const Surroundings&);

// Inputs: the claim `name`, and the claim to copy if that one is there.
json::Value copied_claim(Inputs, const Surroundings&);
json::Value claim_schema(Inputs, const Surroundings&);

// Inputs: the claim `name`, the name claim of schemas.xmlsoap.org, the caller.
json::Value user_name(Inputs, const Surroundings&);
json::Value user_domain(Inputs, const Surroundings&);
json::Value user_email(Inputs, const Surroundings&);
json::Value related_user(Inputs, const Surroundings&);

}  // namespace activity
}  // namespace picket::decode

// SPDX-License-Identifier: Apache-2.0
// How values of ECS fields are made from members of the sign-in, provisioning and Microsoft Graph activity logs, as
// docs/formats/azure-signinlogs.md and its neighbors say it field by field. All are pure (mapping.h, Derive).
#pragma once

#include "decode/mapping.h"

namespace picket::decode::entra {

// The first input that is a text and not empty.
json::Value first_text(Inputs, const Surroundings&);
json::Value first_text_list(Inputs, const Surroundings&);

// Inputs: places of an address. Of the first text that is not empty.
json::Value ip(Inputs, const Surroundings&);
json::Value ip_list(Inputs, const Surroundings&);
json::Value ip_geo(Inputs, const Surroundings&);
json::Value ip_as(Inputs, const Surroundings&);

// The text of a scalar.
json::Value as_text(Inputs, const Surroundings&);
// A whole number, also from digits in a text; other scalars stay as they are.
json::Value number(Inputs, const Surroundings&);
// The words of a text.
json::Value words(Inputs, const Surroundings&);
// Nanoseconds, of the first input that is a duration in milliseconds.
json::Value duration(Inputs, const Surroundings&);

// Inputs: the error code, the result type.
json::Value sign_in_outcome(Inputs, const Surroundings&);
// Inputs: the reason of a failure, details.
json::Value sign_in_message(Inputs, const Surroundings&);

// Inputs: the method of a request, the status of its response.
json::Value request_type(Inputs, const Surroundings&);
// Inputs: the status of a response.
json::Value status_outcome(Inputs, const Surroundings&);

// Objects of ECS of this name, from one text.
json::Value url(Inputs, const Surroundings&);
json::Value user_agent(Inputs, const Surroundings&);

// Inputs: resourceId. "MICROSOFT.COMPUTE" of MICROSOFT.COMPUTE/VIRTUALMACHINES.
json::Value provider_namespace(Inputs, const Surroundings&);

}  // namespace picket::decode::entra

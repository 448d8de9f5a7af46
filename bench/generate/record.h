// SPDX-License-Identifier: Apache-2.0
// Writes one record of an operation as Azure's diagnostic settings do: one JSON object, no line break. The text follows
// from the arguments alone, so that a record delivered twice is the same byte for byte.
#pragma once

#include <cstdint>
#include <string>

#include "generate/operation.h"
#include "generate/population.h"
#include "generate/session.h"

namespace picket::generate {

enum class Stage : std::uint8_t { start, accept, end };

void append_record(const Population& population, const Operation& operation, Stage stage, Ticks time, std::string& out);

// "2026-03-02T08:15:30.1234567Z"
void append_time(std::string& out, Ticks time);

}  // namespace picket::generate

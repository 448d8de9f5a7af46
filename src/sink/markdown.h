// SPDX-License-Identifier: Apache-2.0
// Markdown guides, rendered for a terminal and for HTML (cmark; the only folder that includes it). Raw HTML in a guide
// is shown as text, links other than http and https lose their target.
#pragma once

#include <string>
#include <string_view>

#include "sink/sink.h"

namespace picket::sink {

std::string markdown_to_terminal(std::string_view markdown, const Style& style);
std::string markdown_to_html(std::string_view markdown);

}  // namespace picket::sink

// SPDX-License-Identifier: Apache-2.0
// The layout of Elastic's TOML rules -> Kibana's flat form: [rule] with what [metadata] and [transform] say about it,
// and exception files. Only the shape changes here; values are validated afterwards, in one place for every form.
#pragma once

#include "rule/node.h"
#include "rule/problems.h"

namespace picket::rule {

// True when the file's tables are those of something that lies beside rules and is none: test templates, hunting
// queries, action connectors.
bool is_other_toml(const Node& root);

// The rule of a file that has a [rule] table, in Kibana's form.
Node flatten_rule(Node root, Problems& problems);

struct ExceptionNodes {
  Node::List lists;
  Node::List items;
};
// The containers and items of a file that has [[exceptions]].
ExceptionNodes flatten_exceptions(Node root, Problems& problems);

}  // namespace picket::rule

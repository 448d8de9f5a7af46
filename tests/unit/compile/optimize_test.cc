// SPDX-License-Identifier: Apache-2.0
// What each step does to a tree; that no step changes a meaning is tested on all engines (match, spec).
#include "compile/optimize.h"

#include <gtest/gtest.h>

#include <string>

#include "compile/bind_kql.h"
#include "compile/optimize/steps.h"
#include "lang/kql/parser.h"

namespace picket::compile {
namespace {

NodeRef bind(std::string query) {
  Diagnostics diagnostics;
  const SourceText source{"query", std::move(query)};
  const auto ast = kql::parse(source, diagnostics);
  return bind_kql(*ast, event::FieldCatalog::builtin(), {}, source, diagnostics)->tree;
}

using Step = NodeRef (*)(const NodeRef&);

std::string after(Step step, std::string query) {
  return to_string(*step(bind(std::move(query))));
}

TEST(PushNot, ReachesTheTests) {
  EXPECT_EQ(after(push_not, "not (host.id: a or host.name: b)"), "not host.id: \"a\" and not host.name: \"b\"");
  EXPECT_EQ(after(push_not, "not (host.id: a and (not host.name: b))"), "not host.id: \"a\" or host.name: \"b\"");
  EXPECT_EQ(after(push_not, "not *:*"), "none");
  // A group is about one object, so the negation stays outside.
  EXPECT_EQ(after(push_not, "not email.attachments: { not file.name: a }"),
            "not email.attachments: { not file.name: \"a\" }");
}

TEST(Flatten, MakesChainsOneNode) {
  EXPECT_EQ(after(flatten, "(host.id: a and (host.name: b and user.id: c)) and user.name: d"),
            "host.id: \"a\" and host.name: \"b\" and user.id: \"c\" and user.name: \"d\"");
}

TEST(FoldConstants, LeavesNoConstantBelowAnOperator) {
  EXPECT_EQ(after(fold_constants, "host.id: a and *:*"), "host.id: \"a\"");
  EXPECT_EQ(after(fold_constants, "host.id: a and process: x"), "none");
  EXPECT_EQ(after(fold_constants, "host.id: a or not process: x"), "all");
  EXPECT_EQ(after(fold_constants, "email.attachments: { file: x }"), "none");
  EXPECT_EQ(after(fold_constants, "email.attachments: { *:* }"), "email.attachments: { all }");
}

TEST(MergeTerms, JoinsTestsOfOneFieldAndKind) {
  EXPECT_EQ(after(merge_terms, "host.id: (b or a or b)"), "host.id: (\"a\" or \"b\")");
  EXPECT_EQ(after(merge_terms, "not host.id: a and not host.id: b"), "not host.id: (\"a\" or \"b\")");
  EXPECT_EQ(after(merge_terms, "host.id: (a or x*) or host.name: a or host.id: y*"),
            "(host.id: \"a\" or host.id: x*) or host.name: \"a\" or host.id: y*");
  EXPECT_EQ(after(merge_terms, "source.ip: (10.0.0.0/8 or 10.1.0.0/16)"), "source.ip: 10.0.0.0 to 10.255.255.255");
  EXPECT_EQ(after(merge_terms, "destination.port: (80 or 443) or destination.port > 1023"),
            "destination.port: (80 or 443 or >= 1024)");
  EXPECT_EQ(after(merge_terms, "host.id: a and host.id: b"), "host.id: \"a\" and host.id: \"b\"");
}

TEST(DropRepeated, DropsWhatIsSaidAlready) {
  EXPECT_EQ(after(drop_repeated, "host.id: a and host.id: a"), "host.id: \"a\"");
  EXPECT_EQ(after(drop_repeated, "host.id: a and not host.id: a"), "none");
  EXPECT_EQ(after(drop_repeated, "host.id: a or not host.id: a"), "all");
  EXPECT_EQ(after(drop_repeated, "host.id: a and (host.name: b or host.id: a)"), "host.id: \"a\"");
  EXPECT_EQ(after(drop_repeated, "host.id: a or (host.name: b and host.id: a)"), "host.id: \"a\"");
}

TEST(OrderByCost, PutsCheapAndWantedTestsFirst) {
  EXPECT_EQ(after(order_by_cost, "mimikatz and message: x and not host.id: a and host.name: b"),
            "host.name: \"b\" and not host.id: \"a\" and message: \"x\" in words and any field: mimikatz");
}

TEST(Optimize, RunsTheStepsThatAreOn) {
  const std::string query = "not (host.id: a or (host.id: b or *:* and host.id: c))";
  EXPECT_EQ(to_string(*optimize(bind(query))), "not host.id: (\"a\" or \"b\" or \"c\")");
  EXPECT_EQ(to_string(*optimize(bind(query), no_optimization())), to_string(*bind(query)));
}

}  // namespace
}  // namespace picket::compile

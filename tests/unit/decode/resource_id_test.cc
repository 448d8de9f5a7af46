// SPDX-License-Identifier: Apache-2.0
#include "decode/resource_id.h"

#include <gtest/gtest.h>

#include <string>

namespace picket::decode {
namespace {

constexpr std::string_view kSubscription = "11111111-2222-3333-4444-555555555555";

struct Case {
  std::string id;  // {s} stands for the subscription
  std::string_view subscription, group, provider, name, name_space, rule;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.id;
}

class SplitResourceId : public testing::TestWithParam<Case> {};

TEST_P(SplitResourceId, CutsAsThePipelines) {
  std::string id = GetParam().id;
  if (const auto at = id.find("{s}"); at != std::string::npos) id.replace(at, 3, kSubscription);
  const ResourceId parts = split_resource_id(id);
  EXPECT_EQ(parts.subscription, GetParam().subscription);
  EXPECT_EQ(parts.group, GetParam().group);
  EXPECT_EQ(parts.provider, GetParam().provider);
  EXPECT_EQ(parts.name, GetParam().name);
  EXPECT_EQ(parts.name_space, GetParam().name_space);
  EXPECT_EQ(parts.authorization_rule, GetParam().rule);
}

INSTANTIATE_TEST_SUITE_P(
    Facts, SplitResourceId,
    testing::Values(
        Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1/RUNCOMMANDS/CMD1",
             kSubscription, "RG1", "MICROSOFT.COMPUTE/VIRTUALMACHINES", "VM1/RUNCOMMANDS/CMD1", "", ""},
        Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINESCALESETS/SS1/"
             "VIRTUALMACHINES/0/RUNCOMMANDS/C",
             kSubscription, "RG1", "MICROSOFT.COMPUTE/VIRTUALMACHINESCALESETS", "SS1/VIRTUALMACHINES/0/RUNCOMMANDS/C",
             "", ""},
        Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1/PROVIDERS/"
             "MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/g",
             kSubscription, "RG1/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1",
             "MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS", "g", "", ""},
        Case{"/SUBSCRIPTIONS/{s}/PROVIDERS/MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/g", kSubscription, "",
             "MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS", "", "", ""},
        Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1/PROVIDERS/"
             "MICROSOFT.SERIALCONSOLE/SERIALPORTS/0",
             kSubscription, "R/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1", "MICROSOFT.SERIALCONSOLE/SERIALPORTS",
             "0", "", ""},
        Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/SA-HEMA/PROVIDERS/MICROSOFT.EVENTHUB/NAMESPACES/AZURELSEVENTS/"
             "AUTHORIZATIONRULES/ROOTMANAGESHAREDACCESSKEY",
             kSubscription, "SA-HEMA", "MICROSOFT.EVENTHUB", "", "AZURELSEVENTS", "ROOTMANAGESHAREDACCESSKEY"},
        Case{"/subscriptions/{s}/providers/Microsoft.domainRegistration", kSubscription, "",
             "Microsoft.domainRegistration", "", "", ""},
        Case{"/tenants/c7f1e3ce-ba66-40a7-91bd-9594b36223fc/providers/Microsoft.aadiam", "", "", "Microsoft.aadiam", "",
             "", ""},
        Case{"/SUBSCRIPTIONS/SUBSCRIPTION/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.NETWORK/APPLICATIONGATEWAYS/L", "", "",
             "MICROSOFT.NETWORK/APPLICATIONGATEWAYS/L", "", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    KeywordsInAnyCase, SplitResourceId,
    testing::Values(Case{"/subscriptions/{s}/resourcegroups/rg/providers/Microsoft.Compute/virtualMachines/vm",
                         kSubscription, "rg", "Microsoft.Compute/virtualMachines", "vm", "", ""},
                    Case{"/Subscriptions/{s}/ResourceGroups/rg", kSubscription, "rg", "", "", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Edges, SplitResourceId,
    testing::Values(Case{"", "", "", "", "", "", ""}, Case{"/", "", "", "", "", "", ""},
                    Case{"/SUBSCRIPTIONS/{s}", kSubscription, "", "", "", "", ""},
                    Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/", kSubscription, "", "", "", "", ""},
                    Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/RG/PROVIDERS/", kSubscription, "RG", "", "", "", ""},
                    Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.X", kSubscription, "RG",
                         "MICROSOFT.X", "", "", ""},
                    Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.X/Y", kSubscription, "RG",
                         "MICROSOFT.X", "Y", "", ""},
                    Case{"/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.RELAY/HYBRID/H/AUTHORIZATIONRULES/R",
                         kSubscription, "RG", "MICROSOFT.RELAY/HYBRID/H/AUTHORIZATIONRULES", "R", "", ""},
                    Case{"no id at all", "", "", "", "", "", ""},
                    Case{"/PROVIDERS/PROVIDERS/PROVIDERS/", "", "", "PROVIDERS/PROVIDERS/", "", "", ""}));

}  // namespace
}  // namespace picket::decode

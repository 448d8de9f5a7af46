// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "lang/lucene/text.h"
#include "reference/random_case.h"

namespace picket::reference {
namespace {

using Texts = std::vector<std::string>;

std::string random_regexp(Choices& choices, std::size_t depth) {
  const auto inner = [&] { return random_regexp(choices, depth - 1); };
  switch (depth == 0 ? choices.below(6) : choices.below(13)) {
    case 0:
      return ".";
    case 1:
      return choices.of(Texts{"[a-b]", "[^a]", "[a-zA-Z]", "\\d", "\\w", "\\S"});
    case 2:
      return choices.of(Texts{"@", "#", "<1-200>", "<00-20>", "\"a.b\"", "()"});
    case 3:
    case 4:
    case 5:
      return choices.of(Texts{"a", "b", "A", "foo", "o", "-", "\\.", "ä", "日", "_", " "});
    case 6:
      return "(" + inner() + "|" + inner() + ")";
    case 7:
      return "(" + inner() + "&" + inner() + ")";
    case 8:
      return "~(" + inner() + ")";
    case 9:
      return "(" + inner() + ")" + choices.of(Texts{"*", "+", "?", "{2}", "{1,}", "{0,2}"});
    default:
      return inner() + inner();
  }
}

std::string random_bound(Choices& choices, const Texts& pool) {
  const std::string& text = choices.of(pool);
  return choices.one_in(5) || text.empty() ? "*" : lucene::quoted_bound(text);
}

std::string random_pattern(Choices& choices, const Texts& pool) {
  std::string out;
  for (std::size_t parts = 1 + choices.below(3); parts > 0; --parts) {
    if (!choices.one_in(3)) out += lucene::escaped_term(choices.of(pool));
    out += choices.one_in(3) ? "?" : "*";
  }
  return out;
}

std::string random_value(Choices& choices, const Texts& pool) {
  const std::string& text = choices.of(pool);
  const std::string term = text.empty() ? "\"\"" : lucene::escaped_term(text);
  switch (choices.below(12)) {
    case 0:
      return "*";
    case 1:
      return random_pattern(choices, pool);
    case 2:
      return text.empty() ? term : term + "*";
    case 3:
      return "/" + random_regexp(choices, 3) + "/";
    case 4:
      return text.empty() ? term : term + choices.of(Texts{"~", "~0", "~1", "~2"});
    case 5:
      return (choices.one_in(2) ? "[" : "{") + random_bound(choices, pool) + " TO " + random_bound(choices, pool) +
             (choices.one_in(2) ? "]" : "}");
    case 6:
      return text.empty() ? term : choices.of(Texts{">", ">=", "<", "<="}) + term;
    case 7:
      return lucene::quoted_phrase(choices.of(pool) + " " + choices.of(pool)) + choices.of(Texts{"", "~1", "~2", "~5"});
    case 8:
      return "(" + term + " " + lucene::escaped_term("b") + ")";
    case 9:
      return lucene::quoted_phrase(text);
    default:
      return term;
  }
}

std::string random_term(Choices& choices) {
  if (choices.one_in(8)) return random_value(choices, random_texts(choices));
  if (choices.one_in(8)) {
    return choices.of(Texts{"\\*", "k\\*", "\\*e", "i\\*", "fl\\*", "o.\\*"}) + ":" +
           random_value(choices, random_texts(choices));
  }
  const NameAndTexts field = random_field(choices);
  if (choices.one_in(12)) return "_exists_:" + field.name;
  return field.name + ":" + random_value(choices, *field.texts);
}

std::string random_clauses(Choices& choices, std::size_t depth) {
  std::string out;
  for (std::size_t clauses = 1 + choices.below(4); clauses > 0; --clauses) {
    if (!out.empty()) out += choices.of(Texts{" ", " AND ", " OR ", " && ", " || "});
    out += choices.of(Texts{"", "", "", "+", "-", "NOT ", "!"});
    if (depth > 0 && choices.one_in(3)) {
      if (choices.one_in(4)) out += random_field(choices).name + ":";
      out += "(" + random_clauses(choices, depth - 1) + ")";
    } else {
      out += random_term(choices);
    }
  }
  return out;
}

}  // namespace

std::string random_lucene_query(Choices& choices) {
  return random_clauses(choices, choices.below(3));
}

}  // namespace picket::reference

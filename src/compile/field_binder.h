// SPDX-License-Identifier: Apache-2.0
// Binds one name and one condition on it: what all query languages of rules share once their syntax is gone. The name
// becomes a field of the catalog, the condition a predicate of its type; a name with stars and no name at all become
// tests on every leaf that fits. Mistakes go to the diagnostics with the places that the caller gives: a value that
// does not fit its field, a field of nested objects outside of their group. A name that no catalog knows is no mistake,
// since rules for other data must still run; it is a warning where it looks like a misspelling.
//
// One binder for one source text; not thread-safe.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/time.h"
#include "compile/bound.h"
#include "compile/meaning.h"
#include "event/field.h"

namespace picket::compile {

struct BindOptions {
  Timestamp now{};  // what date math is relative to
};

// Where a name and its value stand in the source.
struct Places {
  Span field;
  Span value;
};

class FieldBinder {
 public:
  // All must outlive the binder, and `catalog` the trees that it makes.
  FieldBinder(const event::FieldCatalog& catalog, const BindOptions& options, const SourceText& source,
              Diagnostics& diagnostics)
      : catalog_(catalog), now_(options.now), text_(source), diagnostics_(diagnostics) {}

  // Names are relative to the group that is open.
  NodeRef field(std::string_view name, const Condition& condition, Places places);
  NodeRef field_pattern(Pattern names, const Condition& condition, Places places, bool into_nested = true);
  NodeRef any_field(const Condition& condition);

  // `bind_child()` binds what one object of the array at `path` has to satisfy.
  template <class BindChild>
  NodeRef group(std::string_view path, Span place, const BindChild& bind_child) {
    const std::string full = full_name(path);
    check_group(full, place);
    std::string outer = std::exchange(scope_, full);
    NodeRef child = bind_child();
    scope_ = std::move(outer);
    return node(Nested{relative(full), std::move(child)});
  }

  // The same for languages whose names are full even inside a group. A field that the open group does not reach has no
  // value there: it matches nothing, with a warning.
  NodeRef full_field(std::string_view full, const Condition& condition, Places places);
  NodeRef full_field_pattern(Pattern names, const Condition& condition, Places places);
  template <class BindChild>
  NodeRef full_group(std::string_view path, Span place, const BindChild& bind_child) {
    if (!reaches(path, place)) return none();
    return group(path.substr(scope_.empty() ? 0 : scope_.size() + 1), place, bind_child);
  }

  // Any of the conditions holds, as few tests however many there are: lists of values. What the field's type cannot
  // take is left out and its number added to `misfits`; that is no error here. `if_unknown` is the type of a field that
  // no catalog knows.
  NodeRef full_field_any(std::string_view full, std::span<const Condition> conditions, Places places,
                         std::vector<std::size_t>& misfits, event::FieldType if_unknown = event::FieldType::dynamic);

  // For languages with lenient queries: a value that its field cannot take is a warning and finds nothing.
  void set_lenient(bool lenient) { lenient_ = lenient; }

  // A binder for a query that stands in this one as a text of its own, with the same group open; both arguments as for
  // the constructor. `take_over` makes its findings those of this one.
  FieldBinder within(const SourceText& source, Diagnostics& diagnostics) const;
  void take_over(const FieldBinder& inner);

  event::FieldType type_of(std::string_view full) const { return catalog_.resolve(full).type; }
  // The condition is one that the field's type can answer.
  bool takes(std::string_view full, const Condition& condition) const;

  void error(Span place, std::string_view code, std::string message, std::string hint = {});
  // One warning for a name, however many values it is compared with.
  void warn_once(const std::string& name, Span place, std::string_view code, std::string message,
                 std::string hint = {});
  bool failed() const { return failed_; }  // an error was added
  void set_failed() { failed_ = true; }    // one was added by something else that reads the query
  bool depends_on_now() const { return depends_on_now_; }

 private:
  bool reaches(std::string_view full, Span place);
  std::string full_name(std::string_view name) const;
  std::string relative(const std::string& full) const;
  NodeRef test(const std::string& full, const event::FieldMapping& mapping, const Condition& condition, Span value);
  NodeRef read(const std::string& full, const event::FieldMapping& mapping, const Condition& condition,
               const Predicate& predicate);
  NodeRef any_below(const std::string& full, const Condition& condition, Span value);
  NodeRef any_leaf(const Condition& condition);
  std::vector<NodeRef> constants(const Condition& condition, const Pattern* names) const;
  void report_misfit(const std::string& full, event::FieldType type, const Misfit& misfit, Span value);
  void check_pattern_types(const Pattern& names, const Condition& condition, Places places);
  void check_group(const std::string& full, Span place);
  bool check_scope(const std::string& full, const event::FieldMapping& mapping, Span place);
  void warn_about_name(const std::string& full, const event::FieldMapping& mapping, const Condition& condition,
                       Span place);
  const SourceText* source();

  const event::FieldCatalog& catalog_;
  Timestamp now_;
  const SourceText& text_;
  Diagnostics& diagnostics_;
  const SourceText* source_ = nullptr;
  std::string scope_;  // full path of the enclosing group
  std::unordered_set<std::string> warned_;
  bool lenient_ = false;
  bool failed_ = false;
  bool depends_on_now_ = false;
};

}  // namespace picket::compile

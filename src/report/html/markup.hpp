/// HTML as a value. Text turns into markup only by being escaped, so that a name from disk or from
/// the server can never become a tag.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::report::html {

/// An attribute of an element. The value is escaped when it is written; an empty one is left out.
struct Attribute {
  std::string name;
  std::string value;
};

using Attributes = std::vector<Attribute>;

/// A piece of a page, well-formed as XML too. Strings convert to it implicitly, and are escaped.
class Markup {
 public:
  Markup() = default;
  Markup(std::string_view text);  // NOLINT(*-explicit-*)

  Markup(const std::string& text) : Markup(std::string_view(text)) {}  // NOLINT(*-explicit-*)

  Markup(const char* text) : Markup(std::string_view(text)) {}  // NOLINT(*-explicit-*)

  Markup& operator+=(const Markup& more) {
    source_ += more.source_;
    return *this;
  }

  [[nodiscard]] bool empty() const { return source_.empty(); }

  /// The HTML source.
  [[nodiscard]] const std::string& source() const { return source_; }

  /// The content of <style>: the one place where nothing is escaped. `css` is a constant of the
  /// program and holds neither '<' nor '&'.
  [[nodiscard]] static Markup style_sheet(std::string_view css);

 private:
  friend Markup element(std::string_view name, const Attributes& attributes,
                        std::initializer_list<Markup> children);
  friend Markup void_element(std::string_view name, const Attributes& attributes);

  std::string source_;
};

/// <name attributes>children</name>.
[[nodiscard]] Markup element(std::string_view name, const Attributes& attributes,
                             std::initializer_list<Markup> children);
[[nodiscard]] Markup element(std::string_view name, std::initializer_list<Markup> children);

/// <name attributes/>, for elements that never have content: meta, br.
[[nodiscard]] Markup void_element(std::string_view name, const Attributes& attributes);

/// Replaces the five characters that mean something in HTML. Octets that are no UTF-8 and
/// characters that XML forbids become U+FFFD: names go through text::escape_for_display before they
/// come here.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace mailhaul::report::html

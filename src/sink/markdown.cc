// SPDX-License-Identifier: Apache-2.0
#include "sink/markdown.h"

#include <cmark.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/text.h"
#include "sink/terminal.h"

namespace picket::sink {
namespace {

struct NodeFree {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Document = std::unique_ptr<cmark_node, NodeFree>;

Document parse(std::string_view markdown) {
  const std::string text = to_valid_utf8(markdown);
  return Document(cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT));
}

std::string literal(cmark_node* node) {
  const char* text = cmark_node_get_literal(node);
  return text == nullptr ? std::string() : std::string(text);
}

class TerminalRenderer {
 public:
  explicit TerminalRenderer(const Style& style) : style_(style), width_(std::min<std::size_t>(style.width, 100)) {}

  std::string run(cmark_node* document) {
    children(document);
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  // Text of inline nodes, wrapped afterwards: colors are not part of it, so that widths stay right.
  std::string inlines(cmark_node* parent) {
    std::string text;
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      text += inline_text(node);
    }
    return text;
  }

  std::string inline_text(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE) return literal(node);
    if (type == CMARK_NODE_CODE) return "`" + literal(node) + "`";
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) return " ";
    std::string text = inlines(node);
    const char* url = type == CMARK_NODE_LINK ? cmark_node_get_url(node) : nullptr;
    if (url != nullptr && text != url) text += fmt::format(" <{}>", url);
    return text;
  }

  void paragraph(const std::string& text, std::string_view color = {}) {
    const std::string first = indent_ + marker_;
    const std::string rest = indent_ + std::string(display_width(marker_), ' ');
    const std::size_t room = width_ > display_width(first) + 20 ? width_ - display_width(first) : 20;
    bool is_first = true;
    for (const std::string& line : wrap_words(text, room)) {
      out_ += (is_first ? first : rest) + paint(printable(line), color, style_.color) + "\n";
      is_first = false;
    }
    marker_.clear();
  }

  static std::vector<std::string> wrap_words(const std::string& text, std::size_t room) {
    std::vector<std::string> lines;
    std::string line;
    for (const std::string_view word : split(text, ' ')) {
      if (word.empty()) continue;
      if (!line.empty() && display_width(line) + 1 + display_width(word) > room) {
        lines.push_back(std::move(line));
        line.clear();
      }
      if (!line.empty()) line += ' ';
      line += word;
    }
    lines.push_back(std::move(line));
    return lines;
  }

  void code_block(cmark_node* node) {
    const std::string text = literal(node);
    for (const std::string_view line : split(text, '\n')) out_ += indent_ + "    " + printable(line) + "\n";
  }

  void list(cmark_node* node) {
    int number = std::max(1, cmark_node_get_list_start(node));
    const bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    for (cmark_node* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item)) {
      marker_ = ordered ? fmt::format("{}. ", number++) : "- ";
      const std::string outer = indent_;
      bool first = true;
      for (cmark_node* child = cmark_node_first_child(item); child != nullptr; child = cmark_node_next(child)) {
        block(child);
        if (first) indent_ = outer + "  ";
        first = false;
      }
      indent_ = outer;
      marker_.clear();
    }
  }

  void block(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) {
      paragraph(inlines(node), cmark_node_get_heading_level(node) <= 2 ? "1;4" : "1");
    } else if (type == CMARK_NODE_PARAGRAPH) {
      paragraph(inlines(node));
    } else if (type == CMARK_NODE_LIST) {
      list(node);
    } else if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
      code_block(node);
    } else if (type == CMARK_NODE_THEMATIC_BREAK) {
      out_ += indent_ + "----\n";
    } else {
      children(node);
    }
  }

  void children(cmark_node* parent) {
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      block(node);
      if (cmark_node_next(node) != nullptr) out_ += "\n";
    }
  }

  const Style& style_;
  std::size_t width_;
  std::string out_;
  std::string indent_;
  std::string marker_;
};

bool is_web_address(const char* url) {
  const std::string_view text = url == nullptr ? std::string_view() : std::string_view(url);
  const std::string lower = to_lower_ascii(text.substr(0, 8));
  return lower.starts_with("https://") || lower.starts_with("http://");
}

// Raw HTML becomes text, and links and images that are not plain web addresses lose what they point to.
void make_harmless(cmark_node* document) {
  std::vector<cmark_node*> raw;
  cmark_iter* iterator = cmark_iter_new(document);
  while (cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
    cmark_node* node = cmark_iter_get_node(iterator);
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) raw.push_back(node);
    if (type == CMARK_NODE_LINK && !is_web_address(cmark_node_get_url(node))) cmark_node_set_url(node, "");
    if (type == CMARK_NODE_IMAGE) cmark_node_set_url(node, "");  // a report fetches nothing
  }
  cmark_iter_free(iterator);
  for (cmark_node* node : raw) {
    const bool is_block = cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK;
    cmark_node* text = cmark_node_new(is_block ? CMARK_NODE_CODE_BLOCK : CMARK_NODE_TEXT);
    cmark_node_set_literal(text, literal(node).c_str());
    if (cmark_node_replace(node, text) == 1) {
      cmark_node_free(node);
    } else {
      cmark_node_free(text);
    }
  }
}

}  // namespace

std::string markdown_to_terminal(std::string_view markdown, const Style& style) {
  return TerminalRenderer(style).run(parse(markdown).get());
}

std::string markdown_to_html(std::string_view markdown) {
  const Document document = parse(markdown);
  make_harmless(document.get());
  char* html = cmark_render_html(document.get(), CMARK_OPT_DEFAULT);  // not CMARK_OPT_UNSAFE
  std::string text(html);
  std::free(html);  // NOLINT(cppcoreguidelines-no-malloc): cmark's own allocator is malloc
  return text;
}

}  // namespace picket::sink

"""Markdown to HTML, with formulas as MathML and headings that can be linked to."""

import html
import re

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TITLE_LEVEL, SECTION_LEVEL = 1, 2
PARTED = re.compile(r"−(?=\$)|(?<=\w)-(?=\w)(?![^<]*>)")  # signs after which no line of a title may end


def mathml(latex, display="inline"):
    """A formula as MathML, which browsers draw without any script; one that cannot be read, as it was written."""
    from latex2mathml.converter import convert

    try:
        return convert(latex.strip(), display=display)
    except Exception:  # the converter names no error of its own
        return f"<code>{html.escape(latex.strip())}</code>"


def tight(text):
    """A title, its numbers and its words with a hyphen in one piece each."""
    return PARTED.sub("\\g<0>\u2060", text)


def slug(text):
    """Name of a heading in an address."""
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"<[^>]+>", "", text).lower())) or "section"


class PageRenderer(IPythonRenderer):
    """Renderer that draws formulas and remembers the headings of the page."""

    def __init__(self, headings, **options):
        super().__init__(escape=False, exclude_anchor_links=True, **options)
        self.headings = headings

    def heading(self, text, level, **attrs):
        """A heading with a name; the same words twice get different names."""
        words = slug(text)
        same = sum(1 for other in self.headings if slug(other["html"]) == words)
        name = f"{words}-{same + 1}" if same else words
        self.headings.append({"level": level, "html": text, "id": name})
        return f'<h{level} id="{name}">{tight(text)}</h{level}>\n'

    def inline_math(self, body):
        """A formula in a line."""
        return mathml(body)

    def block_math(self, body):
        """A formula on its own."""
        return f'<span class="formula" tabindex="0">{mathml(body, "block")}</span>'


def to_html(source, headings, attachments=None):
    """Turn one Markdown text into HTML; its headings are added to those of the page."""
    return MarkdownWithMath(PageRenderer(headings, attachments=attachments)).render(source)

"""Documents as Markdown and as HTML: what people wrote stands there as they wrote it, and does nothing."""

from html.parser import HTMLParser

from core.incidents.as_html import as_html
from core.incidents.as_markdown import as_markdown
from core.incidents.document import Bullets, Document, Heading, Paragraph, Table

HOSTILE = (
    "<script>alert('x')</script> | *bold* `code` [link](https://evil.example) <!channel> & \"quotes\" \\"
)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "onload", "onclick", "style"}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


DOCUMENT = Document(
    HOSTILE,
    (Heading(HOSTILE), Paragraph(HOSTILE), Bullets((HOSTILE,)), Table((HOSTILE, "b"), ((HOSTILE, "1"),))),
)


def test_in_html_a_name_is_words_and_nothing_else() -> None:
    seen = Seen()
    seen.feed(as_html(DOCUMENT))

    assert "".join(seen.words).count(HOSTILE) == 7
    assert not seen.tags & {"script", "a", "img", "link", "iframe", "form"}


def test_in_markdown_a_name_formats_nothing_and_breaks_no_table() -> None:
    told = as_markdown(DOCUMENT)
    table = [line for line in told.splitlines() if line.startswith("|")]

    assert [line.replace("\\|", "").count("|") for line in table] == [3, 3, 3]
    assert "<script" not in told.replace("\\<", "")
    assert "](" not in told.replace("\\]", "")

"""A document as one HTML file that needs nothing else: it loads nothing, runs nothing, and prints well."""

from html import escape

from core.incidents.document import Bullets, Document, Heading, Paragraph, Part, Table

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1d1c1d; max-width: 60rem; margin: 2rem auto }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem; break-after: avoid }
table { border-collapse: collapse; width: 100% } tr { break-inside: avoid }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ddd }
th { border-bottom: 2px solid #888 } td { overflow-wrap: anywhere }
@page { size: A4; margin: 18mm } @media print { body { margin: 0; font-size: 11px; max-width: none } }
"""
_NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(document: Document) -> str:
    title, body = escape(document.title), "\n".join(_part(part) for part in document.parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_ELSE}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return f"<h2>{escape(part.text)}</h2>"
    if isinstance(part, Paragraph):
        return f"<p>{escape(part.text)}</p>"
    if isinstance(part, Bullets):
        return f"<ul>\n{''.join(f'<li>{escape(item)}</li>' for item in part.items)}\n</ul>"
    return _table(part)


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in table.titles)
    rows = "\n".join(_row(row) for row in table.rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(row: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"

"""The README of a data package: what was asked, what came out, how to read and to cite it."""

from collections.abc import Sequence

from presidency_scraper.export.citation import PROGRAM, RIGHTS, TITLE, citation
from presidency_scraper.export.descriptor import Written
from presidency_scraper.items import Selection
from presidency_scraper.sites.base import Site
from presidency_scraper.store.descriptions import plain
from presidency_scraper.store.export_rows import Source

_PAGE = """\
# {title}

- Query: {query}
- State of the database: {as_of} (its newest capture, UTC)
- Publication: {first} to {last}
- Made by {program}

| file | rows | what it is | SHA-256 |
|---|---|---|---|
{files}

`datapackage.json` says what each column means, in the form of Data Package 2.0.

## How to read the files

- CSV by RFC 4180 in UTF-8, lines end in LF. Nothing between two commas is a null, `""` is an empty text.
- `published_at` has the offset of Europe/Sofia; every other time is UTC and ends in `Z`.
- Rows are in order of publication, then of id and position.
- `article_id` in every file is `id` in `articles.csv`. `target_id` in `teasers.csv` may name an article that is not there.
- The same rows make the same files, byte for byte.

## How to cite

> {citation}; articles.csv SHA-256 {digest}.

For a single article, cite its `url`, its `published_at` and its `revision`. {rights}
"""  # noqa: E501  a paragraph of Markdown is a line


def render_readme(
    source: Source, selection: Selection, site: Site, written: Sequence[Written]
) -> str:
    """Return the page for the tables *written*; the first of them is ``articles``."""
    first, last = source.days()
    return _PAGE.format(
        query=str(selection) or "all articles",
        as_of=source.as_of() or "empty",
        first=first or "never",
        last=last or "never",
        title=TITLE,
        program=PROGRAM,
        files="\n".join(_row(source, file) for file in written),
        citation=citation(source, site, written[0].rows),
        rights=RIGHTS,
        digest=written[0].sha256,
    )


def _row(source: Source, file: Written) -> str:
    text = plain(source.tables[file.table].text)
    return f"| `{file.path}` | {file.rows} | {text} | `{file.sha256}` |"

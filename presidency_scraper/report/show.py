"""What ``show`` shows: an article, one of its revisions, what was edited, the page as captured."""

import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from presidency_scraper.errors import NotFoundError, StorageError
from presidency_scraper.rules.outcome import count
from presidency_scraper.rules.revisions import changed_paragraphs, diff_words
from presidency_scraper.rules.terminal import ADDED, DROPPED, PLAIN
from presidency_scraper.store.events import edits_of
from presidency_scraper.store.reader import Reader

_WIDTH = 88
#: How additions and removals look: on a terminal, and elsewhere.
_COLOURED = {"+": (ADDED, PLAIN), "-": (DROPPED, PLAIN), "=": ("", "")}
PLAIN_MARKS = {"+": ("{+", "+}"), "-": ("[-", "-]"), "=": ("", "")}


class View:
    """One article, in its present state or as it was in *revision*."""

    def __init__(self, reader: Reader, article_id: str, revision: int | None = None) -> None:
        """Raise NotFoundError where there is no such article or revision."""
        self._reader = reader
        self._article = reader.article(article_id)
        self._revisions = reader.revisions(article_id)
        self._revision = self._find(revision) if revision is not None else None

    def _find(self, number: int) -> dict[str, Any]:
        for revision in self._revisions:
            if revision["revision"] == number:
                return revision
        raise NotFoundError(f"{self._article['id']} has {count(len(self._revisions), 'revision')}")

    def article(self) -> dict[str, Any]:
        """The article; as of the revision asked for."""
        if self._revision is None:
            return self._article
        same = ("id", "language", "section", "number", "url")
        then = {name: self._article[name] for name in same} | self._revision
        return then | {"paragraphs": list(filter(None, self._revision["body"].split("\n\n")))}

    def changes(self) -> list[dict[str, Any]]:
        """Every edit, what stood there before and since."""
        edits = edits_of(self._reader, self._article["id"])
        return [{"before": before, "after": after} for before, after in edits]

    def page(self, archive: Path) -> bytes:
        """The page's bytes, without content encoding, from *archive*.

        Raises StorageError where the archive does not hold it.
        """
        capture_id = (self._revision or self._article)["capture_id"]
        place = self._reader.place_of(capture_id)
        if place is None:
            raise StorageError(f"capture {capture_id} is in no archive")
        # Pages are asked for rarely.
        from presidency_scraper.archive.record_reader import read
        from presidency_scraper.archive.records import Location
        from presidency_scraper.extract.content_encoding import decode_body

        return decode_body(read(archive, Location(*place)).exchange())


def resolve_id(reader: Reader, text: str) -> str:
    """Return the id that *text* names: an id, or a number that only one article has.

    Raises NotFoundError.
    """
    if not (text.isascii() and text.isdigit()):
        return text
    ids = reader.find_ids(int(text)) if len(text) < 10 else []  # no counter gets further
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise NotFoundError(f"number {text} is in both languages: {' or '.join(ids)}")
    raise NotFoundError(f"no article has the number {text}")


def render_article(article: Mapping[str, Any]) -> str:
    """One article as text; a revision of it has no lead, pictures or teasers."""
    body = [textwrap.fill(text, _WIDTH) for text in article["paragraphs"]]
    head = [
        textwrap.fill(article["headline"], _WIDTH),
        f"{article['published_at']} ({article.get('published_precision', 'minute')})"
        f"  {article['id']}",
        article["url"],
    ]
    lead = article.get("lead")
    lead = None if lead in (article["headline"], *article["paragraphs"]) else lead
    parts = ["\n".join(head), *([textwrap.fill(lead, _WIDTH)] if lead else []), *body]
    if article.get("images"):
        parts.append("\n".join(_image_lines(article["images"])))
    if article.get("teasers"):
        parts.append("Teasers:\n" + "\n".join(_teaser_line(row) for row in article["teasers"]))
    return "\n\n".join(parts)


def _image_lines(images: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each picture; a caption that several share stands with the first."""
    said = {None}
    for image in images:
        caption = image["caption"]
        yield f"[{image['url']}]" + (f" {caption}" if caption not in said else "")
        said.add(caption)


def _teaser_line(row: Mapping[str, Any]) -> str:
    text = row["headline"] or row["lead"] or row["url"]
    return f"  {row['published_raw']}  {row['target_id']}  {textwrap.shorten(text, 60)}"


def marks_of(stream: TextIO) -> dict[str, tuple[str, str]]:
    """What stands around words that were added, dropped and kept, as *stream* can show it."""
    return _COLOURED if stream.isatty() else PLAIN_MARKS


def with_marks(pieces: Iterable[tuple[str, str]], marks: Mapping[str, tuple[str, str]]) -> str:
    """Return the *pieces* of ``diff_words`` as one text with their *marks*."""
    return "".join(marks[kind][0] + text + marks[kind][1] for kind, text in pieces)


def render_changes(view: View) -> str:
    """Every edit, oldest first, with the words that changed."""
    marks = marks_of(sys.stdout)
    return "\n\n".join("\n".join(_edit(change, marks)) for change in view.changes()) or "no edits"


def _edit(change: Mapping[str, Any], marks: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    before, after = change["before"], change["after"]
    looks = ", only in looks" if after["cosmetic"] else ""
    again = " again" if after["again"] else ""
    yield (
        f"revision {after['revision']}{again} (after {before['revision']}),"
        f" seen {after['captured_at']}: {', '.join(after['changed'])}{looks}"
    )
    for name in after["changed"]:
        for old, new in changed_paragraphs(before[name], after[name]):
            yield f"{name}: {with_marks(diff_words(old, new), marks)}"

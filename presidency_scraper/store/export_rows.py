"""What exports are made of: rows in order of publication, from one state of the database."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from itertools import islice
from sqlite3 import DataError
from typing import Any

from presidency_scraper.items import Selection
from presidency_scraper.store.connection import Handle
from presidency_scraper.store.descriptions import Table, describe
from presidency_scraper.store.reader import Reader

#: The tables that belong to an article, and what numbers their rows within it.
PARTS = {
    "paragraphs": "position",
    "teasers": "position",
    "images": "position",
    "revisions": "revision",
    "speeches": "turn",
    "mentions": "country",
}
#: Columns of ``paragraphs`` that stand as lists in nested articles, by the name of the list.
PARAGRAPH_LISTS = {"paragraphs": "text", "speakers": "speaker"}
_RECORDS = ("teasers", "images")
#: Articles that are asked for at once, a few megabytes: the most that is held in memory.
_TOGETHER = 500


class Source:
    """The articles of a *selection* with their parts. Flat in memory, whatever their number."""

    def __init__(self, reader: Reader, selection: Selection) -> None:
        self._database = reader.database
        self._where, self._values = _condition(selection)
        tables = describe(reader.database)
        self.tables = {name: tables[name] for name in ("articles", *PARTS)}

    def ids(self) -> Iterator[str]:
        """The articles, ordered by publication and id.

        Only these are sorted, and then some hundred asked for: SQLite would sort whole texts.
        """
        return (id_ for _, id_ in self.years())

    def years(self) -> Iterator[tuple[str, str]]:
        """The same, each with its year of publication before it."""
        query = f"""
            SELECT substr(published_at, 1, 4), id FROM articles a WHERE {self._where}
            ORDER BY published_at, id"""  # noqa: S608  built above, values apart
        return self._database.execute(query, self._values)

    def groups(self) -> Iterator[list[str]]:
        """The same, as many at a time as are asked for together."""
        ids = self.ids()
        while group := list(islice(ids, _TOGETHER)):
            yield group

    def rows(self, name: str) -> Iterator[Sequence[Any]]:
        """Rows of ``articles`` or a part of them, ordered by publication, id and position."""
        _, *columns = (column.name for column in self.tables[name].columns)
        for group in self.groups():
            for rows in self.rows_of(name, columns, group).values():
                yield from rows

    def rows_of(
        self, name: str, columns: Sequence[str], group: Sequence[str], *, encoded: bool = False
    ) -> dict[str, list[Sequence[Any]]]:
        """The rows of each article in ``articles`` or a part of it: its id, then *columns*.

        *encoded*: texts of the columns as bytes of UTF-8, which is how the file has them.
        """
        asked = self._encoded(name, columns) if encoded else map(_quoted, columns)
        return read_rows(self._database, name, tuple(asked), group)

    def _encoded(self, name: str, columns: Sequence[str]) -> Iterator[str]:
        texts = {column.name for column in self.tables[name].columns if column.type == "text"}
        for column in columns:
            yield f"CAST({_quoted(column)} AS BLOB)" if column in texts else _quoted(column)

    def nested(self, parts: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Each article as one record: paragraphs as texts, rows of the *parts* as records."""
        return map(json.loads, self.json_objects(parts))

    def json_objects(self, records: Sequence[str] = _RECORDS) -> Iterator[bytes]:
        """Each article as one JSON object, with paragraphs as texts, rows of *records* as objects.

        SQLite writes them: twice as fast as rows that Python makes into dicts and then into text.
        """
        own = _pairs(column.name for column in self.tables["articles"].columns)
        parts = {name: ("paragraphs", _quoted(column)) for name, column in PARAGRAPH_LISTS.items()}
        parts |= {
            name: (name, f"json_object({_pairs(self.record_columns(name))})") for name in records
        }
        nested = (f"'{name}', {_json_list(*part)}" for name, part in parts.items())
        line = f"CAST(json_object({own}, {', '.join(nested)}) AS BLOB)"
        for group in self.groups():
            marks = ", ".join("?" * len(group))
            query = f"SELECT id, {line} FROM articles a WHERE id IN ({marks})"  # noqa: S608  names of the schema
            found = dict(self._database.execute(query, group))
            yield from (_checked(article_id, found[article_id]) for article_id in group)

    def captures(self) -> Iterator[tuple[int, str, str, str, str, str]]:
        """Each capture of a page of an article: its id, address, moment and file.

        Then the headline and the body of the revision that was seen. A page that flips between two
        states for good is taken for the later one.
        """
        query = f"""
            SELECT c.id, c.url, c.captured_at, c.warc_file, r.headline, r.body, max(r.revision)
            FROM captures c
            JOIN articles a ON a.id = c.article_id
            JOIN revisions r ON r.article_id = a.id
            JOIN captures last ON last.id = r.last_capture_id
            WHERE c.outcome = 'article' AND c.warc_file IS NOT NULL
                AND (c.captured_at, c.id) BETWEEN (r.captured_at, r.capture_id)
                    AND (last.captured_at, last.id)
                AND {self._where}
            GROUP BY c.id"""  # noqa: S608  built above, values apart
        return (row[:6] for row in self._database.execute(query, self._values))

    def record_columns(self, name: str) -> list[str]:
        """The columns of a nested record: all but whose it is."""
        return [c.name for c in self.tables[name].columns if c.name != "article_id"]

    def record_tables(self) -> dict[str, Table]:
        """The tables whose rows are nested as records."""
        return {name: self.tables[name] for name in _RECORDS}

    def as_of(self) -> str | None:
        """When the newest capture of the database was made, UTC; None where there is none."""
        row = self._database.execute("SELECT max(captured_at) FROM captures").fetchone()
        return str(row[0]) if row[0] else None

    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day of publication; None where there is no article."""
        query = f"""
            SELECT substr(min(published_at), 1, 10), substr(max(published_at), 1, 10)
            FROM articles a WHERE {self._where}"""  # noqa: S608  built above, values apart
        first, last = self._database.execute(query, self._values).fetchone()
        return first, last

    def counts(self) -> list[tuple[str, str, int, int, str, str]]:
        """Of each section and language: articles, words, the first and the last day."""
        query = f"""
            SELECT section, language, count(*), sum(word_count),
                substr(min(published_at), 1, 10), substr(max(published_at), 1, 10)
            FROM articles a WHERE {self._where} GROUP BY section, language"""  # noqa: S608  as above
        return self._database.execute(query, self._values).fetchall()

    def terms(self) -> list[tuple[str, str, str | None, str, str]]:
        """Who held which office: office, first day, last day or None, name in both languages."""
        query = "SELECT office, since, until, name_bg, name_en FROM terms ORDER BY since, office"
        return self._database.execute(query).fetchall()

    def held(self) -> AbstractContextManager[None]:
        """Keep the state of now for all that is read, even if a crawl writes meanwhile."""
        return held(self._database)


def _pairs(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}', {_quoted(name)}" for name in names)


def _json_list(table: str, value: str) -> str:
    rows = f"SELECT * FROM {table} WHERE article_id = a.id ORDER BY {PARTS[table]}"  # noqa: S608  one of ours
    return f"(SELECT json_group_array({value}) FROM ({rows}))"  # noqa: S608  the same


def _checked(article_id: str, text: bytes) -> bytes:
    """Return *text*, which SQLite handed on as it stands. Raises ``sqlite3.DataError``."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise DataError(f"a text of {article_id} is not UTF-8: {error}") from error
    return text


@contextmanager
def held(database: Handle) -> Iterator[None]:
    """Keep the state of now for all that is read, even if a crawl writes meanwhile."""
    database.execute("BEGIN")
    try:
        yield
    finally:
        database.rollback()


def read_rows(
    database: Handle, name: str, columns: tuple[str, ...], group: Sequence[str]
) -> dict[str, list[Sequence[Any]]]:
    """The rows of each article of *group* in ``articles`` or a part of it: its id, then *columns*.

    Those of a part are in their order.
    """
    found: dict[str, list[Sequence[Any]]] = {article_id: [] for article_id in group}
    for row in database.execute(_rows_of(name, columns, len(group)), group):
        found[row[0]].append(row)
    return found


def _quoted(name: str) -> str:
    return f'"{name}"'


@cache
def _rows_of(table: str, columns: tuple[str, ...], count: int) -> str:
    """Ask for the rows of so many articles. Theirs stand together, ordered by an index."""
    key, number = ("article_id", PARTS[table]) if table in PARTS else ("id", None)
    names = ", ".join((key, *columns))
    order = ", ".join(filter(None, (key, number)))
    marks = ", ".join("?" * count)
    return f"SELECT {names} FROM {table} WHERE {key} IN ({marks}) ORDER BY {order}"  # noqa: S608  names of the schema


def _condition(selection: Selection) -> tuple[str, list[str]]:
    """The selection as SQL on ``articles a``, and its values."""
    parts = ["true"]
    values: list[str] = []
    for column, chosen in (("section", selection.sections), ("language", selection.languages)):
        if chosen:
            parts.append(f"a.{column} IN ({', '.join('?' * len(chosen))})")
            values += chosen
    if selection.since:
        parts.append("a.published_at >= ?")
        values.append(selection.since.isoformat())
    if selection.until:
        parts.append("substr(a.published_at, 1, 10) <= ?")
        values.append(selection.until.isoformat())
    return " AND ".join(parts), values

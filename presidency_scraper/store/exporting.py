"""What exports are made of: rows in order of publication, from one state of the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from presidency_scraper.items import Selection
from presidency_scraper.store.descriptions import Table, describe
from presidency_scraper.store.reads import Reader

#: The tables that belong to an article, and what numbers their rows within it.
PARTS = {
    "paragraphs": "position",
    "teasers": "position",
    "images": "position",
    "revisions": "revision",
}
#: Columns of ``paragraphs`` that stand as lists in nested articles, by the name of the list.
PARAGRAPH_LISTS = {"paragraphs": "text", "speakers": "speaker"}
_RECORDS = ("teasers", "images")


class Source:
    """The articles of a *selection* with their parts. Flat in memory, whatever their number."""

    def __init__(self, reader: Reader, selection: Selection) -> None:
        self._database = reader.database
        self._where, self._values = _condition(selection)
        self.tables = {name: describe(reader.database)[name] for name in ("articles", *PARTS)}

    def rows(self, name: str) -> Iterator[Sequence[Any]]:
        """Rows of ``articles`` or a part of them, ordered by publication, id and position."""
        join, order, own = "articles a", "a.published_at, a.id", "a"
        if name != "articles":
            join += f" JOIN {name} t ON t.article_id = a.id"
            order += f", t.{PARTS[name]}"
            own = "t"
        columns = ", ".join(f'{own}."{column.name}"' for column in self.tables[name].columns)
        query = f"SELECT {columns} FROM {join} WHERE {self._where} ORDER BY {order}"  # noqa: S608
        return iter(self._database.execute(query, self._values))

    def nested(self) -> Iterator[dict[str, Any]]:
        """Each article as one record: paragraphs as texts, teasers and images as records."""
        names = [column.name for column in self.tables["articles"].columns]
        for row in self.rows("articles"):
            article = dict(zip(names, row, strict=True))
            yield article | self._lists(article["id"]) | self._records(article["id"])

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

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the state of now for all that is read, even if a crawl writes meanwhile."""
        self._database.execute("BEGIN")
        try:
            yield
        finally:
            self._database.rollback()

    def _lists(self, article_id: str) -> dict[str, list[Any]]:
        columns = ", ".join(PARAGRAPH_LISTS.values())
        query = f"SELECT {columns} FROM paragraphs WHERE article_id = ? ORDER BY position"  # noqa: S608
        rows = self._database.execute(query, [article_id]).fetchall()
        return {name: [row[n] for row in rows] for n, name in enumerate(PARAGRAPH_LISTS)}

    def _records(self, article_id: str) -> dict[str, list[dict[str, Any]]]:
        return {name: list(self._rows_of(name, article_id)) for name in _RECORDS}

    def _rows_of(self, name: str, article_id: str) -> Iterator[dict[str, Any]]:
        names = self.record_columns(name)
        columns = ", ".join(f'"{column}"' for column in names)
        query = f"SELECT {columns} FROM {name} WHERE article_id = ? ORDER BY position"  # noqa: S608
        for row in self._database.execute(query, [article_id]):
            yield dict(zip(names, row, strict=True))


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

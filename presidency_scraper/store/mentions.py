"""The countries that articles name, in the table ``mentions``: kept in step with the index."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from presidency_scraper.store.search.countries import CountryNames

if TYPE_CHECKING:
    from sqlite_utils import Database

#: An article: its id, headline and body.
_Texts = tuple[str, str, str]


def replace_mentions(database: "Database", gone: Iterable[str], articles: Iterable[_Texts]) -> None:
    """Take out what is known of *gone*, and put in what *articles* name."""
    database.conn.executemany(_DROP, ((one,) for one in gone))
    database.conn.executemany(_ADD, (row for texts in articles for row in _rows(*texts)))


def drop_mentions(database: "Database") -> None:
    """Drop all."""
    database.execute("DELETE FROM mentions")


@cache
def country_names() -> CountryNames:
    """CLDR's names, with what ``country_forms.toml`` has beside them."""
    cldr, ours = _read("countries"), _read("country_forms")
    names = [*_pairs(cldr), *_pairs(ours["forms"]), *(("", name) for name in ours["none"])]
    return CountryNames(names, ours["not_first"], ours["people"], ours["called"])


def _rows(article_id: str, headline: str, body: str) -> Iterator[tuple[str, str, int, int]]:
    above, below = country_names().count(headline), country_names().count(body)
    for country in sorted(above | below):
        yield article_id, country, above[country], below[country]


def _pairs(names: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((country, name) for country, every in names.items() for name in every)


def _read(name: str) -> dict[str, Any]:
    source = files("presidency_scraper.store") / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


_DROP = "DELETE FROM mentions WHERE article_id = ?"
_ADD = "INSERT INTO mentions VALUES (?, ?, ?, ?)"

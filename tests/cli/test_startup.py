"""A command loads what it needs and nothing heavy beside: that is what makes it start at once."""

import json
from pathlib import Path

import pytest

from tests.conftest import Crawled, elsewhere, run

#: What takes a tenth of a second or more to load, or brings along what does.
HEAVY = {
    "dateparser", "datasette", "duckdb", "lxml", "numpy", "pandas", "parsel", "pyarrow", "scrapy",
    "simplemma", "sqlite_utils", "twisted", "warcio",
}  # fmt: skip
LOADED = """
import json, sys
from presidency_scraper.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code == 0, end
print()
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def loaded(*command: str | Path) -> set[str]:
    ran = run("-c", LOADED, *map(str, command), cwd=Path(elsewhere().name))
    assert ran.code == 0, ran.err
    return set(json.loads(ran.out.splitlines()[-1]))


@pytest.mark.parametrize("command", [["--help"], ["crawl", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    assert loaded(*command) & (HEAVY | {"rich"}) == set()


def test_status_loads_nothing_heavy(crawled: Crawled) -> None:
    assert loaded("status", "--db", crawled.db) & HEAVY == set()


def test_status_for_programs_draws_no_tables(crawled: Crawled) -> None:
    assert "rich" not in loaded("status", "--json", "--db", crawled.db)


def test_show_loads_nothing_heavy(crawled: Crawled) -> None:
    assert loaded("show", "bg/news/8601", "--db", crawled.db) & HEAVY == set()


@pytest.mark.parametrize(
    "query", ["президентът", "presidents", "Yotova", "radev", "„Румен Радев“", "несъ*"]
)
def test_search_loads_nothing_heavy(crawled: Crawled, query: str) -> None:
    assert loaded("search", query, "--db", crawled.db) & HEAVY == set()


def test_a_word_that_no_article_has_is_looked_up_in_a_dictionary(crawled: Crawled) -> None:
    assert loaded("search", "президентите", "--db", crawled.db) & HEAVY == {"simplemma"}


def test_changes_load_nothing_heavy(crawled: Crawled) -> None:
    assert loaded("changes", "--db", crawled.db) & HEAVY == set()


def test_search_with_bounds_loads_nothing_heavy(crawled: Crawled) -> None:
    bounds = ("--section", "news", "--language", "bg", "--since", "2020-01-01")
    assert loaded("search", "президентът", *bounds, "--db", crawled.db) & HEAVY == set()

"""The command that searches."""

import sys
import textwrap
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from presidency_scraper.cli.options import (
    db_option,
    dump,
    json_option,
    option,
    say,
    selection_options,
    the_site,
)
from presidency_scraper.rules.terminal import BOLD, PLAIN

if TYPE_CHECKING:
    from presidency_scraper.store.search_queries import Hit

_WIDTH = 88


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@selection_options
@option("--limit", default="20", metavar="N", show_default=True, help="Show at most N articles.")
@db_option
@json_option
def search(query: tuple[str, ...], db: Path, as_json: bool, **arguments: Any) -> None:
    """Find articles by their words, in any of their forms.

    Words are joined by "and". "A phrase" is found as printed. OR, -without, begin*.

    \b
    Example: what was said of vetoes in a year
      presidency search 'вето -бюджет' --since 2023-01-01 --until 2023-12-31
    """
    if mistyped := [word for word in query if word.startswith("--")]:
        raise click.NoSuchOption(mistyped[0])
    from presidency_scraper.rules.selection import count_or_none, parse_selection
    from presidency_scraper.store.database import open_reader
    from presidency_scraper.store.search.highlights import Marks
    from presidency_scraper.store.search_queries import search_articles

    limit = count_or_none("limit", arguments.pop("limit"))
    chosen = parse_selection(the_site(), **arguments)
    marks = Marks(BOLD, PLAIN) if sys.stdout.isatty() and not as_json else Marks()
    with closing(open_reader(db)) as reader:
        hits = search_articles(
            reader,
            " ".join(query),
            chosen,
            limit=limit or 20,
            marks=marks,
        )
    if as_json:
        say(dump([asdict(hit) for hit in hits]))
    else:
        say(_render(hits))


def _render(hits: Sequence["Hit"]) -> str:
    return "\n\n".join(map(_render_hit, hits)) or "nothing found"


def _render_hit(hit: "Hit") -> str:
    head = f"{hit.published_at[:10]}  {hit.id}"
    text = [textwrap.fill(piece, _WIDTH) for piece in (hit.title, hit.snippet) if piece]
    return "\n".join([head, *text])

"""The command that counts what is not there: ``gaps``."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from presidency_scraper.cli.contact import contact_of
from presidency_scraper.cli.options import (
    dump,
    end_with,
    option,
    place_options,
    say,
    site_option,
    the_site,
    visit_options,
)

if TYPE_CHECKING:
    from presidency_scraper.store.numbers import Numbers


@click.command()
@option("--fetch", type=click.IntRange(min=1), metavar="N", help="Ask for up to N of them.")
@site_option("--edition", default="text", show_default=True, help="Which face of the site to ask.")
@site_option("--section", multiple=True, help="Only in this section; repeatable.")
@option("--language", multiple=True, metavar="bg|en", help="Ask in it; repeatable.  [default: bg]")
@visit_options
@place_options
def gaps(
    fetch: int | None,
    delay: str,
    contact: str | None,
    db: Path,
    archive: Path | None,
    as_json: bool,
    **arguments: Any,
) -> None:
    """List the article numbers that are not stored.

    With what is known of each. One counter numbers the articles of all sections and languages.
    --fetch asks the site for some that are not stored in the language asked: those announced, those
    never asked for, those that failed, then the others again. All options but --db and --json
    belong to it.

    \b
    Example: what is missing, then ten of them
      presidency gaps
      presidency gaps --fetch 10
    """
    from presidency_scraper.report import gaps as knowledge
    from presidency_scraper.rules.crawl_options import parse_options
    from presidency_scraper.rules.durations import parse_delay

    site = the_site()
    options = parse_options(site, limit=fetch, **arguments, by_number=True)
    seconds = parse_delay(delay)
    numbers, before = _read(db, options.languages if fetch else ())
    if not fetch or not numbers.gaps:
        said = [knowledge.render_table(numbers, site), knowledge.render_total(numbers)]
        text = "\n\n".join(filter(None, said))
        say(dump(knowledge.document(numbers)) if as_json else text)
        return
    from presidency_scraper.crawl import run_crawl
    from presidency_scraper.report import run_summary as report

    run = run_crawl(
        options,
        database=db,
        archive=archive,
        delay=seconds,
        contact=contact_of(options, db, contact),
        command=sys.argv[1:],
        progress=not as_json,
    )
    numbers, after = _read(db)
    found = _headlines(db, after - before)
    summary = report.run_summary(run)
    if as_json:
        text = dump(knowledge.document(numbers) | {"found": found, "run": summary})
    else:
        lines = [f"  {article['id']}  {article['headline']}" for article in found]
        said = [report.render_summary(summary), f"found {len(found)}", *lines]
        text = "\n".join([*said, knowledge.render_total(numbers)])
    end_with(text, run.outcome)


def _read(db: Path, languages: Sequence[str] = ()) -> tuple["Numbers", set[str]]:
    """Return what is known of the numbers, and the ids of what is stored."""
    from presidency_scraper.store.database import open_reader

    with closing(open_reader(db)) as reader:
        return reader.numbers(languages), reader.stored_ids()


def _headlines(db: Path, found: Iterable[str]) -> list[dict[str, str]]:
    from presidency_scraper.store.database import open_reader

    with closing(open_reader(db)) as reader:
        return [{"id": one, "headline": reader.article(one)["headline"]} for one in sorted(found)]

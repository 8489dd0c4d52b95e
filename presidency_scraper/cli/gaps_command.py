"""The command that counts what is not there: ``gaps``."""

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from presidency_scraper.cli.options import (
    dump,
    end_with,
    option,
    place_options,
    say,
    the_site,
    visit_options,
)

if TYPE_CHECKING:
    from presidency_scraper.store.numbers import Numbers


@click.command()
@option("--fetch", type=click.IntRange(min=1), metavar="N", help="Ask for up to N of them.")
@option("--edition", default="text", show_default=True, help="Which face of the site to ask.")
@option("--section", multiple=True, metavar="NAME", help="Ask in this section only; repeatable.")
@option("--language", multiple=True, metavar="bg|en", help="Ask in it; repeatable.  [default: bg]")
@visit_options
@place_options
def gaps(
    fetch: int | None,
    delay: str,
    db: Path,
    archive: Path | None,
    as_json: bool,
    **arguments: Any,
) -> None:
    """List article numbers that are not stored, with what is known of each.

    One counter numbers the articles of all sections and languages. --fetch asks the site for some
    numbers that none holds: those announced, those never asked for, those that failed, then the
    others again. All options but --db and --json belong to it.

    \b
    Example: what is missing, then ten of them
      presidency gaps
      presidency gaps --fetch 10
    """
    from presidency_scraper.report import gaps as knowledge
    from presidency_scraper.rules.crawl_options import parse_delay, parse_options

    site = the_site()
    options = replace(parse_options(site, limit=fetch, **arguments), by_number=True)
    seconds = parse_delay(delay)
    before = _numbers(db)
    if not fetch or not before.gaps:
        said = [knowledge.render_table(before, site), knowledge.render_total(before)]
        text = "\n\n".join(filter(None, said))
        say(dump(knowledge.document(before)) if as_json else text)
        return
    from presidency_scraper.crawl import run_crawl
    from presidency_scraper.report import run_summary as report

    run = run_crawl(
        options,
        database=db,
        archive=archive,
        delay=seconds,
        command=sys.argv[1:],
        progress=not as_json,
    )
    after = _numbers(db)
    found = _found(db, before, after)
    summary = report.run_summary(run)
    if as_json:
        say(dump(knowledge.document(after) | {"found": found, "run": summary}))
    else:
        lines = [f"  {article['id']}  {article['headline']}" for article in found]
        said = [report.render_summary(summary), f"found {len(found)}", *lines]
        say("\n".join([*said, knowledge.render_total(after)]))
    end_with(run.outcome)


def _numbers(db: Path) -> "Numbers":
    from presidency_scraper.store.database import open_reader

    with closing(open_reader(db)) as reader:
        return reader.numbers()


def _found(db: Path, before: "Numbers", after: "Numbers") -> list[dict[str, str]]:
    """The articles that fill what was a gap before."""
    from presidency_scraper.store.database import open_reader

    left = {gap.number for gap in after.gaps}
    with closing(open_reader(db)) as reader:
        ids = [
            found
            for gap in before.gaps
            if gap.number not in left
            for found in reader.find_ids(gap.number)
        ]
        return [{"id": found, "headline": reader.article(found)["headline"]} for found in ids]

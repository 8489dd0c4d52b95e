"""Pages that come quickly share a commit: what others see of it, and what is left of a failure."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import delay
from presidency_scraper.ingest.commits import Commits
from presidency_scraper.store.database import open_store
from presidency_scraper.store.writer import Store
from tests.conftest import Served, query
from tests.ingest.test_signals import started, wait_until

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Pages:
    """A database that pages are written to; of each there is one row that bears its name."""

    def __init__(self, db: Path) -> None:
        self.db = db
        self.store: Store = open_store(db)
        self.commits = Commits(self.store, self.commit)
        self.failed: sqlite3.Error | None = None

    def commit(self) -> None:
        try:
            self.commits.close()
        except sqlite3.Error as error:
            self.failed = error

    def write(self, name: str, *, run_id: int | None = None) -> None:
        with self.commits.shared():
            self.store.add_problem(run_id, name, "page", "came", AT)

    def seen(self) -> list[str]:
        """What another connection sees."""
        return [name for (name,) in query(self.db, "SELECT url FROM problems ORDER BY id")]


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "p.db")


def test_pages_that_come_together_are_seen_together_though_no_other_comes(pages: Pages) -> None:
    async def work() -> None:
        pages.write("one")
        pages.write("two")
        assert pages.seen() == []
        while not pages.seen():
            await asyncio.sleep(0.01)

    asyncio.run(work())
    assert pages.seen() == ["one", "two"]


def test_a_page_that_comes_later_is_committed_too(pages: Pages) -> None:
    async def work() -> None:
        for count, name in enumerate(["one", "two"], 1):
            pages.write(name)
            while len(pages.seen()) < count:
                await asyncio.sleep(0.01)

    asyncio.run(work())
    assert pages.seen() == ["one", "two"]


def test_the_end_of_the_run_waits_for_nothing(pages: Pages) -> None:
    async def work() -> None:
        pages.write("one")
        pages.commit()
        assert pages.seen() == ["one"]

    asyncio.run(work())


def test_a_page_that_fails_halfway_is_undone_and_those_around_it_are_kept(pages: Pages) -> None:
    def fail_halfway() -> None:
        with pages.commits.shared():
            pages.store.add_problem(None, "failed", "page", "came", AT)
            raise ArithmeticError

    async def work() -> None:
        pages.write("one")
        with pytest.raises(ArithmeticError):
            fail_halfway()
        pages.write("two")
        pages.commit()

    asyncio.run(work())
    assert pages.seen() == ["one", "two"]


def test_a_commit_that_fails_keeps_none_of_its_pages_and_the_next_is_sound(pages: Pages) -> None:
    async def work() -> None:
        pages.write("one")
        pages.store.database.execute("PRAGMA defer_foreign_keys = ON")
        pages.write("of a run that is not there", run_id=99)
        pages.commit()
        assert isinstance(pages.failed, sqlite3.IntegrityError)
        assert pages.seen() == []
        pages.write("two")
        pages.commit()

    asyncio.run(work())
    assert pages.seen() == ["two"]


def test_others_see_what_is_stored_while_a_crawl_waits_for_the_site(
    few: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    few.site.fail("/bg/news/page/2$", delay(300))
    listing = "SELECT count(*) FROM captures WHERE outcome = 'listing'"

    with started("crawl", "--origin", few.origin, "--delay", "0", "--db", db) as process:
        wait_until(lambda: "/bg/news/page/2" in [entry.path for entry in few.site.log], process)
        wait_until(lambda: query(db, listing) >= [(1,)], process)

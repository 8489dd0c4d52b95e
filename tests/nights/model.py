"""A model of the site and of what is true of it: editors at work, breakdowns, and what was served.

Each night something happens by lot, the crawl comes, and what it was given is written down here,
page by page. From that alone follows what its database has to say.
"""

import os
import random
import signal
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

from presidency_scraper.demo.replica import Item, ReplicaSite, Request, Response
from tests.conftest import HTML
from tests.nights.small_site import ARTICLE_PATH, LISTING_PATH, article, plain

SOFIA = ZoneInfo("Europe/Sofia")
#: When the first crawl comes, in UTC: at night, and past all hours that the clocks skip.
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
#: From night to night: a day and a moment, so that what is kept for a day is asked for again.
NIGHT = timedelta(days=1, minutes=1)

#: What an article says, as revisions record it: headline, time, text.
State = tuple[str, str, str]


def state_of(item: Item) -> State:
    """What the page of *item* says."""
    at = datetime.fromisoformat(item.published).replace(tzinfo=SOFIA).isoformat()
    texts = [item.standfirst, *item.paragraphs] if item.standfirst else [*item.paragraphs]
    return item.headline, at, "\n\n".join(texts)


def looks_alike(one: State, other: State) -> bool:
    """Tell whether two states differ in their quotes alone, the one cosmetic edit of this model."""
    quotes = str.maketrans("„“«»", '""""')
    return [text.translate(quotes) for text in one] == [text.translate(quotes) for text in other]


@dataclass
class Told:
    """What a crawl was told of an article, in order."""

    #: Every state that was served whole, in order, one after the other different.
    states: list[State] = field(default_factory=list)
    #: The runs in a row that did not find it, and those of them on broken nights.
    missed: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)

    @property
    def revisions(self) -> list[tuple[State, bool]]:
        """The states in the order they were first seen, and whether each was one of looks only."""
        found: list[tuple[State, bool]] = []
        for at, state in enumerate(self.states):
            if state not in [known for known, _ in found]:
                found.append((state, at > 0 and looks_alike(self.states[at - 1], state)))
        return found


#: Nights on which the site is broken: what it answers, and the codes that a run deserves by it.
Break = Callable[[Request, Response], Response]


def _absent(_: Request, __: Response) -> Response:
    return Response(404, HTML, "<p>Страницата не е намерена</p>".encode())


def _in_trouble(_: Request, __: Response) -> Response:
    return Response(503, HTML, b"")


def _empty(_: Request, __: Response) -> Response:
    return Response(200, HTML, "<html><body><h1>НОВИНИ</h1><p></p></body></html>".encode())


def _articles(make: Break) -> Break:
    return lambda request, real: make(request, real) if ARTICLE_PATH.match(request.path) else real


def _listings(make: Break) -> Break:
    return lambda request, real: make(request, real) if LISTING_PATH.match(request.path) else real


def _all_but_robots(make: Break) -> Break:
    return lambda request, real: real if request.path == "/robots.txt" else make(request, real)


def _says_unchanged(request: Request, real: Response) -> Response:
    """Whatever is asked conditionally is said to be as it was."""
    return Response(304, {}) if "if-none-match" in request.headers else real


BREAKS: dict[str, tuple[Break, tuple[int, ...]]] = {
    "no article is found": (_articles(_absent), (0, 5)),
    "articles fail": (_articles(_in_trouble), (4,)),
    "articles are empty": (_articles(_empty), (5,)),
    "listings are empty": (_listings(_empty), (5,)),
    "no listing is found": (_listings(_absent), (4, 5)),
    "listings fail": (_listings(_in_trouble), (4, 7)),
    "nothing is found": (_all_but_robots(_absent), (4, 5)),
    "all fails": (_in_trouble, (7,)),
    "every ETag is the same": (_articles(_says_unchanged), (0,)),
}


class Site:
    """A small site whose editors do something every night, by lots that *seed* draws."""

    def __init__(self, seed: int, kinds: tuple[str, ...]) -> None:
        self.lot = random.Random(seed)
        self.kinds = kinds
        self.site = ReplicaSite()
        self.night = 0
        self.told: dict[str, Told] = defaultdict(Told)
        #: What happened tonight; empty: a quiet night.
        self.events: list[str] = []
        self.happened: Counter[str] = Counter()
        self.break_: str | None = None
        #: Whether the break was met by the run at work.
        self.struck = False
        #: How many articles the run at work found where they were, and missed for the first time.
        self.found = self.lost = 0
        #: Whether the clock of the machine that crawls is twenty years ahead tonight.
        self.is_ahead = False
        #: Articles that no walk of the newest pages meets, and since which night.
        self.late: dict[str, int] = {}
        self.paths: list[str] = []
        self._deck: list[str] = []
        self._number = 0
        self._deleted: set[str] = set()
        self._edited: set[str] = set()
        self._pinned: str | None = None
        self._run = 0
        self._kill: tuple[int, Path] | None = None
        self._lock = Lock()
        for day in range(24):
            self._publish(day - 30)
        for number in (3, 8, 15, 20):
            self._translate(number)
        self._served = self.site.face("text")
        self.site.fail("", self._respond)

    # -- the clock ------------------------------------------------------------------------------

    @property
    def moment(self) -> datetime:
        """When tonight's crawl begins."""
        return START + self.night * NIGHT

    # -- what editors do ------------------------------------------------------------------------

    def turn_night(self, *, quiet: bool = False) -> None:
        """Another day has passed; what happened on it stands in ``events``."""
        self.night += 1
        self.events, self.break_, self.is_ahead = [], None, False
        for _ in range(0 if quiet else self.lot.choice((0, 0, 1, 1, 1, 2, 3))):
            self._happen(self._draw())

    def _draw(self) -> str:
        """A kind of event; all of them come before one comes again."""
        if not self._deck:
            self._deck = self.lot.sample(self.kinds, len(self.kinds))
        return self._deck.pop()

    def _happen(self, kind: str) -> None:
        if kind in BREAKS:
            self.break_ = kind
        elif not getattr(self, f"_{kind}")():
            self._deck.insert(0, kind)  # not today
            return
        self.events.append(kind)
        self.happened[kind] += 1

    def _published(self, day: int) -> str:
        at = START + day * NIGHT - timedelta(hours=self.lot.randrange(11, 17))
        return (
            at.astimezone(SOFIA).replace(tzinfo=None, minute=self.lot.randrange(60)).isoformat(" ")
        )

    def _publish(self, day: int | None = None) -> bool:
        self._number += 1
        section = self.lot.choice(("news", "news", "news", "speeches-and-statements"))
        label = self.lot.choice(("president", "president", "vicepresident"))
        published = self._published(self.night if day is None else day)
        texts = (f"„Указът“ е номер {self._number}.", "Второ.")
        self.site.publish(
            article(
                self._number, section=section, label=label, published=published, paragraphs=texts
            )
        )
        return True

    def _publish_many(self) -> bool:
        for _ in range(self.lot.randrange(4, 9)):
            self._publish()
        return True

    def _publish_english(self) -> bool:
        self._publish()
        self._translate(self._number)
        return True

    def _translate(self, number: int) -> Item:
        original = next(item for item in self.site.items("bg") if item.number == number)
        there = {name: getattr(original, name) for name in ("section", "published", "label")}
        return self.site.publish(article(number, language="en", **there))

    def _edit(self) -> bool:
        return self._change(lambda item: {
            "headline": f"{item.headline} нов",
            "paragraphs": (*item.paragraphs, f"Добавено на {self.night}."),
        })  # fmt: skip

    def _edit_looks(self) -> bool:
        """Other quotes; an English article gets some, which is no edit of looks."""

        def change(item: Item) -> dict[str, object]:
            first, *rest = item.paragraphs
            other = first.translate(str.maketrans("„“«»", "«»„“"))
            return {"paragraphs": (other if other != first else f"«{first}»", *rest)}

        return self._change(change)

    def _move(self) -> bool:
        """The printed date becomes an earlier one: it stands further below."""
        earlier = timedelta(days=self.lot.randrange(1, 6))
        return self._change(lambda item: {
            "published": (datetime.fromisoformat(item.published) - earlier).isoformat(" "),
        })  # fmt: skip

    def _change(self, change: Callable[[Item], dict[str, object]]) -> bool:
        """Edit an article; no more at a time than an alarm of many edits would let pass."""
        self._edited = {key for key in self._edited if not self._is_told(key)}
        item = self.lot.choice(self._known_items())
        if len(self._edited) >= 3:
            return False
        self._edited.add(item.id)
        self.site.edit(item.id, **change(item))
        return True

    def _is_told(self, article_id: str) -> bool:
        item = self._item(article_id)
        return item is None or self.told[article_id].states[-1:] == [state_of(item)]

    def _item(self, article_id: str) -> Item | None:
        return next((item for item in self.site.items() if item.id == article_id), None)

    def _known_items(self) -> list[Item]:
        """Articles that a crawl has read."""
        return [item for item in self.site.items() if self.told[item.id].states]

    def _delete(self, most: int = 2) -> bool:
        """Take an article away; no more at a time than an alarm of many would let pass."""
        items = [item for item in self._known_items() if self._can_be_spared(item)]
        if self._settling() >= most or not items:
            return False
        self._take_away(self.lot.choice(items))
        return True

    def _can_be_spared(self, item: Item) -> bool:
        """An emptied listing, or a page without a teaser, would be none of the site's."""
        there = self.site.items(item.language)
        return len(there) > 5 and sum(one.section == item.section for one in there) > 1

    def _settling(self) -> int:
        """How many are away and not yet said to be gone."""
        return sum(len(self.told[key].missed) < 3 for key in self._deleted)

    def _take_away(self, item: Item) -> None:
        self._deleted.add(item.id)
        self.site.delete(item.id)

    def _delete_many(self) -> bool:
        for _ in range(6):
            self._delete(most=99)
        return True

    def _restore(self) -> bool:
        if not self._deleted:
            return False
        article_id = self.lot.choice(sorted(self._deleted))
        self._deleted.remove(article_id)
        self.site.restore(article_id)
        return True

    def _renumber(self) -> bool:
        """One of the newest gets another number, as where it was deleted and typed again."""
        newest = [item for item in self.site.items("bg")[:3] if self.told[item.id].states]
        if not newest or self._settling() >= 2:
            return False
        return self._type_again(self.lot.choice(newest))

    def _type_again(self, item: Item) -> bool:
        self._number += 1
        self._take_away(item)
        slug = item.slug.rpartition("-")[0]
        self.site.publish(replace(item, number=self._number, slug=f"{slug}-{item.number}"))
        return True

    def _renumber_old(self) -> bool:
        item = self.lot.choice(self._known_items())
        if item.language != "bg" or self._settling() >= 2:
            return False
        self._type_again(item)
        self.late[f"{item.language}/{item.section}/{self._number}"] = self.night
        return True

    def _translate_late(self) -> bool:
        english = {item.number for item in self.site.items("en")} | {
            int(key.rpartition("/")[2]) for key in self._deleted
        }
        untranslated = [n for n in self.site.items("bg") if n.number not in english]
        if not untranslated:
            return False
        self.late[self._translate(self.lot.choice(untranslated).number).id] = self.night
        return True

    def _publish_old(self) -> bool:
        """Under a date of long ago."""
        self._publish(self.lot.randrange(-30, max(self.night - 10, -20)))
        old = next(item for item in self.site.items() if item.number == self._number)
        self.late[old.id] = self.night
        return True

    def _clock_ahead(self) -> bool:
        self.is_ahead = True
        return True

    def _pin(self) -> bool:
        """An old article stands on top of the first page; or none any more."""
        old = self.site.items("bg")[-1].id
        self._pinned = None if self._pinned else old
        return True

    @property
    def is_purged(self) -> bool:
        """Whether the run at work found so many articles away that a broken site looks the same."""
        return self.lost >= 3 and self.lost > self.found

    def doubt(self) -> None:
        """What was missed by the run at work may have been withheld."""
        for told in self.told.values():
            told.doubtful.add(self._run)

    # -- what is served -------------------------------------------------------------------------

    @contextmanager
    def a_run(self, *, kill_at: int | None = None, pid: Path | None = None) -> Iterator[None]:
        """What is asked meanwhile belongs to one run; it is killed in place of answer *kill_at*."""
        self._run += 1
        self.struck, self.found, self.lost = False, 0, 0
        self.paths.clear()
        self._kill = (kill_at, pid) if kill_at is not None and pid else None
        yield
        self._kill = None

    def _respond(self, request: Request, real: Response) -> Response:
        with self._lock:
            self.paths.append(request.path)
            if self._kill and len(self.paths) > self._kill[0]:
                self._kill_now()
                return real
            if self.break_:
                broken = BREAKS[self.break_][0](request, real)
                self.struck, real = self.struck or broken is not real, broken
            real = self._with_pinned(request, real)
            self._note(request, real)
            return real

    def _kill_now(self) -> None:
        """Kill the process that wrote its number down, if it is the one that works here."""
        assert self._kill
        pid = int(self._kill[1].read_text())
        if Path(f"/proc/{pid}/cwd").resolve() == self._kill[1].parent.resolve():
            os.kill(pid, signal.SIGKILL)

    def _with_pinned(self, request: Request, real: Response) -> Response:
        match = LISTING_PATH.match(request.path)
        pinned = self._item(self._pinned) if self._pinned else None
        if not (match and pinned) or match.groups()[:2] != ("bg", "news") or match[4] != "1":
            return real
        entry = f'<div>\n<h2><a href="{pinned.path}">{pinned.headline}</a></h2>\n'
        page = plain(real).decode()
        first = page.partition("<div>\n<h2>")
        date = self._printed(pinned)
        html = f"{first[0]}{entry}<p>{date}</p>\n<p>{pinned.lead}</p>\n</div>\n{first[1]}{first[2]}"
        return Response(real.status, HTML, html.encode())

    def _printed(self, item: Item) -> str:
        """The date as a listing prints it, taken from the listing that has it."""
        months = (
            "януари февруари март април май юни юли август септември октомври ноември декември"
        ).split()
        at = datetime.fromisoformat(item.published)
        return f"{at.day} {months[at.month - 1]} {at.year} | {at:%H}:{at.hour % 12 or 12:02}"

    def _note(self, request: Request, given: Response) -> None:
        """Write down what is told of an article, if its page was asked for."""
        match = ARTICLE_PATH.match(request.path)
        if match is None:
            return
        told = self.told["/".join(match.groups())]
        item = self._item("/".join(match.groups()))
        is_shell = given.status == 200 and item is None  # English, and taken away
        if given.status == 404 or is_shell:
            self.lost += bool(told.states) and not told.missed
            told.missed.add(self._run)
            told.doubtful |= {self._run} if self.break_ else set()
        elif given.status == 304:
            self.found += 1
            told.missed.clear()
        elif given.status == 200 and item and self.break_ != "articles are empty":
            self.found += bool(told.states)
            told.missed.clear()
            if told.states[-1:] != [state_of(item)]:
                told.states.append(state_of(item))

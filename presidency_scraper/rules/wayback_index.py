"""How a Wayback Machine is asked: what it lists of a host, and where it gives an answer. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from urllib.parse import urlencode, urlsplit

from presidency_scraper.errors import UsageError, refuse_password

#: Of what it lists, in this order: so its index has them.
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_NONE = "-"
#: Lines of one answer.
_TOGETHER = 5000
_TIME = "%Y%m%d%H%M%S"
#: Answers that say something of a page.
_STATUSES = (200, 301, 302, 303, 307, 308, 404, 410, None)


@dataclass(frozen=True, slots=True)
class WaybackOptions:
    """Which Wayback Machine is asked, and for the captures of which years, both included."""

    url: str = "https://web.archive.org"
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture that is listed; ``key`` is the same for all spellings of an address.

    ``digest`` is the SHA-1 of the body in base 32; None, as of ``status``: it is not listed.
    """

    key: str
    timestamp: str
    url: str
    status: int | None
    digest: str | None

    @property
    def at(self) -> datetime:
        """When it was captured."""
        return datetime.strptime(self.timestamp, _TIME).replace(tzinfo=UTC)

    @property
    def may_tell(self) -> bool:
        """Tell whether it is an answer that says something of a page."""
        return self.status in _STATUSES


def parse_wayback(url: str, first: int | None, last: int | None) -> WaybackOptions:
    """Return checked options. Raises UsageError."""
    refuse_password("--wayback-url", url)
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise UsageError(
            f"--wayback-url takes an address like https://web.archive.org, not {url!r}"
        )
    if first and last and first > last:
        raise UsageError(f"--from {first} is after --to {last}")
    return WaybackOptions(url.rstrip("/"), first, last)


def index_address(options: WaybackOptions, host: str, resume: str | None = None) -> str:
    """Return where the captures of *host* are listed, on from the key *resume*.

    >>> index_address(WaybackOptions("http://w", 2012), "a.bg", "bg,a)/ 2012")[:70]
    'http://w/cdx/search/cdx?url=a.bg&matchType=host&fl=urlkey%2Ctimestamp%'
    """
    asked = {"url": host, "matchType": "host", "fl": ",".join(_FIELDS), "limit": str(_TOGETHER)}
    asked["showResumeKey"] = "true"
    years = {"from": options.first, "to": options.last, "resumeKey": resume}
    asked |= {name: str(value) for name, value in years.items() if value}
    return f"{options.url}/cdx/search/cdx?{urlencode(asked)}"


def memento_address(options: WaybackOptions, memento: Memento) -> str:
    """Return where the answer itself is given, as it was captured.

    >>> one = Memento("bg,a)/", "20140516070809", "http://a.bg/", 200, None)
    >>> memento_address(WaybackOptions(), one)
    'https://web.archive.org/web/20140516070809id_/http://a.bg/'
    """
    return f"{options.url}/web/{memento.timestamp}id_/{memento.url}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of an index: what it lists, lines that are none, and the key of the next part."""

    mementos: list[Memento]
    odd: list[str]
    resume: str | None


def parse_index(text: str) -> Listed:
    r"""Return what an answer of the index lists.

    >>> listed = parse_index("bg,a)/ 20140516070809 http://a.bg/ text/html 200 AB 9\n\nbg,a)/+1\n")
    >>> listed.mementos[0].url, listed.mementos[0].status, listed.odd, listed.resume
    ('http://a.bg/', 200, [], 'bg,a)/+1')
    >>> parse_index("java.lang.RuntimeException: no\n\n\tat one\n\tat two\n").odd
    ['java.lang.RuntimeException: no', '\tat one', '\tat two']
    """
    lines, _, rest = text.replace("\r\n", "\n").partition("\n\n")
    mementos: list[Memento] = []
    odd = []
    for line in filter(None, lines.splitlines()):
        try:
            mementos.append(_parse_line(line))
        except ValueError:
            odd.append(line)
    resume = rest.strip()
    if "\n" in resume:  # the text of an error
        odd, resume = odd + rest.splitlines(), ""
    return Listed(mementos, odd, resume or None)


def _parse_line(line: str) -> Memento:
    key, timestamp, url, _, status, digest, _ = line.split(" ")
    datetime.strptime(timestamp, _TIME)
    known = int(status) if status != _NONE else None
    return Memento(key, timestamp, url, known, digest if digest != _NONE else None)


def choose(listed: Iterable[Memento]) -> list[Memento]:
    """Return what is to be asked for, the newest first: of the same page in a row the ends.

    That it was the same in between says no more of when it began and ended to be so. How often one
    was not there counts.

    >>> days = [Memento("k", f"2014010{day}000000", "http://a.bg/", 200, "AB") for day in range(1, 5)]
    >>> [one.timestamp[:8] for one in choose(days)]
    ['20140104', '20140101']
    """  # noqa: E501 - the captures are one line
    in_time = sorted(set(listed), key=lambda one: (one.key, one.timestamp, one.url))
    kept = [
        one
        for _, row in groupby(in_time, key=lambda one: (one.key, one.status, one.digest))
        for one in _ends(list(row))
    ]
    return sorted(kept, key=lambda one: (one.timestamp, one.url), reverse=True)


def _ends(row: list[Memento]) -> Iterator[Memento]:
    if row[0].digest is None or row[0].status != 200:
        yield from row
        return
    yield row[0]
    yield from row[1:][-1:]

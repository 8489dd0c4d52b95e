"""Dates: every printed form goes round, everything else is refused, nothing depends on today."""

import calendar
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

import dateparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.errors import DateError
from presidency_scraper.items import Moment, Precision
from presidency_scraper.sites import dates
from presidency_scraper.sites.dates import (
    Clock,
    find_printed,
    find_timestamp,
    parse_printed,
    parse_timestamp,
)
from tests.conftest import SLOW, Served, clean_environment, ended, others_slow, presidency, rows

BULGARIAN = [
    *("януари", "февруари", "март", "април", "май", "юни"),
    *("юли", "август", "септември", "октомври", "ноември", "декември"),
]
ENGLISH = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
#: What else a month may be called, with or without a dot.
SHORT = [
    *("януар яну ян jan", "февр фев feb", "мар mar", "апр apr", "may", "юн jun"),
    *("юл jul", "авг aug", "септ сеп sept sep", "окт oct", "ноем ное nov", "дек dec"),
]
MONTHS = {
    name.lower(): number
    for names in (BULGARIAN, ENGLISH, SHORT)
    for number, several in enumerate(names, 1)
    for name in several.split()
}
TWINS = dict(zip("abcehijkmopstxy", "авсенијкморѕтху", strict=True))
TWINS |= {cyrillic: latin for latin, cyrillic in TWINS.items()}
CLOCKS = list(Clock)
SOFIA = ZoneInfo("Europe/Sofia")


def www(raw: str, **options: datetime | None) -> Moment:
    return parse_printed(raw, clock=Clock.TRUE_MINUTES, **options)


def text(raw: str) -> Moment:
    return parse_printed(raw, clock=Clock.HOUR_TWICE)


def last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def iso_by_the_rule(wall: datetime) -> str:
    """Say what the European Union's rule says, without a time zone database."""
    begin = last_sunday(wall.year, 3) + timedelta(hours=3)
    end = last_sunday(wall.year, 10) + timedelta(hours=4)
    return wall.isoformat() + ("+03:00" if begin <= wall < end else "+02:00")


def every_day(year: int) -> Iterator[datetime]:
    """Every day of *year* at a random time that exists."""
    chance = random.Random(year)
    for number in range(365 + calendar.isleap(year)):
        hour = chance.choice([hour for hour in range(24) if hour != 3])
        yield datetime(year, 1, 1, hour, chance.randrange(60)) + timedelta(days=number)


def spellings(wall: datetime) -> list[str]:
    months = BULGARIAN[wall.month - 1], ENGLISH[wall.month - 1]
    cases = (str.lower, str.title, str.upper)
    days = [f"{wall.day} {case(month)} {wall.year}" for month in months for case in cases]
    return [*days, f"{wall:%d} {months[0]} {wall.year} г.", f"{wall:%d.%m.%Y}"]


@pytest.mark.parametrize(
    "year",
    [
        year if year in (2012, 2024) else pytest.param(year, marks=SLOW)
        for year in range(2002, 2036)
    ],
)
def test_every_day_goes_round_in_every_spelling_on_both_clocks(year: int) -> None:
    for wall in every_day(year):
        to_the_minute, to_the_hour = iso_by_the_rule(wall), iso_by_the_rule(wall.replace(minute=0))
        midnight = iso_by_the_rule(wall.replace(hour=0, minute=0))
        assert parse_timestamp(f"{wall}").iso == to_the_minute
        for day in spellings(wall):
            assert www(f"{day} | {wall:%H:%M}").iso == to_the_minute
            assert text(f"{day} | {wall:%H:%I}").iso == to_the_hour
        assert www(day).iso == text(day).iso == midnight


@pytest.mark.parametrize("year", [1990, 2000, 2019, 2100])
def test_no_day_is_made_of_a_number_that_the_month_has_not(year: int) -> None:
    for month, name in enumerate(BULGARIAN, 1):
        length = calendar.monthrange(year, month)[1]
        assert www(f"{length} {name} {year}").at.date() == date(year, month, length)
        for day in {0, *range(length + 1, 35), year % 100, 99} - set(range(1, length + 1)):
            for printed in (f"{day} {name} {year}", f"{day:02}.{month:02}.{year}"):
                with pytest.raises(DateError, match="no such day"):
                    www(printed)


def test_the_precision_is_what_the_form_and_the_clock_can_tell() -> None:
    page, printed = parse_timestamp("2013-05-11 19:02:00"), "11 май 2013 | 19:07"
    assert page.precision == www(printed).precision == Precision.MINUTE
    assert text(printed).precision == Precision.HOUR
    assert page.at.replace(minute=0) == text(printed).at  # the same item on its page
    assert [str(precision) for precision in Precision] == ["minute", "hour", "day"]
    assert www("11 май 2013").precision == text("11 май 2013").precision == Precision.DAY


def test_a_moment_is_in_sofia_and_keeps_what_was_printed_with_blanks_folded() -> None:
    moment = www("  16\u00a0октомври \n 2025\u2003|\t11:11 ")
    assert moment.raw == "16 октомври 2025 | 11:11"
    assert moment.at.tzinfo == SOFIA
    assert parse_timestamp("\u00a02020-08-06\u00a0 13:26:00\n").raw == "2020-08-06 13:26:00"


DAYS = {
    "2019-02-05": ["5 февр. 2019", "5 ФЕВР 2019"],
    "2019-09-05": ["5 Sept 2019", "5 sept. 2019"],
    "2019-11-07": ["7 ноем. 2019 г."],
    "2019-04-07": ["7 Aпpил 2019"],  # Latin A and p
    "2019-05-07": ["7 MAЙ 2019", "7 Мay 2019"],  # Latin M and A; Cyrillic М
    "2019-10-07": ["7 Осtоbеr 2019"],  # Cyrillic О, с, о, е
    "2012-03-16": [
        f"16 {end}" for end in ("март 2012г", "март 2012 г", "март 2012г.", "МАРТ 2012 Г.")
    ],
    "2018-04-03": ["3.4.2018", "03.04.2018 г."],  # the day first, always
    "2020-02-29": ["29 февруари 2020"],
    "1990-01-01": ["1 януари 1990"],  # the first there can be, and the last
    "9999-12-31": ["31 декември 9999"],
}


@pytest.mark.parametrize(("day", "printed"), [(day, one) for day in DAYS for one in DAYS[day]])
def test_a_day_is_read_however_its_month_is_written(day: str, printed: str) -> None:
    assert www(printed).iso[:10] == text(printed).iso[:10] == day
    for bar in ("|", " |", "| ", " | ", "  |  ", " ¦ ", " │ ", " ｜ "):
        assert www(f"{printed}{bar}18:06").iso[:16] == f"{day}T18:06"


@pytest.mark.parametrize(("name", "month"), MONTHS.items())
def test_every_name_means_one_month_in_any_case_and_in_look_alike_letters(
    name: str, month: int
) -> None:
    for spelled in (name, name.title(), name.upper(), "".join(TWINS.get(a, a) for a in name)):
        for dot in ("", "."):
            printed = f"9 {spelled}{dot} 2021 | 10:10"
            assert www(printed).at.month == month
            assert find_printed(printed), printed


# The clocks

CLOCKS_READ = [
    (parse_timestamp, "2012-05-18 19:00:00", "2012-05-18T19:00:00+03:00"),  # seconds are kept
    (parse_timestamp, "2012-05-18 19:00:59", "2012-05-18T19:00:59+03:00"),
    (www, "15 януари 2020 | 12:00", "2020-01-15T12:00:00+02:00"),
    (www, "15 юли 2020 | 12:00", "2020-07-15T12:00:00+03:00"),
    # the spring night jumps from three to four
    (parse_timestamp, "2020-03-29 02:59:00", "2020-03-29T02:59:00+02:00"),
    (parse_timestamp, "2020-03-29 04:00:00", "2020-03-29T04:00:00+03:00"),
    (parse_timestamp, "2020-03-29 04:59:00", "2020-03-29T04:59:00+03:00"),
    # a time that exists twice is the first of the two
    (www, "25 октомври 2020 | 02:59", "2020-10-25T02:59:00+03:00"),
    (www, "25 октомври 2020 | 03:00", "2020-10-25T03:00:00+03:00"),
    (www, "25 октомври 2020 | 03:30", "2020-10-25T03:30:00+03:00"),
    (www, "25 октомври 2020 | 04:00", "2020-10-25T04:00:00+02:00"),
    # a day begins at its first moment even where midnight was skipped
    (www, "31 март 1996", "1996-03-31T01:00:00+03:00"),
    # the hour twice leaves the minutes at zero, whatever they look like
    *(
        (text, f"1 май 2013 | {clock}", f"2013-05-01T{clock[:2]}:00:00+03:00")
        for clock in ("00:12", "19:07", "16:04", "11:11", "12:12", "19:42", "23:59")
    ),
]


@pytest.mark.parametrize(("read", "printed", "iso"), CLOCKS_READ)
def test_a_clock_is_that_of_sofia(read: Callable[[str], Moment], printed: str, iso: str) -> None:
    assert read(printed).iso == iso
    assert read(printed).at.fold == 0


# Refusals

REFUSED_PRINTED = {
    "not a whole date": [
        *("", " ", "|", "утре", "вчера", "днес", "today", "yesterday", "преди 2 дни", "2 days ago"),
        *("май", "май 2023", "10 2023", "10 май", "2023", "17 Септември | 18:00", "| 18:00"),
        *("18:00", "5 май 19", "03.04.18", "5 май 019", "5 май 20190", "005 май 2019"),
        *("5 май 2019 | 1:10", "5 май 2019 | 10:1", "5 май 2019 | 10:10:10", "5 май 2019 | 10.10"),
        *("5 май 2019 |", "5 май 2019 10:10", "5 май 2019, 10:10", "5 май 2019 | 10:10 PM"),
        *("5 май 2019 || 10:10", "май 5, 2019", "May 5 2019", "5май2019", "5-май-2019"),
        *("5 май, 2019", "2019-05-05", "5/5/2019", "2019-05-05 10:10:00", "неделя, 5 май 2019"),
        *("до 5 май 2019", "5 май 2019 | 10:10 ч.", "٥ май 2019", "5 май ２０１９"),
        *("5 май 2019 | 1٥:10", "-5 май 2019", "5 май 2019 година"),
    ],
    "no month has such a name": [
        *("5 хиляди 2019", "5 мая 2019", "5 Mai 2019", "5 м 2019", "5 ма 2019", "5 maybe 2019"),
        *("5 три 2019", "2 two 2019", "1 a 2019", "5 маи 2019", "5 máy 2019", "5 am 2019"),
    ],
    "no such day": [
        *("31 февруари 2020", "29 Feb 2019", "29.02.2019", "31.04.2019", "0 май 2019"),
        *("32 май 2019", "99 май 2019", "00.05.2019", "05.00.2019", "05.13.2019", "04.13.2018"),
    ],
    "could not exist before 1990": ["5 май 1989", "5 май 0001", "05.05.0000", "5 май 1989 | 10:10"],
    "no such time of day": ["5 май 2019 | 24:00", "5 май 2019 | 10:60", "5 май 2019 | 99:99"],
    "the clocks skipped": [f"29 март 2020 | 03:{minute}" for minute in ("00", "30", "59")],
}
REFUSED_TIMESTAMPS = {
    "not of the form": [
        *("", "утре", "2020-08-06", "13:26:00", "2020-08-06 13:26", "2020-08-06T13:26:00"),
        *("2020-08-06 13:26:00Z", "2020-08-06 13:26:00+03:00", "2020-08-06 13:26:00.5"),
        *("2020-8-6 13:26:00", "20-08-06 13:26:00", "12020-08-06 13:26:00", "2020-08-0613:26:00"),
        *("2020-08-06 13:26:00The", "２020-08-06 13:26:00"),
    ],
    "no such day": [
        *("2020-13-06 13:26:00", "2020-00-06 13:26:00", "2020-02-30 13:26:00"),
        *("2019-02-29 13:26:00", "2020-08-00 13:26:00"),
    ],
    "no such time of day": ["2020-08-06 24:00:00", "2020-08-06 13:60:00", "2020-08-06 13:26:60"],
    "could not exist before 1990": ["1989-12-31 23:59:59", "0000-00-00 00:00:00"],
    "the clocks skipped": [f"2020-03-29 03:{minute}:00" for minute in ("00", "30", "59")],
}
REFUSED = [
    *((www, raw, why) for why, raws in REFUSED_PRINTED.items() for raw in raws),
    *((text, raw, why) for why, raws in REFUSED_PRINTED.items() for raw in raws),
    *((parse_timestamp, raw, why) for why, raws in REFUSED_TIMESTAMPS.items() for raw in raws),
]


@pytest.mark.parametrize(("read", "raw", "why"), REFUSED)
def test_what_is_not_a_whole_possible_date_is_refused_and_why(
    read: Callable[[str], Moment], raw: str, why: str
) -> None:
    with pytest.raises(DateError, match=why) as refusal:
        read(raw)
    assert repr(" ".join(raw.split())) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_refusal_of_a_long_text_is_short() -> None:
    with pytest.raises(DateError) as refusal:
        www("дълъг\n" * 1000)
    assert len(str(refusal.value)) < 200
    assert "\n" not in str(refusal.value)


# The future is what lies more than a day after the capture

AT_NOON = datetime(2020, 10, 24, 12, tzinfo=SOFIA)  # and the clocks go back at night
IN_MAY = "5 май 2019"
SEEN_WHEN: list[tuple[datetime | None, Callable[..., Moment], str, bool]] = [
    *((datetime(2025, 10, 15, 11, 11, tzinfo=SOFIA).astimezone(zone), www, printed, is_read)
      for zone in (UTC, SOFIA, timezone(timedelta(hours=-11)))
      for printed, is_read in (
          ("16 октомври 2025 | 11:11", True), ("16 октомври 2025 | 11:12", False),
          ("17.10.2025", False))),
    (AT_NOON, parse_timestamp, "2020-10-25 11:00:00", True),
    (AT_NOON, parse_timestamp, "2020-10-25 11:00:01", False),
    *((extreme.replace(tzinfo=timezone(timedelta(hours=hours))), www, IN_MAY, is_read)
      for extreme, is_read in ((datetime.min, False), (datetime.max, True))
      for hours in (0, 14, -12)),
    (None, www, "1 май 2999", True),  # not checked
]  # fmt: skip


@pytest.mark.parametrize(("seen_at", "read", "printed", "is_read"), SEEN_WHEN)
def test_a_date_over_24_hours_after_the_capture_is_refused_in_any_zone(
    seen_at: datetime | None, read: Callable[..., Moment], printed: str, is_read: bool
) -> None:
    if is_read:
        assert read(printed, seen_at=seen_at) == read(printed)
    else:
        with pytest.raises(DateError, match="after the page was seen"):
            read(printed, seen_at=seen_at)


@pytest.mark.parametrize(
    ("read", "printed"), [(www, IN_MAY), (parse_timestamp, "2019-05-05 10:00:00")]
)
def test_a_capture_date_without_a_time_zone_is_a_mistake_of_the_caller(
    read: Callable[..., Moment], printed: str
) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        read(printed, seen_at=datetime(2020, 1, 1))


# Finding

#: What is to be found stands between < and >.
TIMESTAMPS_INSIDE = [
    *("<2020-08-06 13:26:00>The Strategic Council", "Публикувано: <2020-08-06 13:26:00>"),
    *("НОВИНИ<2024-12-20\u00a018:02:00>Перспективите", "2020-08-06, <2020-08-07 10:00:00>"),
    *("12025-09-24 10:00:00", "<2013-03-08 13:26:00>143 години", "2025-09-2410:00:00"),
    *("٣2025-09-24 10:00:00", "5 май 2019 | 10:10", ""),
]
PRINTED_INSIDE = [
    *("Публикувано: <16 октомври 2025 | 11:11>Президентът", "<7 МАЙ 2025|19:33>"),
    *("<22 June 2018 ¦ 16:04>\nIn Dimitrovgrad", "<5 февр. 2019 г. │ 10:10>"),
    *("На 5 май 2018 каза. <6 май 2018 ｜ 10:10>", "<7\u00a0Aпpил  2019 | 10:10>"),
    *("1 <5 май 2019 | 10:10>", "5 хиляди 2019 | 10:<10 май 2020 | 11:11>"),
    *("5 хиляди 2019 | 10:10", "15 три 2019 | 10:10, <7 May 2019 | 10:10>", "5 майка 2019 | 10:10"),
    *("125 май 2019 | 10:10", "<5 май 2019 | 10:10>143 години", "5 май 2019 | 10:10:10"),
    *("5 май 20190 | 10:10", "5 май 2019 10:10", "5 май 2019", "03.04.2018 | 18:00"),
    *("2020-08-06 13:26:00", ""),
]
Find = Callable[[str], re.Match[str] | None]
SEARCHES: list[tuple[Find, Callable[[str], Moment]]] = [
    (find_timestamp, parse_timestamp),
    (find_printed, www),
]
INSIDE = zip(SEARCHES, (TIMESTAMPS_INSIDE, PRINTED_INSIDE), strict=True)


@pytest.mark.parametrize(
    ("find", "parse", "marked"), [(*search, one) for search, several in INSIDE for one in several]
)
def test_a_date_is_found_glued_or_not_but_not_behind_a_digit_and_only_with_a_month_and_a_clock(
    find: Find, parse: Callable[[str], Moment], marked: str
) -> None:
    found = find(re.sub("[<>]", "", marked))
    assert re.findall("<(.*)>", marked) == ([found[0]] if found else [])
    assert not found or parse(found[0])


ADVERSARIES = [
    *("1", "\u00a0", "12 ", "май ", "11 септември ", "1 май 2019", "1 май 2019 г", "1 май 2019 | "),
    *("1 май 2019 | 10:10:1 ", "2020-08-06", "2020-08-06 ", "2020-08-06 13:26:x"),
    "5 хиляди 2019 | 10:10 ",
]


@pytest.mark.parametrize("unit", ADVERSARIES)
def test_a_megabyte_without_a_date_is_searched_to_its_end(unit: str) -> None:
    # A tenth of a second in linear time; in quadratic time this would not come back for hours.
    for megabyte in (unit * (10**6 // len(unit)), unit + " " * 10**6 + "x"):
        assert find_timestamp(megabyte) is None
        assert find_printed(megabyte) is None
        for parse in (parse_timestamp, www):
            with pytest.raises(DateError):
                parse(megabyte)


# Whatever comes

JUNK = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("0123456789 .:|-\u00a0г"), st.sampled_from("майюниMay")
    )
)
NEARLY = st.from_regex(r"[0-9]{1,3}[ .](май|Sept\.?|март|[0-9]{2})[ .][0-9]{3,5}( \| [0-9:]{4,6})?")
STAMPS = st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\Z")
SEEN = st.none() | st.datetimes(timezones=st.timezones())


@given(st.text() | JUNK | NEARLY | STAMPS, st.sampled_from(CLOCKS), SEEN)
def test_any_text_is_read_or_refused_and_never_read_without_a_digit(
    raw: str, clock: Clock, seen_at: datetime | None
) -> None:
    readings: list[Callable[[], Moment]] = [
        lambda: parse_timestamp(raw, seen_at=seen_at),
        lambda: parse_printed(raw, clock=clock, seen_at=seen_at),
    ]
    for reading in readings:
        try:
            moment = reading()
        except DateError as refusal:
            assert "\n" not in str(refusal)
        else:
            assert re.search(r"[0-9]{4}", raw)
            assert moment.raw == " ".join(raw.split())
            assert datetime.fromisoformat(moment.iso) == moment.at


@given(JUNK | NEARLY, st.sampled_from(["2014-05-16 10:07:00", "5 май 2019 | 10:10"]), JUNK)
def test_what_is_found_has_the_form_that_is_parsed(left: str, printed: str, right: str) -> None:
    for find, parse in SEARCHES:
        found = find(f"{left} {printed} {right}")
        assert found or find(printed) is None
        if found:
            try:
                parse(found[0])
            except DateError as refusal:
                assert not re.search("not of the form|not a whole|no month", str(refusal))


# Today, the machine's time zone and its locale do not matter

SAMPLES = ["16 октомври 2025 | 11:11", "29 February 2020", "03.04.2018 | 00:12", "1 Sept. 2030"]
#: Zones that a machine may be set to, and what is set in their place: all of it has been seen.
ZONES = [
    *("America/New_York", "Pacific/Kiritimati", '"Europe/Sofia"', "Europe/sofia"),
    *("EET-2EEST,M3.5.0/3,M10.5.0/4", ":Europe/Sofia", ":foo", "", "garbage"),
]


def read_samples() -> list[str]:
    for remembers in (dates._read_printed, dates._ask_dateparser, dates._spell_month):
        remembers.cache_clear()
    return [parse_printed(raw, clock=clock).iso for raw in SAMPLES for clock in CLOCKS]


READ_ELSEWHERE = """
import json, sys
from presidency_scraper.sites import dates
assert "dateparser" not in sys.modules, "imported before a day needed it"
samples = json.loads(sys.argv[1])
print(json.dumps([dates.parse_printed(s, clock=c).iso for s in samples for c in dates.Clock]))
"""


@others_slow(2)
@pytest.mark.parametrize(
    ("zone", "language"), [*((zone, "C") for zone in ZONES), ("Asia/Tokyo", "tr_TR.UTF-8")]
)
def test_another_process_elsewhere_reads_the_same_and_imports_dateparser_late(
    zone: str, language: str
) -> None:
    command = [sys.executable, "-W", "error", "-c", READ_ELSEWHERE, json.dumps(SAMPLES)]
    environment = clean_environment(TZ=zone, LC_ALL=language, LANG=language)
    del environment["HOME"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == read_samples()


@others_slow(2)
@pytest.mark.parametrize("zone", [None, *ZONES[2:]])
def test_a_crawl_stores_the_same_whatever_the_machine_calls_its_zone(
    few: Served, tmp_path: Path, unhurt: list[tuple[Any, ...]], zone: str | None
) -> None:
    db = tmp_path / "p.db"
    variables = {} if zone is None else {"TZ": zone}
    options = ("--origin", few.origin, "--delay", "0", "--db", db)
    ended(presidency("crawl", *options, cwd=tmp_path, **variables))
    assert rows(db) == unhurt


@pytest.mark.parametrize("today", ["1999-12-31", "2019-02-28", "2028-02-29", "2040-04-30"])
def test_another_today_changes_nothing(today: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_samples()

    class AnyDatetime(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, datetime)

    class Elsewhen(datetime, metaclass=AnyDatetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromisoformat(today).replace(tzinfo=tz)

        today = utcnow = now

    for name, module in list(sys.modules.items()):
        if name.startswith("dateparser") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Elsewhen)
    assert dateparser.parse("май", languages=["bg"]) == datetime.fromisoformat(today).replace(
        month=5
    )
    assert read_samples() == expected


@pytest.mark.parametrize("raw", ["утре", "вчера", "май", "10 2023", "17 Септември", "tomorrow"])
def test_dateparser_itself_is_held_so_that_it_invents_no_date(raw: str) -> None:
    assert dateparser.parse(raw, languages=["bg", "en"])
    assert dates._ask_dateparser(raw) is None


@pytest.mark.parametrize("answer", ["2019-06-05", "2019-06-06", "2020-06-05"])
def test_the_day_is_what_dateparser_answers_but_no_other_number_and_no_other_year(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_samples()  # forgets all that was read
    monkeypatch.setattr(dateparser, "parse", lambda *_, **__: datetime.fromisoformat(answer))
    if answer == "2019-06-05":
        assert www("5 юли 2019").iso[:10] == answer
    else:
        with pytest.raises(DateError, match="no such day"):
            www("5 юли 2019")
    monkeypatch.undo()
    read_samples()


def test_dateparser_is_asked_once_for_a_day_in_whatever_order_they_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, read = [], dateparser.parse

    def parse(text: str, **options: Any) -> datetime | None:
        asked.append(text)
        return read(text, **options)

    read_samples()
    monkeypatch.setattr(dateparser, "parse", parse)
    days = [f"{day} ноември 2019" for day in range(1, 31)]
    for printed in (*days, *reversed(days)):
        assert text(f"{printed} | 19:07").iso[:10] == www(f"{printed} | 20:15").iso[:10]
    assert sorted(asked) == sorted([*days, "13 ноември 2000"])

"""Dates: every printed form goes round, everything else is refused, nothing depends on today."""

import calendar
import json
import locale
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
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

BULGARIAN = [
    *("януари", "февруари", "март", "април", "май", "юни"),
    *("юли", "август", "септември", "октомври", "ноември", "декември"),
]
ENGLISH = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
CLOCKS = list(Clock)


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


@pytest.mark.parametrize("year", range(2002, 2036))
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
    for month in range(1, 13):
        length = calendar.monthrange(year, month)[1]
        assert dates._parse_day(length, month, year) == date(year, month, length)
        for day in {0, *range(length + 1, 35), year % 100 + 32, 99} - {length}:
            assert dates._parse_day(day, month, year) is None


def test_the_precision_is_what_the_form_and_the_clock_can_tell() -> None:
    printed = "11 май 2013 | 19:07"
    assert parse_timestamp("2013-05-11 19:02:00").precision == Precision.MINUTE
    assert www(printed).precision == Precision.MINUTE
    assert text(printed).precision == Precision.HOUR
    assert [str(precision) for precision in Precision] == ["minute", "hour", "day"]
    assert www("11 май 2013").precision == text("11 май 2013").precision == Precision.DAY


def test_the_same_item_agrees_about_the_hour_on_its_page_and_in_the_listing() -> None:
    page, listing = parse_timestamp("2013-05-11 19:02:00"), text("11 май 2013 | 19:07")
    assert page.at.replace(minute=0) == listing.at


@pytest.mark.parametrize("clock", ["00:12", "19:07", "16:04", "11:11", "12:12", "19:42", "23:59"])
def test_hour_twice_leaves_the_minutes_at_zero_whatever_they_look_like(clock: str) -> None:
    assert text(f"1 май 2013 | {clock}").iso == f"2013-05-01T{clock[:2]}:00:00+03:00"


def test_a_moment_is_in_sofia_and_keeps_what_was_printed_with_blanks_folded() -> None:
    moment = www("  16\u00a0октомври \n 2025\u2003|\t11:11 ")
    assert moment.raw == "16 октомври 2025 | 11:11"
    assert moment.at.tzinfo == ZoneInfo("Europe/Sofia")
    assert parse_timestamp("\u00a02020-08-06\u00a0 13:26:00\n").raw == "2020-08-06 13:26:00"


def test_seconds_are_always_shown_and_never_lost() -> None:
    assert parse_timestamp("2012-05-18 19:00:00").iso == "2012-05-18T19:00:00+03:00"
    assert parse_timestamp("2012-05-18 19:00:59").iso == "2012-05-18T19:00:59+03:00"


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("5 февр. 2019", "2019-02-05"),
        ("5 ФЕВР 2019", "2019-02-05"),
        ("5 Sept 2019", "2019-09-05"),
        ("5 sept. 2019", "2019-09-05"),
        ("7 ноем. 2019 г.", "2019-11-07"),
        ("7 Aпpил 2019", "2019-04-07"),  # Latin A and p
        ("7 MAЙ 2019", "2019-05-07"),  # Latin M and A
        ("7 Мay 2019", "2019-05-07"),  # Cyrillic М
        ("7 Осtоbеr 2019", "2019-10-07"),  # Cyrillic О, с, о, е
        ("16 март 2012г", "2012-03-16"),
        ("16 март 2012 г", "2012-03-16"),
        ("16 март 2012г.", "2012-03-16"),
        ("16 МАРТ 2012 Г.", "2012-03-16"),
        ("3.4.2018", "2018-04-03"),
        ("03.04.2018 г.", "2018-04-03"),
        ("29 февруари 2020", "2020-02-29"),
    ],
)
def test_a_day_is_read_however_its_month_is_written(printed: str, day: str) -> None:
    assert www(printed).iso[:10] == text(printed).iso[:10] == day
    assert www(printed + " | 18:06").iso[:16] == day + "T18:06"


def test_every_known_month_name_means_one_month_also_in_look_alike_letters() -> None:
    assert len(dates._MONTH_OF) == len(dates._NAMES)
    for name, month in dates._NAMES:
        for twin in (name, "".join(dates._TWINS_OF.get(letter, letter) for letter in name)):
            printed = f"9 {twin}. 2021 | 10:10"
            assert www(printed).at.month == month
            assert find_printed(printed), printed


def test_the_numeric_form_has_the_day_first_always() -> None:
    assert www("03.04.2018").iso == "2018-04-03T00:00:00+03:00"
    assert www("03.04.2018 | 18:00").iso == "2018-04-03T18:00:00+03:00"
    with pytest.raises(DateError, match="no such day"):
        www("04.13.2018")


@pytest.mark.parametrize("bar", ["|", " |", "| ", " | ", "  |  ", " ¦ ", " │ ", " ｜ "])
def test_the_bar_may_look_otherwise_and_stand_without_blanks(bar: str) -> None:
    assert www(f"7 Май 2025{bar}19:33").iso == "2025-05-07T19:33:00+03:00"


# The clocks


def test_winter_is_two_hours_ahead_and_summer_three() -> None:
    assert www("15 януари 2020 | 12:00").iso.endswith("+02:00")
    assert www("15 юли 2020 | 12:00").iso.endswith("+03:00")


@pytest.mark.parametrize(
    ("clock", "offset"), [("02:59", "+02:00"), ("04:00", "+03:00"), ("04:59", "+03:00")]
)
def test_the_spring_night_jumps_from_three_to_four(clock: str, offset: str) -> None:
    assert parse_timestamp(f"2020-03-29 {clock}:00").iso == f"2020-03-29T{clock}:00{offset}"


@pytest.mark.parametrize("clock", ["03:00", "03:30", "03:59"])
def test_a_time_that_the_clocks_skipped_is_refused(clock: str) -> None:
    with pytest.raises(DateError, match="skipped"):
        parse_timestamp(f"2020-03-29 {clock}:00")
    for reading in (www, text):
        with pytest.raises(DateError, match="skipped"):
            reading(f"29 март 2020 | {clock}")


@pytest.mark.parametrize(
    ("clock", "offset"),
    [("02:59", "+03:00"), ("03:00", "+03:00"), ("03:30", "+03:00"), ("04:00", "+02:00")],
)
def test_a_time_that_exists_twice_is_the_first_of_the_two(clock: str, offset: str) -> None:
    moment = www(f"25 октомври 2020 | {clock}")
    assert moment.iso == f"2020-10-25T{clock}:00{offset}"
    assert moment.at.fold == 0


def test_a_day_begins_at_its_first_moment_even_where_midnight_was_skipped() -> None:
    late = []
    sofia = ZoneInfo("Europe/Sofia")
    for ordinal in range(date(1990, 1, 1).toordinal(), date(2041, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        at = dates._settle(datetime(day.year, day.month, day.day))
        assert at.date() == day
        before = (at.astimezone(UTC) - timedelta(seconds=1)).astimezone(sofia)
        assert before.date() == day - timedelta(days=1)
        late += [f"{at:%Y-%m-%d %H:%M}"] if at.hour else []
    assert late == [
        "1991-03-31 01:00",
        "1992-03-29 01:00",
        "1993-03-28 01:00",
        "1994-03-27 01:00",
        "1995-03-26 01:00",
        "1996-03-31 01:00",
    ]
    assert www("31 март 1996").iso == "1996-03-31T01:00:00+03:00"


# Refusals

REFUSED_PRINTED = [
    *("", " ", "|", "утре", "вчера", "днес", "today", "yesterday", "преди 2 дни", "2 days ago"),
    *("май", "май 2023", "10 2023", "10 май", "2023", "17 Септември | 18:00", "| 18:00", "18:00"),
    *("31 февруари 2020", "29 Feb 2019", "29.02.2019", "31.04.2019", "0 май 2019", "32 май 2019"),
    *("00.05.2019", "05.00.2019", "05.13.2019", "99 май 2019"),
    *("5 май 19", "03.04.18", "5 май 019", "5 май 20190", "005 май 2019"),
    *("5 хиляди 2019", "5 мая 2019", "5 Mai 2019", "5 м 2019", "5 ма 2019", "5 maybe 2019"),
    *("5 май 1989", "5 май 0001", "05.05.0000", "5 май 1989 | 10:10"),
    *("5 май 2019 | 24:00", "5 май 2019 | 10:60", "5 май 2019 | 99:99", "5 май 2019 | 1:10"),
    *("5 май 2019 | 10:1", "5 май 2019 | 10:10:10", "5 май 2019 | 10.10", "5 май 2019 |"),
    *("5 май 2019 10:10", "5 май 2019, 10:10", "5 май 2019 | 10:10 PM", "5 май 2019 || 10:10"),
    *(
        "май 5, 2019",
        "May 5 2019",
        "5май2019",
        "5-май-2019",
        "5 май, 2019",
        "2019-05-05",
        "5/5/2019",
    ),
    *("2019-05-05 10:10:00", "неделя, 5 май 2019", "до 5 май 2019", "5 май 2019 | 10:10 ч."),
    *("٥ май 2019", "5 май ２０１９", "5 май 2019 | 1٥:10", "-5 май 2019", "5 май 2019 година"),
]
REFUSED_TIMESTAMPS = [
    *("", "утре", "2020-08-06", "13:26:00", "2020-08-06 13:26", "2020-08-06T13:26:00"),
    *("2020-08-06 13:26:00Z", "2020-08-06 13:26:00+03:00", "2020-08-06 13:26:00.5"),
    *("2020-8-6 13:26:00", "20-08-06 13:26:00", "12020-08-06 13:26:00", "2020-08-0613:26:00"),
    *("2020-13-06 13:26:00", "2020-00-06 13:26:00", "2020-02-30 13:26:00", "2019-02-29 13:26:00"),
    *("2020-08-00 13:26:00", "2020-08-06 24:00:00", "2020-08-06 13:60:00", "2020-08-06 13:26:60"),
    *(
        "1989-12-31 23:59:59",
        "0000-00-00 00:00:00",
        "2020-08-06 13:26:00The",
        "２020-08-06 13:26:00",
    ),
]


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("raw", REFUSED_PRINTED)
def test_what_is_not_a_whole_possible_date_is_refused(raw: str, clock: Clock) -> None:
    with pytest.raises(DateError, match=re.escape(repr(" ".join(raw.split())))) as refusal:
        parse_printed(raw, clock=clock)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("raw", REFUSED_TIMESTAMPS)
def test_what_is_not_exactly_a_possible_timestamp_is_refused(raw: str) -> None:
    with pytest.raises(DateError, match=re.escape(repr(raw))):
        parse_timestamp(raw)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("вчера", "not a whole date"),
        ("5 хиляди 2019", "no month has such a name"),
        ("31 февруари 2020", "no such day"),
        ("5 май 2019 | 24:00", "no such time of day"),
        ("5 май 1989", "could not exist before 1990"),
        ("29 март 2020 | 03:30", "the clocks skipped"),
    ],
)
def test_a_refusal_says_why(raw: str, why: str) -> None:
    with pytest.raises(DateError, match=why):
        www(raw)


def test_a_refusal_of_a_long_text_is_short() -> None:
    with pytest.raises(DateError) as refusal:
        www("дълъг\n" * 1000)
    assert len(str(refusal.value)) < 200
    assert "\n" not in str(refusal.value)


def test_the_first_year_is_1990_and_the_last_9999() -> None:
    assert www("1 януари 1990").iso == "1990-01-01T00:00:00+02:00"
    assert www("31 декември 9999 | 23:59").iso == "9999-12-31T23:59:00+02:00"


# The future is what lies more than a day after the capture


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Europe/Sofia"), timezone(timedelta(hours=-11))])
def test_a_date_over_one_day_after_the_capture_is_refused_in_any_zone(zone: timezone) -> None:
    seen_at = datetime(2025, 10, 15, 8, 11, tzinfo=UTC).astimezone(zone)
    assert www("16 октомври 2025 | 11:11", seen_at=seen_at).at - seen_at == timedelta(days=1)
    assert parse_timestamp("2025-10-16 11:11:00", seen_at=seen_at)
    with pytest.raises(DateError, match="after the page was seen"):
        www("16 октомври 2025 | 11:12", seen_at=seen_at)
    with pytest.raises(DateError, match="after the page was seen"):
        parse_timestamp("2025-10-16 11:11:01", seen_at=seen_at)
    with pytest.raises(DateError, match="after the page was seen"):
        www("17.10.2025", seen_at=seen_at)


def test_the_day_after_the_capture_has_24_hours_also_when_the_clocks_change() -> None:
    seen_at = datetime(2020, 10, 24, 12, tzinfo=ZoneInfo("Europe/Sofia"))
    assert parse_timestamp("2020-10-25 11:00:00", seen_at=seen_at)
    with pytest.raises(DateError, match="after the page was seen"):
        parse_timestamp("2020-10-25 11:00:01", seen_at=seen_at)


@pytest.mark.parametrize("extreme", [datetime.min, datetime.max])
def test_no_capture_date_is_too_extreme_to_compare(extreme: datetime) -> None:
    for zone in (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))):
        if extreme == datetime.max:
            assert www("5 май 2019", seen_at=extreme.replace(tzinfo=zone))
        else:
            with pytest.raises(DateError, match="after the page was seen"):
                www("5 май 2019", seen_at=extreme.replace(tzinfo=zone))


def test_without_a_capture_date_the_future_is_not_checked() -> None:
    assert www("1 май 2999").at.year == 2999


def test_a_capture_date_without_a_time_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        www("5 май 2019", seen_at=datetime(2020, 1, 1))
    with pytest.raises(ValueError, match="no time zone"):
        parse_timestamp("2019-05-05 10:00:00", seen_at=datetime(2020, 1, 1))


# Finding


@pytest.mark.parametrize(
    ("inside", "stamp"),
    [
        ("2020-08-06 13:26:00The Strategic Council", "2020-08-06 13:26:00"),
        ("Публикувано: 2020-08-06 13:26:00", "2020-08-06 13:26:00"),
        ("НОВИНИ2024-12-20\u00a018:02:00Перспективите", "2024-12-20\u00a018:02:00"),
        ("2020-08-06, 2020-08-07 10:00:00", "2020-08-07 10:00:00"),
        ("12025-09-24 10:00:00", None),
        ("2013-03-08 13:26:00143 години", "2013-03-08 13:26:00"),
        ("2025-09-2410:00:00", None),
        ("٣2025-09-24 10:00:00", None),
        ("5 май 2019 | 10:10", None),
        ("", None),
    ],
)
def test_a_timestamp_is_found_glued_or_not_but_not_behind_a_digit(
    inside: str, stamp: str | None
) -> None:
    found = find_timestamp(inside)
    assert (found and found[0]) == stamp
    assert stamp is None or parse_timestamp(stamp)


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ("Публикувано: 16 октомври 2025 | 11:11Президентът", "16 октомври 2025 | 11:11"),
        ("7 МАЙ 2025|19:33", "7 МАЙ 2025|19:33"),
        ("22 June 2018 ¦ 16:04\nIn Dimitrovgrad", "22 June 2018 ¦ 16:04"),
        ("5 февр. 2019 г. │ 10:10", "5 февр. 2019 г. │ 10:10"),
        ("На 5 май 2018 каза. 6 май 2018 ｜ 10:10", "6 май 2018 ｜ 10:10"),
        ("7\u00a0Aпpил  2019 | 10:10", "7\u00a0Aпpил  2019 | 10:10"),
        ("1 5 май 2019 | 10:10", "5 май 2019 | 10:10"),
        ("5 хиляди 2019 | 10:10 май 2020 | 11:11", "10 май 2020 | 11:11"),
        ("5 хиляди 2019 | 10:10", None),
        ("5 майка 2019 | 10:10", None),
        ("125 май 2019 | 10:10", None),
        ("5 май 2019 | 10:10143 години", "5 май 2019 | 10:10"),
        ("5 май 2019 | 10:10:10", None),
        ("5 май 20190 | 10:10", None),
        ("5 май 2019 10:10", None),
        ("5 май 2019", None),
        ("03.04.2018 | 18:00", None),
        ("2020-08-06 13:26:00", None),
        ("", None),
    ],
)
def test_a_printed_date_is_found_glued_or_not_but_only_with_a_month_and_a_clock(
    inside: str, printed: str | None
) -> None:
    found = find_printed(inside)
    assert (found and found[0]) == printed
    assert printed is None or www(printed)


ADVERSARIES = [
    *("1", "\u00a0", "12 ", "май ", "11 септември ", "1 май 2019", "1 май 2019 г", "1 май 2019 | "),
    *("1 май 2019 | 10:10:1 ", "2020-08-06", "2020-08-06 ", "2020-08-06 13:26:x"),
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
    searches: list[tuple[Callable[[str], re.Match[str] | None], Callable[[str], Moment]]]
    searches = [(find_timestamp, parse_timestamp), (find_printed, www)]
    for find, parse in searches:
        found = find(f"{left} {printed} {right}")
        assert found or find(printed) is None
        if found:
            try:
                parse(found[0])
            except DateError as refusal:
                assert not re.search("not of the form|not a whole|no month", str(refusal))


@given(st.datetimes(min_value=datetime(1990, 1, 1)), st.sampled_from(CLOCKS))
def test_parsing_what_was_kept_as_printed_gives_the_same_moment(
    wall: datetime, clock: Clock
) -> None:
    for raw in (f"{wall:%d.%m.}{wall.year} | {wall:%H:%M}", f"{wall:%d.%m.}{wall.year}"):
        try:
            moment = parse_printed(raw, clock=clock)
        except DateError:
            continue
        assert parse_printed(moment.raw, clock=clock) == moment


# Today, the machine's time zone and its locale do not matter

SAMPLES = ["16 октомври 2025 | 11:11", "29 February 2020", "03.04.2018 | 00:12", "1 Sept. 2030"]


def read_samples() -> list[str]:
    dates._is_month.cache_clear()
    printed = [parse_printed(raw, clock=clock).iso for raw in SAMPLES for clock in CLOCKS]
    return [*printed, parse_timestamp("2020-08-06 13:26:00").iso]


@pytest.fixture
def restored_zone() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None) if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.mark.usefixtures("restored_zone")
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "UTC"])
def test_the_time_zone_of_the_machine_changes_nothing(zone: str) -> None:
    expected = read_samples()
    os.environ["TZ"] = zone
    time.tzset()
    assert read_samples() == expected


def locales() -> list[str]:
    """Those of a few that this machine has."""
    before = locale.setlocale(locale.LC_ALL)
    found = []
    for name in ("C", "C.UTF-8", "en_US.UTF-8", "bg_BG.UTF-8", "tr_TR.UTF-8"):
        with suppress(locale.Error):
            found.append(locale.setlocale(locale.LC_ALL, name))
    locale.setlocale(locale.LC_ALL, before)
    return found


@pytest.mark.parametrize("name", locales())
def test_the_locale_of_the_process_changes_nothing(name: str) -> None:
    expected = read_samples()
    before = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, name)
    try:
        assert read_samples() == expected
    finally:
        locale.setlocale(locale.LC_ALL, before)


READ_ELSEWHERE = """
import json, sys
from presidency_scraper.sites import dates
assert "dateparser" not in sys.modules, "imported before a day needed it"
samples = json.loads(sys.argv[1])
print(json.dumps([dates.parse_printed(s, clock=c).iso for s in samples for c in dates.Clock]))
"""


@pytest.mark.parametrize(
    ("zone", "language"), [("America/New_York", "C"), ("Asia/Tokyo", "tr_TR.UTF-8")]
)
def test_another_process_elsewhere_reads_the_same_and_imports_dateparser_late(
    zone: str, language: str
) -> None:
    command = [sys.executable, "-W", "error", "-c", READ_ELSEWHERE, json.dumps(SAMPLES)]
    environment = os.environ | {"TZ": zone, "LC_ALL": language, "LANG": language}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == read_samples()[:-1]


@pytest.mark.parametrize("today", ["1999-12-31", "2019-02-28", "2028-02-29", "2040-04-30"])
def test_another_today_changes_nothing(today: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_samples()
    asked = []

    class AnyDatetime(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, datetime)

    class Elsewhen(datetime, metaclass=AnyDatetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            asked.append(tz)
            return cls.fromisoformat(today).replace(tzinfo=tz)

        today = utcnow = now

    for name, module in list(sys.modules.items()):
        if name.startswith("dateparser") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Elsewhen)
    assert read_samples() == expected
    assert asked, "dateparser asks for today in passing; if it no longer does, drop this test"


@pytest.mark.parametrize("raw", ["утре", "вчера", "май", "10 2023", "17 Септември", "tomorrow"])
def test_dateparser_itself_is_held_so_that_it_invents_no_date(raw: str) -> None:
    assert dateparser.parse(raw, languages=["bg", "en"])
    assert dateparser.parse(raw, languages=["bg", "en"], settings=dates._HELD) is None


def test_a_month_that_dateparser_reads_as_another_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dates._is_month.cache_clear()
    monkeypatch.setattr(dateparser, "parse", lambda *_, **__: datetime(2000, 5, 1))
    with pytest.raises(DateError, match="no such day"):
        www("5 юни 2019")
    assert www("5 май 2019")
    dates._is_month.cache_clear()


@pytest.mark.parametrize("name", dates._MONTH_OF)
def test_dateparser_takes_no_name_of_a_month_for_another_month(name: str) -> None:
    spelled = [known for known, _ in dates._NAMES if known.translate(dates._TO_CYRILLIC) == name]
    read = [dateparser.parse(f"1 {one} 2000", languages=["bg", "en"]) for one in spelled]
    assert {found.month for found in read if found} <= {dates._MONTH_OF[name]}


def test_dateparser_is_asked_once_a_month_and_not_once_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dates._is_month.cache_clear()
    asked, read = [], dateparser.parse

    def parse(text: str, **options: Any) -> datetime | None:
        asked.append(text)
        return read(text, **options)

    monkeypatch.setattr(dateparser, "parse", parse)
    for wall in every_day(2019):
        www(spellings(wall)[0])
    assert len(asked) == 12

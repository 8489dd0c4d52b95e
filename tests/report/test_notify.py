"""Notifications: who is told of a run, when, and what; and that no secret leaves by another door.

The mail server and the HTTP server in the place of Slack and Telegram are real ones on loopback;
the crawls are real ones of the replica.
"""

import json
import re
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from textwrap import shorten
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica, status
from presidency_scraper.errors import ExitCode, UsageError
from presidency_scraper.ingest.lock import acquire_locks
from presidency_scraper.report.notify import Ending, Problem, notify
from presidency_scraper.report.notify.configuration import (
    HEALING,
    PREFIX,
    TIMES,
    VARIABLES,
    parse_configuration,
)
from presidency_scraper.report.notify.digest import digest_of
from presidency_scraper.report.notify.message import LONGEST, text_of
from presidency_scraper.store.events import Event, Texts
from tests.conftest import ROOT, Ran, Served, ahead, presidency, run
from tests.receivers import Hooks, Mailbox, serve_hooks, serve_mailbox
from tests.rules.test_drift import redesign, same_headline
from tests.serving import make_due

PASSWORD, TOKEN, HOOK = "hunter2-is-long", "123456:AA-secret-bot-token", "T0/B0/xSlackSecret"
SECRETS = (PASSWORD, TOKEN, "xSlackSecret")
PAGE = "/bg/news8601/"
BROKEN = Ending("/srv/p.db", ExitCode.DRIFT, "1 page could not be read", run_id=7, unreadable=1)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with serve_mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    with serve_hooks() as server:
        yield server


def everywhere(box: Mailbox, hooks: Hooks) -> dict[str, str]:
    """What makes a crawl tell by all channels, with a secret for each."""
    return box.environment(
        SMTP_USER="crawler",
        SMTP_PASSWORD=PASSWORD,
        SMTP_SECURITY="none",
        SLACK_WEBHOOK=f"{hooks.origin}/services/{HOOK}",
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_TO="-1001, @archive",
        TELEGRAM_API=hooks.origin,
    )


def crawl(served: Served, db: Path, *options: str, **variables: Any) -> Ran:
    quick = ("--origin", served.origin, "--delay", "0", "--section", "news", "--db", str(db))
    return presidency("crawl", *quick, *options, cwd=db.parent, **variables)


@pytest.fixture
def tiny() -> Iterator[Served]:
    """Five articles: quick to crawl."""
    site = ReplicaSite(demo_site().items("bg")[:5])
    with serve_replica(site) as server:
        yield Served(site, server)


def tell(monkeypatch: pytest.MonkeyPatch, ending: Ending, **variables: str) -> None:
    """Notify in this process, where every warning is an error."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    notify(ending)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What we warned of; the mail server of the tests has a log of its own."""
    ours = [record for record in caplog.records if record.name.startswith("presidency_scraper")]
    assert {record.levelname for record in ours} <= {"WARNING"}
    return [record.getMessage() for record in ours]


# -- a run that fails ----------------------------------------------------------------------------


def test_a_run_that_meets_drift_is_told_of_once_by_every_channel_and_gives_no_secret_away(
    few: Served, tmp_path: Path, box: Mailbox, hooks: Hooks
) -> None:
    redesign(few, same_headline)
    db = tmp_path / "p.db"
    ran = crawl(few, db, **everywhere(box, hooks))
    assert ran.code == 5, ran.err
    (mail,) = box.mails
    text = mail.get_content()
    assert mail["To"] == "you@example.org"
    assert mail["Subject"] == f"presidency: code 5 (drift), {db}"
    assert ran.err.splitlines()[-1].removeprefix("presidency: ") in text
    assert "fields below what is usual: headlines that match their slugs: 0 of 10" in text
    assert re.search(rf"drift: {re.escape(few.origin)}/bg/[a-z-]+\d+/", text)
    assert "presidency doctor" in text

    slack, *telegrams = hooks.posts
    assert slack[0] == f"/services/{HOOK}"
    assert [path for path, _ in telegrams] == [f"/bot{TOKEN}/sendMessage"] * 2
    assert [document["chat_id"] for _, document in telegrams] == ["-1001", "@archive"]
    for _, document in (slack, *telegrams):
        assert document["text"].split() == text.split()

    assert box.passwords == [PASSWORD]
    told = [ran.out, ran.err, str(mail), text, *(json.dumps(post[1]) for post in hooks.posts)]
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for secret in SECRETS:
        assert not any(secret in part for part in told)
        assert not any(secret.encode() in part for part in kept)


def test_a_dry_run_sends_nothing(tiny: Served, tmp_path: Path, box: Mailbox) -> None:
    ran = crawl(tiny, tmp_path / "p.db", "--dry-run", **box.environment(WHEN="always"))
    assert (ran.code, box.mails) == (0, [])


def test_a_crawl_the_scrapy_way_tells_as_well(tiny: Served, tmp_path: Path, box: Mailbox) -> None:
    tiny.site.fail(PAGE, status(500))
    places = f"-s PRESIDENCY_DB={tmp_path}/p.db -s PRESIDENCY_ARCHIVE={tmp_path}/a"
    quick = "-s DOWNLOAD_DELAY=0 -s AUTOTHROTTLE_ENABLED=0 -a section=news"
    command = f"-m scrapy crawl news -a origin={tiny.origin} {quick} {places}"
    ran = run(*command.split(), cwd=ROOT, **box.environment())
    assert ran.code == 0, ran.err
    assert [mail["Subject"] for mail in box.mails] == [
        f"presidency: code 4 (incomplete), {tmp_path / 'p.db'}"
    ]


def test_a_healthy_run_sends_nothing_unless_always_is_asked_for(
    tiny: Served, tmp_path: Path, box: Mailbox
) -> None:
    db = tmp_path / "p.db"
    assert crawl(tiny, db, **box.environment()).code == 0
    assert box.mails == []
    assert crawl(tiny, db, **box.environment(WHEN="always")).code == 0
    (mail,) = box.mails
    assert mail["Subject"].startswith("presidency: code 0 (all well)")
    assert "all well: 0 new articles" in mail.get_content()


# -- a run that cannot begin ---------------------------------------------------------------------


def test_a_run_that_finds_the_database_locked_is_told_of(
    tiny: Served, tmp_path: Path, box: Mailbox
) -> None:
    db = tmp_path / "p.db"
    locks = acquire_locks(db, tmp_path / "p-archive")
    ran = crawl(tiny, db, **box.environment())
    for lock in locks:
        lock.release()
    assert ran.code == 3
    (mail,) = box.mails
    assert mail["Subject"] == f"presidency: code 3 (locked), {db}"
    assert ran.err.splitlines()[-1].removeprefix("presidency: ") in mail.get_content()


def test_a_run_whose_database_is_none_is_told_of(
    tiny: Served, tmp_path: Path, box: Mailbox
) -> None:
    (tmp_path / "p.db").write_text("a letter", encoding="utf-8")
    assert crawl(tiny, tmp_path / "p.db", **box.environment()).code == 8
    assert "is not a SQLite database" in box.texts()[0]


# -- what is new -----------------------------------------------------------------------------------


def edit_and_delete(tiny: Served, db: Path, **variables: str) -> None:
    """Edit one article and delete another, and crawl until both are noticed."""
    edited, deleted = (item.id for item in tiny.site.items("bg")[:2])
    tiny.site.edit(edited, headline="Съвсем друго заглавие")
    tiny.site.delete(deleted)
    make_due(db, edited, deleted)
    for _ in range(3):
        assert crawl(tiny, db, **variables).code == 0


def test_a_message_of_a_run_names_headlines(tiny: Served, tmp_path: Path, box: Mailbox) -> None:
    crawl(tiny, tmp_path / "p.db", **box.environment(WHEN="always"))
    (text,) = box.texts()
    assert "\nNews:\n- new: " in text
    for item in tiny.site.items("bg"):
        assert shorten(item.headline, 200, placeholder=" …") in " ".join(text.split())


def test_a_digest_tells_what_happened_since_the_last_one_and_nothing_twice(
    tiny: Served, tmp_path: Path, box: Mailbox
) -> None:
    db = tmp_path / "p.db"
    crawl(tiny, db, **box.environment(DIGEST="run"))
    crawl(tiny, db, **box.environment(DIGEST="run"))
    assert [mail["Subject"] for mail in box.mails] == ["presidency: 5 new"]
    edit_and_delete(tiny, db, **box.environment(DIGEST="run"))
    _, first, second = (str(text) for text in box.texts())
    assert "- Съвсем друго заглавие\n  [-" in first
    assert "]{+Съвсем+}" in first
    assert "Deleted:\n- " in second
    assert [mail["Subject"] for mail in box.mails[1:]] == [
        "presidency: 1 edited", "presidency: 1 deleted",
    ]  # fmt: skip
    presidency("rebuild", "--db", db, cwd=tmp_path)
    crawl(tiny, db, **box.environment(DIGEST="run"))
    assert len(box.mails) == 3


def test_a_daily_digest_waits_for_the_next_day(tiny: Served, tmp_path: Path, box: Mailbox) -> None:
    db, daily = tmp_path / "p.db", box.environment(DIGEST="daily")
    crawl(tiny, db, **daily)
    edit_and_delete(tiny, db, **daily)
    assert len(box.mails) == 1
    assert crawl(tiny, db, **daily, **ahead(1)).code == 0
    assert [mail["Subject"] for mail in box.mails[1:]] == ["presidency: 1 deleted, 1 edited"]


def test_a_digest_that_nobody_took_is_told_with_the_next(tiny: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    with serve_mailbox() as gone:
        lost = gone.environment(DIGEST="run")
    assert crawl(tiny, db, **lost).code == 0
    with serve_mailbox() as box:
        edit_and_delete(tiny, db, **box.environment(DIGEST="run"))
        assert box.mails[0]["Subject"] == "presidency: 1 edited"


def test_a_digest_of_very_much_is_bounded_and_counts_what_it_leaves_out() -> None:
    state = Texts("Вето " * 60, "2025-09-24T17:17:00+03:00", "б" * 9000)
    other = replace(state, body=" ".join(map(str, range(4000))))
    events = [
        Event(
            f"bg/news/{n}/{kind}/1", kind, "2026-11-23T22:52:13Z", f"bg/news/{n}", "bg", "news",
            "https://www.example.org/" + "x" * 250, state.headline, 1,
            ("body",) if kind == "edit" else (), False, state, other, None, n,
        )
        for n in range(100)
        for kind in ("new", "edit", "deletion")
    ]  # fmt: skip
    text = digest_of(events, {"new": 100, "edit": 100, "deletion": 100})
    assert len(text) <= LONGEST
    told = len(re.findall("^- ", text, re.M))
    assert text.startswith("100 deleted, 100 edited, 100 new.")
    assert f"and {300 - told} more: `presidency changes` has them all" in text
    assert told > 3


# -- what is configured --------------------------------------------------------------------------


def test_without_configuration_no_library_that_sends_is_imported() -> None:
    code = (
        "import sys, presidency_scraper.spiders.extensions;"
        "print([name for name in ('smtplib', 'email.mime') if name in sys.modules])"
    )
    assert run("-c", code, cwd=ROOT).out.strip() == "[]"


HALF: list[tuple[dict[str, str], str]] = [
    ({"MIAL_TO": "a@b.org"}, "MIAL_TO"),
    ({"WHEN": "always"}, "WHEN"),
    ({"MAIL_TO": "a@b.org", "WHEN": "often"}, "WHEN"),
    ({"DIGEST": "daily"}, "DIGEST"),
    ({"MAIL_TO": "a@b.org", "DIGEST": "often"}, "DIGEST"),
    ({"SMTP_HOST": "mail.example.org"}, "MAIL_TO"),
    ({"MAIL_TO": "nobody"}, "MAIL_TO"),
    ({"MAIL_TO": "a@b.org", "MAIL_FROM": "me"}, "MAIL_FROM"),
    ({"MAIL_TO": "a@b.org", "SMTP_PORT": "smtp"}, "SMTP_PORT"),
    ({"MAIL_TO": "a@b.org", "SMTP_SECURITY": "some"}, "SMTP_SECURITY"),
    ({"MAIL_TO": "a@b.org", "SMTP_PASSWORD": PASSWORD}, "SMTP_USER"),
    ({"MAIL_TO": "a@b.org", "SMTP_USER": "me"}, "SMTP_PASSWORD"),
    (
        {"MAIL_TO": "a@b.org", "SMTP_HOST": "mail.example.org", "SMTP_SECURITY": "none",
         "SMTP_USER": "me", "SMTP_PASSWORD": PASSWORD},
        "SMTP_SECURITY",
    ),
    ({"SLACK_WEBHOOK": HOOK}, "SLACK_WEBHOOK"),
    ({"SLACK_WEBHOOK": f"http://hooks.example.org/{HOOK}"}, "SLACK_WEBHOOK"),
    ({"TELEGRAM_TO": "42"}, "TELEGRAM_TOKEN"),
    ({"TELEGRAM_TOKEN": TOKEN}, "TELEGRAM_TO"),
    ({"TELEGRAM_TOKEN": f"{TOKEN} ", "TELEGRAM_TO": ","}, "TELEGRAM_TO"),
    ({"TELEGRAM_TOKEN": f"{TOKEN}/x", "TELEGRAM_TO": "42"}, "TELEGRAM_TOKEN"),
    (
        {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_TO": "42", "TELEGRAM_API": "http://example.org"},
        "TELEGRAM_API",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("values", "named"), HALF)
def test_what_is_half_configured_is_refused_by_name_and_without_the_secret(
    values: dict[str, str], named: str
) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_configuration({f"{PREFIX}{name}": value for name, value in values.items()})
    line = str(refusal.value)
    assert f"{PREFIX}{named}" in line
    assert not any(secret in line for secret in SECRETS)


def test_an_empty_variable_asks_for_nothing() -> None:
    assert parse_configuration({f"{PREFIX}MAIL_TO": " ", "PRESIDENCY_DELAY": "2"}) is None


def test_a_configuration_shown_shows_no_secret() -> None:
    values = {
        "MAIL_TO": "a@b.org", "SMTP_USER": "me", "SMTP_PASSWORD": PASSWORD, "TELEGRAM_TO": "42",
        "SLACK_WEBHOOK": f"https://hooks.example.org/{HOOK}", "TELEGRAM_TOKEN": TOKEN,
    }  # fmt: skip
    shown = repr(parse_configuration({f"{PREFIX}{name}": value for name, value in values.items()}))
    assert not any(secret in shown for secret in SECRETS)


@pytest.mark.parametrize("code", list(ExitCode))
def test_for_a_person_are_all_ends_that_the_next_run_does_not_heal(
    code: ExitCode, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(monkeypatch, Ending("/srv/p.db", code, "said"), **box.environment(WHEN="person"))
    healing = {0, 4, 7, 130, 143}  # docs/exit-codes.md: nothing to do, the next run goes on
    assert len(box.mails) == (int(code) not in healing)


# -- when it cannot be sent ----------------------------------------------------------------------


def test_what_cannot_be_sent_is_a_warning_and_changes_no_exit_code(
    tiny: Served, tmp_path: Path, box: Mailbox, hooks: Hooks
) -> None:
    tiny.site.fail(PAGE, status(500))
    hooks.answers = {"slack": (404, "no_service"), "telegram": (400, '{"ok": false}')}
    ran = crawl(tiny, tmp_path / "p.db", **everywhere(box, hooks))
    assert ran.code == 4
    slack, telegram = (line for line in ran.err.splitlines() if "notification was not" in line)
    assert " WARNING the notification was not sent: Slack: " in slack
    assert "no_service" in slack
    assert " WARNING the notification was not sent: Telegram: " in telegram
    assert ran.err.splitlines()[-1].startswith("presidency: 1 page could not be fetched")
    assert "Traceback" not in ran.err
    assert not any(secret in ran.err for secret in SECRETS)

    (text,) = box.texts()  # and the page is named by its address
    assert "1 page could not be fetched" in text
    assert f"{tiny.origin}{PAGE}" in text
    assert "Left for later runs: 1 article announced" in text
    assert "4 new articles" in text


def test_a_mail_server_that_is_not_there_is_a_warning_and_keeps_no_other_channel(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with serve_mailbox() as gone:
        variables = everywhere(gone, hooks)
    tell(monkeypatch, BROKEN, **variables)
    (line,) = said(caplog)
    assert "Mail: ConnectionRefusedError" in line
    assert len(hooks.posts) == 3


def test_a_server_that_repeats_the_password_does_not_bring_it_into_the_log(
    box: Mailbox, hooks: Hooks, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    box.refusal = "535 wrong password {password}"
    hooks.answers = {"slack": (500, f"no {HOOK}"), "telegram": (404, f"no bot {TOKEN}")}
    tell(monkeypatch, BROKEN, **everywhere(box, hooks))
    assert box.passwords
    assert box.mails == []
    assert len(said(caplog)) == 3
    assert not any(secret in "".join(said(caplog)) for secret in SECRETS)


@pytest.mark.parametrize(
    ("channel", "answer"), [("slack", (200, "<html>")), ("telegram", (200, '{"ok": false}'))]
)
def test_an_answer_that_is_no_consent_counts_as_not_sent(
    channel: str,
    answer: tuple[int, str],
    box: Mailbox,
    hooks: Hooks,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hooks.answers[channel] = answer
    tell(monkeypatch, BROKEN, **everywhere(box, hooks))
    (line,) = said(caplog)
    assert line.lower().startswith(f"the notification was not sent: {channel}: ")


# -- encrypted mail ------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that is its own authority, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names: list[x509.GeneralName] = [
        x509.DNSName("localhost"),
        x509.IPAddress(ip_address("127.0.0.1")),
    ]
    begins = datetime(2020, 1, 1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_password_is_sent_encrypted_and_to_a_server_with_a_trusted_name_only(
    security: str, is_trusted: bool, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    contexts = {"starttls": (context, None), "tls": (None, context)}
    with serve_mailbox(*contexts[security]) as box:
        login = {"SMTP_USER": "crawler", "SMTP_PASSWORD": PASSWORD, "SMTP_SECURITY": security}
        tell(monkeypatch, BROKEN, **box.environment(**login))
    assert box.passwords == [PASSWORD] * is_trusted
    assert box.encrypted == [True] * is_trusted


# -- the message ---------------------------------------------------------------------------------


def test_a_message_in_bulgarian_with_signs_of_every_markup_arrives_as_it_is(
    box: Mailbox, hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "Указ № 7 <b> & {{ 7 * 7 }} _half *bold"
    ending = Ending("/srv/архив.db", ExitCode.DRIFT, line, run_id=7)
    tell(monkeypatch, ending, **everywhere(box, hooks))
    assert line in box.texts()[0]
    slack, telegram, _ = (document for _, document in hooks.posts)
    assert "Указ № 7 &lt;b&gt; &amp; {{ 7 * 7 }} _half *bold" in slack["text"]
    assert slack["mrkdwn"] is False
    assert line in telegram["text"]
    assert "parse_mode" not in telegram
    assert "архив.db" in box.mails[0]["Subject"]


def test_a_message_stays_short_whatever_went_wrong() -> None:
    problem = Problem("layout", "http://127.0.0.1/" + "x" * 5000, "no headline " * 500)
    findings = tuple(f"field {number}" * 50 for number in range(40))
    ending = Ending("/srv/p.db", ExitCode.DRIFT, "said", 7, findings=findings)
    text = text_of(ending)
    assert len(text) <= LONGEST
    assert text.endswith(" …")
    many = Ending("/srv/p.db", ExitCode.DRIFT, "said", 7, problems=(problem,) * 400)
    text = text_of(many)
    assert text.count("- layout: ") == 5
    assert "the first 5 of 400" in text
    assert "What to do: " in text
    assert len(text) <= LONGEST


# -- the page ------------------------------------------------------------------------------------


def rows_of(page: str) -> list[str]:
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("| `PRESIDENCY_NOTIFY_")]


def test_the_page_names_exactly_the_variables_and_the_times() -> None:
    rows = rows_of("docs/notify.md")
    assert [row.split("`")[1].removeprefix(PREFIX) for row in rows] == list(VARIABLES)
    assert all(f"`{name}`" in rows[0] for name in TIMES)


def test_what_heals_by_itself_is_what_the_page_of_exit_codes_says() -> None:
    page = (ROOT / "docs/exit-codes.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if line.endswith("the next run goes on |"))
    assert {int(code) for code in line.split("|")[1].split(",")} == set(HEALING)

"""The crontab line and the systemd units of docs/cron.md do what the page says."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from presidency_scraper import settings
from presidency_scraper.cli import cli
from presidency_scraper.errors import ExitCode
from presidency_scraper.rules.durations import parse_duration
from tests.conftest import ROOT

UNITS = ROOT / "docs" / "systemd"
SERVICE, TIMER = "presidency-crawl.service", "presidency-crawl.timer"
PAGES = "presidency-serve.service"
PAGE = (ROOT / "docs" / "cron.md").read_text(encoding="utf-8")
CODES = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as its docs say
    parser.read(UNITS / name, encoding="utf-8")
    return parser


def codes_that(advice: str) -> set[int]:
    """The codes for which the table for cron jobs in docs/exit-codes.md gives *advice*."""
    rows = re.findall(r"^\| ([\d, ]+) \| (.*) \|$", CODES, re.M)
    return {int(code) for codes, said in rows if advice in said for code in codes.split(",")}


HARMLESS = codes_that("nothing to do")


def crontab() -> tuple[dict[str, str], list[str], str]:
    """The variables of the crontab, the five fields of its one job, and the job's command."""
    block = next(b for b in re.findall(r"```text\n(.*?)```", PAGE, re.S) if "MAILTO" in b)
    lines = block.splitlines()
    variables = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]+=", line))
    (job,) = [line for line in lines if not re.match(r"[A-Z]+=", line)]
    *fields, command = job.split(maxsplit=5)
    return variables, fields, command


def test_the_table_for_cron_jobs_names_every_code_once() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \| \S.* \|$", CODES.split("## From a script")[1], re.M)
    codes = [int(code) for row in rows for code in row.split(",")]
    assert sorted(codes) == sorted(ExitCode)


def test_systemd_takes_for_success_what_heals_by_itself() -> None:
    said = unit(SERVICE)["Service"]["SuccessExitStatus"]
    assert {int(code) for code in said.split()} | {0} == HARMLESS
    words = "0, 4, 7, 130 and 143"
    assert set(map(int, re.findall(r"\d+", words))) == HARMLESS
    assert PAGE.count(words) == 2


def test_the_service_calls_the_program_with_options_it_has() -> None:
    program, command, *options = shlex.split(unit(SERVICE)["Service"]["ExecStart"])
    assert Path(program).name == "presidency"
    known = {name for parameter in cli.load_all()[command].params for name in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known
    db = Path(options[options.index("--db") + 1])
    assert db.parent == Path("/var/lib") / unit(SERVICE)["Service"]["StateDirectory"]


def test_the_service_gives_a_page_time_to_end_and_a_run_time_to_meet_its_bound() -> None:
    service = unit(SERVICE)["Service"]
    page = settings.DOWNLOAD_TIMEOUT + settings.AUTOTHROTTLE_MAX_DELAY
    assert int(service["TimeoutStopSec"]) > page
    options = shlex.split(service["ExecStart"])
    bound = parse_duration(options[options.index("--max-time") + 1])
    assert parse_duration(service["TimeoutStartSec"]) > bound + page


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    program = tmp_path / "presidency"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for name in (SERVICE, PAGES):
        text = (UNITS / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/opt/presidency/bin/presidency", str(program)))
    shutil.copy(UNITS / TIMER, tmp_path)
    units = [str(tmp_path / name) for name in (SERVICE, TIMER, PAGES)]
    command = ["systemd-analyze", "verify", "--man=no", *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "presidency" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_crontab_line_comes_once_a_day_and_not_at_the_full_hour() -> None:
    variables, (minute, hour, *rest), command = crontab()
    assert (0 < int(minute) < 60, 0 <= int(hour) < 24, rest) == (True, True, ["*"] * 3)
    assert "@" in variables["MAILTO"]
    assert "%" not in command


@pytest.mark.parametrize("code", sorted(ExitCode))
def test_the_crontab_line_sends_a_mail_only_when_a_person_is_wanted(
    code: ExitCode, tmp_path: Path
) -> None:
    """The line is run by the shell that cron takes, with a program that ends with *code*."""
    folder = tmp_path / "presidency" / ".venv" / "bin"
    folder.mkdir(parents=True)
    program = folder / "presidency"
    program.write_text(
        f'#!/bin/sh\necho "$@"\necho "presidency: what to do" >&2\nexit {int(code)}\n'
    )
    program.chmod(0o755)
    environment = {"HOME": str(tmp_path), "PATH": os.defpath}
    _, _, command = crontab()
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, env=environment, check=False
    )
    log = (tmp_path / "presidency" / "crawl.log").read_text()
    assert log == "crawl --max-time 5h\npresidency: what to do\n"
    mail = f"presidency crawl ended with code {int(code)}:\npresidency: what to do\n"
    assert done.stdout + done.stderr == ("" if code in HARMLESS else mail)

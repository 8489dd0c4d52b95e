"""Whom to tell, when and by which server, from the environment; refuses what is half said. Pure.

Secrets stand in the environment alone: on a command line others see them, and Scrapy logs its
settings.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from presidency_scraper.errors import ExitCode, UsageError

PREFIX = "PRESIDENCY_NOTIFY_"
#: Which runs are told of: all that ended with another code than 0, those that want a person, all.
TIMES = ("trouble", "person", "always")
#: How often a digest tells what is new: after each run that brought something, or less often.
DIGESTS = ("never", "run", "daily", "weekly")
#: Every variable, and those that it needs beside it.
VARIABLES = {
    "WHEN": "",
    "DIGEST": "",
    "MAIL_TO": "",
    "MAIL_FROM": "MAIL_TO",
    "SMTP_HOST": "MAIL_TO",
    "SMTP_PORT": "MAIL_TO",
    "SMTP_SECURITY": "MAIL_TO",
    "SMTP_USER": "MAIL_TO SMTP_PASSWORD",
    "SMTP_PASSWORD": "MAIL_TO SMTP_USER",
    "SLACK_WEBHOOK": "",
    "TELEGRAM_TOKEN": "TELEGRAM_TO",
    "TELEGRAM_TO": "TELEGRAM_TOKEN",
    "TELEGRAM_API": "TELEGRAM_TOKEN",
}
#: Ends that the next run heals by itself: all well, incomplete, unreachable, stopped by a signal.
HEALING = frozenset(map(ExitCode, (0, 4, 7, 130, 143)))
_PORTS = {"none": 25, "starttls": 587, "tls": 465}
_ADDRESS = re.compile(r"[^\s@,<>]+@[^\s@,<>]+")
#: Parts of a webhook's path from so many characters on are no mere words.
_SECRET_FROM = 9
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Mail:
    """Mail to ``to``. ``security`` is ``none``, ``starttls`` or ``tls``."""

    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    security: str
    user: str | None
    password: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slack:
    """A message to the channel of an incoming webhook, whose address is the secret."""

    webhook: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Telegram:
    """A message to the chats ``to`` by a bot."""

    token: str = field(repr=False)
    to: tuple[str, ...]
    api: str


Channel = Mail | Slack | Telegram


@dataclass(frozen=True, slots=True)
class Configuration:
    """Whom to tell, when, and how often of news; ``secrets`` are what no log may repeat."""

    when: str
    channels: tuple[Channel, ...]
    secrets: tuple[str, ...] = field(repr=False)
    digest: str = "never"

    def wants(self, code: ExitCode) -> bool:
        """Tell whether a run that ended with *code* is to be told of.

        >>> [Configuration(when, (), ()).wants(ExitCode.INCOMPLETE) for when in TIMES]
        [True, False, True]
        """
        healthy = {"trouble": {ExitCode.OK}, "person": HEALING, "always": ()}
        return code not in healthy[self.when]


def parse_configuration(environment: Mapping[str, str]) -> Configuration | None:
    """Return what *environment* asks for, None where it asks for nothing. Raises UsageError."""
    values = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in environment.items()
        if name.startswith(PREFIX) and value.strip()
    }
    if not values:
        return None
    _refuse_halves(values)
    when = _choice(values, "WHEN", TIMES, "trouble")
    channels = tuple(make(values) for name, make in _CHANNELS.items() if name in values)
    if not channels:
        named = "WHEN" if "WHEN" in values else "DIGEST"
        whom = ", ".join(PREFIX + name for name in _CHANNELS)
        raise UsageError(f"{PREFIX}{named} says when but not whom: set one of {whom}")
    digest = _choice(values, "DIGEST", DIGESTS, "never")
    return Configuration(when, channels, tuple(_secrets(values)), digest)


def _refuse_halves(values: Mapping[str, str]) -> None:
    if unknown := sorted(values.keys() - VARIABLES.keys()):
        raise UsageError(f"{PREFIX}{unknown[0]} is not known, but {', '.join(VARIABLES)}")
    for name, needed in VARIABLES.items():
        for other in needed.split() if name in values else ():
            if other not in values:
                raise UsageError(f"{PREFIX}{name} needs {PREFIX}{other}")


def _secrets(values: Mapping[str, str]) -> Iterator[str]:
    """What must not be repeated: of a webhook also the parts of its path."""
    secrets = ("SMTP_PASSWORD", "TELEGRAM_TOKEN", "SLACK_WEBHOOK")
    yield from (values[name] for name in secrets if name in values)
    path = urlsplit(values.get("SLACK_WEBHOOK", "")).path
    yield from (part for part in path.split("/") if len(part) >= _SECRET_FROM)


def _mail(values: Mapping[str, str]) -> Mail:
    to, host = _list(values, "MAIL_TO"), values.get("SMTP_HOST", "localhost")
    user, password = values.get("SMTP_USER"), values.get("SMTP_PASSWORD")
    sender = values.get("MAIL_FROM", to[0])
    for name, address in [*(("MAIL_TO", address) for address in to), ("MAIL_FROM", sender)]:
        if not _ADDRESS.fullmatch(address) or not address.isascii():
            raise UsageError(f"{PREFIX}{name} takes addresses like you@example.org")
    security = _choice(values, "SMTP_SECURITY", _PORTS, "starttls" if user else "none")
    if security == "none" and user and host not in _LOOPBACK:
        raise UsageError(
            f"{PREFIX}SMTP_PASSWORD would be sent in the clear: "
            f"set {PREFIX}SMTP_SECURITY to starttls or tls"
        )
    port = values.get("SMTP_PORT", str(_PORTS[security]))
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise UsageError(f"{PREFIX}SMTP_PORT takes a number from 1 to 65535")
    return Mail(to, sender, host, int(port), security, user, password)


def _slack(values: Mapping[str, str]) -> Slack:
    return Slack(_url("SLACK_WEBHOOK", values["SLACK_WEBHOOK"]))


def _telegram(values: Mapping[str, str]) -> Telegram:
    token = values["TELEGRAM_TOKEN"]
    if not re.fullmatch("[A-Za-z0-9:_-]+", token):
        raise UsageError(f"{PREFIX}TELEGRAM_TOKEN takes a token as @BotFather gives it")
    api = _url("TELEGRAM_API", values.get("TELEGRAM_API", "https://api.telegram.org"))
    return Telegram(token, _list(values, "TELEGRAM_TO"), api.rstrip("/"))


#: How each channel is configured, by the variable that says whom to tell.
_CHANNELS: dict[str, Callable[[Mapping[str, str]], Channel]] = {
    "MAIL_TO": _mail,
    "SLACK_WEBHOOK": _slack,
    "TELEGRAM_TO": _telegram,
}


def _choice(values: Mapping[str, str], name: str, known: Iterable[str], default: str) -> str:
    value = values.get(name, default)
    if value not in known:
        raise UsageError(f"{PREFIX}{name} takes one of {', '.join(known)}")
    return value


def _list(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in values[name].split(",") if part.strip())
    if not found:
        raise UsageError(f"{PREFIX}{name} takes one or several, separated by commas")
    return found


def _url(name: str, value: str) -> str:
    """An address that may be asked; where it carries a secret, not in the clear over a network."""
    try:
        parts = urlsplit(value)
        is_local = parts.scheme == "http" and parts.hostname in _LOOPBACK
        is_whole = bool(parts.hostname) and parts.port != 0 and bool(re.fullmatch("[!-~]+", value))
    except ValueError:
        is_local = is_whole = False
    if not is_whole or not (is_local or parts.scheme == "https"):
        raise UsageError(f"{PREFIX}{name} takes an address that begins with https://")
    return value

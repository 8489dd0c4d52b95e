"""How a message leaves: by a mail server, a Slack webhook, a Telegram bot.

Standard library only. Every function returns when the message was taken, and raises OSError
(which ``smtplib`` and ``urllib`` errors are) or ValueError when it was not.
"""

import json
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial
from html import escape
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from presidency_scraper.clock import now
from presidency_scraper.report.notify.configuration import Channel, Mail, Slack, Telegram

_PATIENCE = 20  # s, for each answer of a server
_MOST = 10_000  # bytes of an answer that are looked at


def send(channel: Channel, subject: str, text: str) -> None:
    """Send *text* by *channel*; *subject* is for mail."""
    match channel:
        case Mail():
            _send_mail(channel, subject, text)
        case Slack():
            _send_to_slack(channel, text)
        case Telegram():
            for chat in channel.to:
                _send_to_telegram(channel, chat, text)


def _send_mail(mail: Mail, subject: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    message["Date"] = now()
    message["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers
    message.set_content(text)
    context = ssl.create_default_context()
    tls = partial(smtplib.SMTP_SSL, context=context)
    connect = tls if mail.security == "tls" else smtplib.SMTP
    with connect(mail.host, mail.port, timeout=_PATIENCE) as server:
        if mail.security == "starttls":
            server.starttls(context=context)
        if mail.user and mail.password:
            server.login(mail.user, mail.password)
        if refused := server.send_message(message, mail.sender, mail.to):
            raise smtplib.SMTPRecipientsRefused(refused)


def _send_to_slack(slack: Slack, text: str) -> None:
    answer = _post(slack.webhook, {"text": escape(text, quote=False), "mrkdwn": False})
    if answer.strip() != "ok":
        raise ValueError(f"answered {answer[:200]!r}, not 'ok'")


def _send_to_telegram(telegram: Telegram, chat: str, text: str) -> None:
    address = f"{telegram.api}/bot{telegram.token}/sendMessage"
    document = {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}
    answer = json.loads(_post(address, document))
    if answer.get("ok") is not True:
        raise ValueError(f"answered {str(answer)[:200]}")


def _post(address: str, document: dict[str, Any]) -> str:
    """Post *document* as JSON and return the answer's text; an error names what the server said."""
    body = json.dumps(document).encode()
    request = Request(  # noqa: S310 - https, or loopback: configuration.py
        address, body, {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
            return str(answer.read(_MOST), "utf-8", "replace")
    except HTTPError as error:
        with error:
            said = str(error.read(_MOST), "utf-8", "replace")
        raise OSError(f"{error}: {said[:200]}") from error

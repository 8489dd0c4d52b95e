"""Real servers on loopback that take what notifications send: a mail server, an HTTP server."""

import asyncio
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mailbox:
    """A mail server that keeps what it takes. ``refusal``: what it answers to a password."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refusal: str = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name there
        content = cast("bytes", envelope.content)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        self.to.append(envelope.rcpt_tos)
        transport = cast("asyncio.Transport", server.transport)
        self.encrypted.append(transport.get_extra_info("ssl_object") is not None)
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: Any
    ) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.passwords.append(said.password.decode())
        refusal = self.refusal.format(password=said.password.decode()) or None
        return AuthResult(success=not refusal, handled=False, message=refusal)

    def texts(self) -> list[str]:
        return [mail.get_content() for mail in self.mails]

    def environment(self, **more: str) -> dict[str, str]:
        """What makes a crawl send its mail here."""
        settings = {"MAIL_TO": "you@example.org", "SMTP_HOST": "localhost"}
        settings |= {"SMTP_PORT": str(self.port)} | more
        return {f"PRESIDENCY_NOTIFY_{name}": value for name, value in settings.items()}


@contextmanager
def serve_mailbox(
    starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Mailbox]:
    box, loop = Mailbox(), asyncio.new_event_loop()

    def answer() -> SMTP:
        return SMTP(
            box, loop=loop, hostname="localhost", tls_context=starttls,
            require_starttls=starttls is not None, auth_require_tls=False,
            authenticator=box.authenticate,
        )  # fmt: skip

    async def listen() -> asyncio.Server:
        return await loop.create_server(answer, "127.0.0.1", 0, ssl=tls)

    server = loop.run_until_complete(listen())
    box.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    await server.wait_closed()
    mine = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not mine]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass
class Hooks:
    """An HTTP server that keeps what is posted to it, and answers by path."""

    origin: str = ""
    posts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    #: Status and body; what real ones say when all is well.
    answers: dict[str, tuple[int, str]] = field(
        default_factory=lambda: {"slack": (200, "ok"), "telegram": (200, '{"ok": true}')}
    )


@contextmanager
def serve_hooks() -> Iterator[Hooks]:
    hooks = Hooks()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hooks.posts.append((self.path, json.loads(body)))
            status, said = hooks.answers["slack" if "services" in self.path else "telegram"]
            self.send_response(status)
            self.send_header("Content-Length", str(len(said.encode())))
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hooks.origin = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield hooks
        server.shutdown()
        thread.join(10)

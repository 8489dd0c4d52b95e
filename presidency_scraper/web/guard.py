"""What every answer tells the browser: to load from this host alone, and not to be framed."""

from collections.abc import Awaitable, Callable
from typing import Any

_App = Callable[[Any, Any, Any], Awaitable[None]]

#: Datasette's own pages have scripts and styles within the page.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
#: Ours have none, so that no text of the site can be one.
STRICT_POLICY = _POLICY.replace("script-src 'self' 'unsafe-inline'", "script-src 'none'")
_NAME = b"content-security-policy"


def guard(app: _App) -> _App:
    """Wrap an ASGI application."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        async def send_guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                if _NAME not in {name.lower() for name, _ in headers}:
                    headers.append((_NAME, _POLICY.encode()))
                headers.append((b"x-content-type-options", b"nosniff"))
                headers.append((b"referrer-policy", b"no-referrer"))
                message = message | {"headers": headers}
            await send(message)

        await app(scope, receive, send_guarded)

    return guarded

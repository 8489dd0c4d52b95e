"""What stands before every page: who is answered, to which methods and how many parameters.

And what every answer tells the browser: to load from this host alone, and not to be framed.
"""

import re
from collections.abc import Awaitable, Callable, Collection
from typing import Any
from urllib.parse import parse_qsl

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
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HOST = re.compile(r"\[?(.*?)\]?(?::[0-9]*)?")
_METHODS = ("GET", "HEAD", "OPTIONS")
#: Parameters of a page, of which Datasette reads all once for each, and facets, each a question.
_MOST_PARAMETERS, _MOST_FACETS = 50, 8


def guard(app: _App, names: Collection[str]) -> _App:
    """Wrap an ASGI application that is reached by these *names* and those of this machine."""
    known = _LOOPBACK | {name.lower() for name in names}

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

        if scope["type"] == "http" and _host(scope) not in known:
            await _refuse(send_guarded, 421, b"Not served by this name: see --allow-host.\n")
        elif scope["type"] == "http" and scope["method"] not in _METHODS:
            await _refuse(send_guarded, 405, b"Read only.\n")
        elif scope["type"] == "http" and _asks_much(scope):
            await _refuse(send_guarded, 414, b"Too much is asked at once.\n")
        else:
            await app(_legible(scope), receive, send_guarded)

    return guarded


def _host(scope: Any) -> str:
    """The name by which a request came, without its port; empty where it has none or several."""
    found = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
    match = _HOST.fullmatch(found[0]) if len(found) == 1 else None
    return match[1] if match else ""


def _legible(scope: Any) -> Any:
    """Take out cookies that are no text, which Datasette would fail at."""
    headers = [
        (name, value)
        for name, value in scope.get("headers", ())
        if name != b"cookie" or value == value.decode(errors="ignore").encode()
    ]
    return scope | {"headers": headers}


def _asks_much(scope: Any) -> bool:
    """Tell whether a page would take longer than any question may."""
    asked: str = scope["query_string"].decode("latin-1")
    try:
        names = [name for name, _ in parse_qsl(asked, True, max_num_fields=_MOST_PARAMETERS)]
    except ValueError:
        return True
    return sum(name.startswith("_facet") for name in names) > _MOST_FACETS


async def _refuse(send: Callable[[Any], Awaitable[None]], status: int, said: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"allow", ", ".join(_METHODS).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": said})

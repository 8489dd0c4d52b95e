"""Behind nginx and Caddy, with the lines of docs/serve.md, on loopback."""

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import feedparser
import pytest

from tests.conftest import ROOT, SLOW
from tests.serving import EDITED, NEEDS_DATASETTE, serve

pytestmark = [NEEDS_DATASETTE, SLOW]
NAME = "presidency.example.org"
PATHS = {"/": "location / {", "/record/": "location /record/ {"}


@dataclass(frozen=True)
class Front:
    """A web server in front: its port and the certificate that it has to show."""

    port: int
    certificate: Path

    def ask(
        self, path: str, method: str = "GET", host: str = NAME, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Ask by TLS, as the browser of a reader does."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        plain = socket.create_connection(("127.0.0.1", self.port))
        with closing(http.client.HTTPConnection("127.0.0.1", self.port)) as connection:
            connection.sock = context.wrap_socket(plain, server_hostname=NAME)
            connection.request(method, path, headers={"Host": host} | headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME}"
    names = ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    with file.open("a", encoding="utf-8") as both:
        both.write(Path(f"{file}.crt").read_text(encoding="utf-8"))
    return file


def documented(beginning: str) -> str:
    """The lines of docs/serve.md for a web server."""
    page = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
    [lines] = re.findall(rf"```text\n({re.escape(beginning)}.*?)```", page, re.DOTALL)
    return str(lines)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def running(*command: str | Path, port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            for _ in range(200):
                if process.poll() is not None:
                    assert process.stderr is not None
                    raise AssertionError(process.stderr.read().decode())
                with socket.socket() as attempt:
                    if attempt.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            process.terminate()


def needs(program: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin")
    if found is None:
        pytest.skip(f"{program} is not installed: apt-get install {program}")
    return found


@contextmanager
def nginx(folder: Path, certificate: Path, behind: str, base: str) -> Iterator[Front]:
    program, port = needs("nginx"), free_port()
    tls = f"ssl_certificate {certificate}; ssl_certificate_key {certificate};"
    lines = documented("limit_req_zone").replace("127.0.0.1:8001", behind)
    lines = lines.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl; {tls}")
    lines = lines.replace(PATHS["/"], PATHS[base])
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    text = f"daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
    text += f"http {{ access_log off; {own}\n{lines} }}\n"
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    with running(program, "-p", folder, "-c", folder / "nginx.conf", port=port):
        yield Front(port, certificate)


@contextmanager
def caddy(folder: Path, certificate: Path, behind: str, base: str) -> Iterator[Front]:
    program, port = needs("caddy"), free_port()
    lines = documented(f"{NAME} {{").replace("127.0.0.1:8001", behind)
    opened = f"https://{NAME}:{port} {{\nbind 127.0.0.1\ntls {certificate} {certificate}\n"
    lines = lines.replace(f"{NAME} {{\n", opened)
    if base != "/":
        lines = re.sub("( *reverse_proxy .*\n)", rf"handle {base}* {{\n\1}}\n", lines)
    own = f"{{\nadmin off\nauto_https disable_redirects\nstorage file_system {folder}\n}}\n"
    (folder / "Caddyfile").write_text(own + lines, encoding="utf-8")
    command = ("run", "--adapter", "caddyfile", "--config", folder / "Caddyfile")
    with running(program, *command, port=port):
        yield Front(port, certificate)


@pytest.mark.parametrize("base", PATHS)
@pytest.mark.parametrize("server", [nginx, caddy])
def test_behind_a_web_server_everything_is_reached_by_its_name_and_nothing_else_is(
    server: type, base: str, past: Path, certificate: Path, tmp_path: Path
) -> None:
    options = ("--allow-host", NAME, "--base-path", base)
    with (
        serve(past, *options) as web,
        server(tmp_path, certificate, web.address.split("/")[2], base) as front,
    ):
        here = f"https://{NAME}{base}"
        for path in ("", "edits", f"articles/{EDITED}", "presidency/articles", "captures/20/page"):
            status, headers, page = front.ask(base + path)
            assert status == 200, page
            assert headers["content-security-policy"]
            links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
            if not path.endswith("/page"):
                assert links
                assert [link for link in links if not link.startswith(base)] == []
        status, headers, text = front.ask(f"{base}changes.atom?kind=edit")
        feed = feedparser.parse(text)
        assert (status, feed.bozo, len(feed.entries)) == (200, False, 2)
        assert feed.feed.links[0].href == f"{here}changes.atom?kind=edit"
        assert feed.entries[0].link.startswith(f"{here}articles/")
        known = {"If-None-Match": headers["etag"]}
        assert front.ask(f"{base}changes.atom?kind=edit", **known)[0] == 304
        counted = f"{base}presidency/articles.json?_facet=section&_facet_year=1"
        facets = json.loads(front.ask(counted)[2])["facet_results"]
        ways = [one["toggle_url"] for facet in facets.values() for one in facet["results"]]
        assert ways
        assert [way for way in ways if not way.startswith(here)] == []
        [way] = re.findall(r'href="([^"]*language/bg[^"]*)"', front.ask(f"{base}edits")[2])
        status, headers, _ = front.ask(way)
        assert (status, headers["location"]) == (302, f"{base}edits")
        assert front.ask(f"{base}presidency", "POST")[0] in (403, 405)
        assert "presidency" not in front.ask(base, host="evil.example")[2]


def test_nginx_slows_down_who_asks_too_much(past: Path, certificate: Path, tmp_path: Path) -> None:
    with (
        serve(past, "--allow-host", NAME) as web,
        nginx(tmp_path, certificate, web.address.split("/")[2], "/") as front,
    ):
        began = time.monotonic()
        assert {front.ask("/assets/presidency.css")[0] for _ in range(12)} == {200}
        assert time.monotonic() - began > 1.5

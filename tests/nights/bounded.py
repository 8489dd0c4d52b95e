"""``presidency serve`` within bounds of its own, looked at from outside, and asked as anybody may.

What an answer may cost is said in seconds of the server's processor and in megabytes of its
memory, which the system counts; a server that would take a machine's memory is stopped before.
"""

import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from os import sysconf
from pathlib import Path
from urllib.parse import quote

from tests.conftest import ROOT, clean_environment

#: Beyond these the system stops the server: memory in MB, a processor's seconds in all.
MEMORY, PROCESSOR = 2_500, 300
_TICK = sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did within the time."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass(frozen=True)
class Bounded:
    """A running server and the file it complains into."""

    port: int
    pid: int
    errors: Path

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = 30,
    ) -> Answer:
        """Ask for *path* as it stands, with *headers* that may take the place of the usual."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        given = dict(headers or {})
        try:
            connection.putrequest(method, path, skip_host="Host" in given)
            for name, value in given.items():
                if name != "Host" or value:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            reply = connection.getresponse()
            return Answer(reply.status, reply.read(), dict(reply.getheaders()))
        except (OSError, HTTPException):
            return Answer(0, b"", {})
        finally:
            connection.close()

    def sql(self, query: str, *, kind: str = "", seconds: float = 30) -> Answer:
        """Ask a query of one's own, as a page or as ``.json``."""
        return self.ask(f"/presidency{kind}?sql={quote(query, safe='')}", seconds=seconds)

    def processor(self) -> float:
        """Seconds of a processor that it has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def forget_memory(self) -> None:
        """Let the most memory that it had be what it has now."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def memory(self) -> float:
        """The most memory that it had at once, in MB."""
        said = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", said)
        assert found
        return int(found[1]) / 1024


@contextmanager
def serve_bounded(db: Path, *options: str) -> Iterator[Bounded]:
    """Serve *db* on any free port, with *options* of the command."""
    wishes = [f"cpu={PROCESSOR}", f"memory={MEMORY}"]
    command = [sys.executable, "-m", "tests.nights.awkward", *wishes, "--", "serve", "--port", "0"]
    with tempfile.NamedTemporaryFile("w+") as errors:
        server = subprocess.Popen(
            [*command, "--db", str(db), *options],
            stdout=subprocess.PIPE,
            stderr=errors.fileno(),
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env=clean_environment(PYTHONUNBUFFERED="1"),
        )
        assert server.stdout is not None
        try:
            said = server.stdout.readline()
            address = re.search(r"http://[^/]*:(\d+)/", said)
            assert address, said + Path(errors.name).read_text()
            yield Bounded(int(address[1]), server.pid, Path(errors.name))
        finally:
            server.kill()
            server.wait(timeout=60)
            server.stdout.close()


def raw(port: int, request: bytes) -> bytes:
    """Send *request* as it stands, and return the first line of what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        return connection.makefile("rb").readline()

"""The replica on a socket: HTTP/1.1 with keep-alive on the loopback address, a thread a client."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event, Lock, Thread
from typing import Any, cast

from presidency_scraper.demo.replica.http_messages import Response
from presidency_scraper.demo.replica.site import ReplicaSite


class ReplicaServer(ThreadingHTTPServer):
    """Serves a :class:`ReplicaSite`; start it with :func:`serve_replica`."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, site: ReplicaSite, port: int = 0) -> None:
        self.site = site
        self.stopping = Event()
        self._clients: set[socket.socket] = set()
        self._clients_lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def origin(self) -> str:
        """The address to crawl: ``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Bind without asking the resolver for this machine's name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that :meth:`stop` can end it."""
        with self._clients_lock:
            self._clients.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        with self._clients_lock:
            self._clients.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away; show everything else."""
        gone = isinstance(sys.exc_info()[1], ConnectionError | TimeoutError)
        if not gone and not self.stopping.is_set():
            super().handle_error(request, client_address)

    def stop(self) -> None:
        """Stop listening and end all connections, idle and held-back ones too."""
        self.stopping.set()
        self.shutdown()
        with self._clients_lock:
            for client in self._clients:
                with suppress(OSError):
                    client.shutdown(socket.SHUT_RDWR)
        self.server_close()


@contextmanager
def serve_replica(site: ReplicaSite, port: int = 0) -> Iterator[ReplicaServer]:
    """Serve *site* in a thread for as long as the block runs; port 0 is any free one."""
    server = ReplicaServer(site, port)
    Thread(target=server.serve_forever, args=(0.02,), name="replica", daemon=True).start()
    try:
        yield server
    finally:
        server.stop()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "replica"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one piece; http.server flushes after each answer

    def do_GET(self) -> None:
        self._give()

    def do_HEAD(self) -> None:
        self._give()

    def do_POST(self) -> None:
        self.close_connection = True  # the body stays unread
        self._give()

    def log_message(self, format: str, *args: Any) -> None:  # the site keeps the log
        pass

    def _give(self) -> None:
        server = cast(ReplicaServer, self.server)
        response = server.site.answer(self.command, self.path, dict(self.headers))
        if response.delay:
            server.stopping.wait(response.delay)
        self.send_response(response.status)
        for name, value in self._headers(response).items():
            self.send_header(name, value)
        self.end_headers()
        body = b"" if self.command == "HEAD" else response.body
        if response.close_after is not None:
            self.close_connection = True
            body = body[: response.close_after]
        self.wfile.write(body)

    def _headers(self, response: Response) -> dict[str, str]:
        if response.status in (204, 304) or "Content-Length" in response.headers:
            return dict(response.headers)
        return {**response.headers, "Content-Length": str(len(response.body))}

"""One commit for pages that come quickly one after another.

At each commit SQLite writes whole pages of its file for the few bytes that changed in them, and
FTS5 a small index of its own that has to be merged later. Every page is in the archive before:
what a run that was killed had not committed, the next one takes in.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from presidency_scraper.store.writer import Store

#: How long a page may wait. Where one comes each second, each is committed by itself.
_LONGEST = 0.2  # s


class Commits:
    """The transaction that the pages of the moment share, in a running event loop.

    ``commit`` is called when they have waited long enough; it must call :meth:`close`.
    """

    def __init__(self, store: Store, commit: Callable[[], None]) -> None:
        self._store = store
        self._commit = commit
        self._open = ExitStack()
        self._timer: asyncio.TimerHandle | None = None

    @contextmanager
    def shared(self) -> Iterator[None]:
        """All or nothing of what is done meanwhile, to be committed with what else comes soon."""
        if self._timer is None:
            self._open.enter_context(self._store.transaction())
            self._timer = asyncio.get_running_loop().call_later(_LONGEST, self._commit)
        with self._store.part():
            yield

    def close(self) -> None:
        """Commit what waits, or nothing of it: then what went wrong is raised."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        self._open.close()

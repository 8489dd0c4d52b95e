"""What a connection may do that anybody asks questions of: read, and make nothing large."""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

#: Letters and bytes of one answer.
LARGEST_ANSWER = 8_000_000
#: Bytes of one value; the longest article is far below.
LONGEST_VALUE = 1_000_000
_MOST = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,  # bytes
}
#: Functions that make much of nothing, or tell where something lies in the memory.
_REFUSED = frozenset(
    "format fts3_tokenizer hex load_extension printf quote randomblob zeroblob".split()
)


class BoundedConnection(sqlite3.Connection):
    """A connection that refuses to write, whoever opened it, and to make values without bound."""

    def __init__(self, *where: Any, **how: Any) -> None:
        super().__init__(*where, **how)
        self._is_late: Callable[[], int | None] | None = None
        self._kept: dict[str, tuple[int, Any]] = {}
        self._plain = sqlite3.connect(":memory:", isolation_level=None)
        self.execute("PRAGMA query_only = 1")
        for limit, most in _MOST.items():
            self.setlimit(limit, most)
            self._plain.setlimit(limit, most)
        for (name, count), function in _LINEAR.items():
            self.create_function(name, count, partial(_of_texts, function), deterministic=True)
        for (name, count), sql in _SLOW.items():
            self.create_function(name, count, partial(self._in_time, sql), deterministic=True)
        self.set_authorizer(_allow)
        self.row_factory = _Measured()

    def close(self) -> None:
        """Close it, and what slow functions are asked of."""
        super().close()
        self._plain.close()

    def keep(self, name: str, work_out: Callable[[], Any]) -> Any:
        """Return what *work_out* finds; until another connection writes, what it found before."""
        version = self.execute("PRAGMA data_version").fetchone()[0]
        if self._kept.get(name, (None,))[0] != version:
            self._kept[name] = version, work_out()
        return self._kept[name][1]

    def set_progress_handler(self, handler: Callable[[], int | None] | None, n: int) -> None:
        """Let *handler* say that the time is over: slow functions ask it, too."""
        self._is_late = handler
        super().set_progress_handler(handler, n)

    def _in_time(self, sql: str, *values: Any) -> Any:
        """SQLite's own function, which cannot be stopped, and is called often in one step."""
        if self._is_late and self._is_late():
            raise TimeoutError
        return self._plain.execute(sql, values).fetchone()[0]


def _allow(action: int, _: str | None, name: str | None, *__: str | None) -> int:
    is_refused = action == sqlite3.SQLITE_FUNCTION and name and name.lower() in _REFUSED
    return sqlite3.SQLITE_DENY if is_refused else sqlite3.SQLITE_OK


def _of_texts(function: Callable[..., Any], *values: Any) -> Any:
    return None if None in values else function(*map(str, values))


def _replace(text: str, old: str, new: str) -> str:
    if len(text) + text.count(old) * len(new) > LONGEST_VALUE:
        raise OverflowError
    return text.replace(old, new) if old else text


def _distinct(letters: str) -> str:
    return "".join(set(letters))


#: In the place of SQLite's own, whose time is the product of two lengths: minutes over long texts.
_LINEAR: dict[tuple[str, int], Callable[..., Any]] = {
    ("replace", 3): _replace,
    ("instr", 2): lambda text, part: text.find(part) + 1,
    ("trim", 2): lambda text, letters: text.strip(_distinct(letters)),
    ("ltrim", 2): lambda text, letters: text.lstrip(_distinct(letters)),
    ("rtrim", 2): lambda text, letters: text.rstrip(_distinct(letters)),
}
#: Whose time is that product, too, but with a short pattern: they are asked in time.
_SLOW = {
    ("like", 2): "SELECT like(?, ?)",
    ("like", 3): "SELECT like(?, ?, ?)",
    ("glob", 2): "SELECT glob(?, ?)",
}


class _Measured:
    """Makes rows, until an answer is too large."""

    def __init__(self) -> None:
        self._sizes: WeakKeyDictionary[sqlite3.Cursor, int] = WeakKeyDictionary()

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        """Return a row. Raises ``sqlite3.OperationalError``."""
        size = sum(len(value) for value in values if isinstance(value, str | bytes))
        self._sizes[cursor] = size = self._sizes.get(cursor, 0) + size
        if size > LARGEST_ANSWER:
            raise sqlite3.OperationalError("the answer is too large: ask for fewer rows or columns")
        return sqlite3.Row(cursor, values)

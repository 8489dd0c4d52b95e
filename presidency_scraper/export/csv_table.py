"""CSV: RFC 4180, UTF-8, nothing between two separators for a null and ``""`` for an empty text.

For Excel there is a mode of its own, with what Excel needs to read UTF-8 and to take text for
text. Its one addition, an apostrophe, is undone by dropping the first one of a cell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from presidency_scraper.export.destination import Sink
from presidency_scraper.store.export_rows import Source

#: What Excel holds in a cell, in UTF-16 units; the rest of a longer text is cut off there.
EXCEL_CELL = 32_767
_BOM = b"\xef\xbb\xbf"
#: Beginnings that Excel and its like compute, and the apostrophe that marks text.
_FORMULA = tuple("=+-@\t\r'")


@dataclass(slots=True)
class Csv:
    """The way tables are written; counts the texts that a cell of Excel cannot hold."""

    excel: bool = False
    separator: str = ","
    too_long: int = 0

    def write(self, source: Source, table: str, sink: Sink) -> int:
        """Write one table with its head; return the number of rows."""
        sink.write(_BOM if self.excel else b"")
        sink.write(self._line(column.name for column in source.tables[table].columns))
        count = 0
        for row in source.rows(table):
            sink.write(self._line(row))
            count += 1
        return count

    def _line(self, values: Iterable[Any]) -> bytes:
        end = "\r\n" if self.excel else "\n"
        return (self.separator.join(map(self._cell, values)) + end).encode()

    def _cell(self, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            return str(value)
        if self.excel:
            self.too_long += len(value.encode("utf-16-le")) > 2 * EXCEL_CELL
            value = guard(value)
        return quote(value, self.separator)


def quote(text: str, separator: str = ",") -> str:
    """Return *text* as a cell.

    >>> quote("Радев"), quote('„вето", каза'), quote("")
    ('Радев', '"„вето"", каза"', '""')
    """
    is_plain = text and not any(mark in text for mark in (separator, '"', "\r", "\n"))
    return text if is_plain else '"' + text.replace('"', '""') + '"'


def guard(text: str) -> str:
    """Return *text* so that Excel computes nothing; :func:`unguard` gives it back.

    >>> guard("=1+1"), guard("'94"), guard("вето")
    ("'=1+1", "''94", 'вето')
    """
    return "'" + text if text.startswith(_FORMULA) else text


def unguard(text: str) -> str:
    """Return what :func:`guard` was given.

    >>> unguard("'=1+1"), unguard("''94"), unguard("вето")
    ('=1+1', "'94", 'вето')
    """
    return text.removeprefix("'")

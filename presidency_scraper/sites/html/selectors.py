"""The few CSS selectors that the walk over a page understands, each looked at element by element.

``h2``, ``.date``, ``a.dblock``, and any of them behind a class that stands around it:
``.print-content h2``. Asked of a whole tree as XPath, four of them take longer than the walk.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element

_NAME = r"[a-z0-9_-]+"
_SELECTOR = re.compile(
    rf"(?:\.(?P<around>{_NAME})\s+)?(?P<tag>{_NAME})?(?:\.(?P<own>{_NAME}))?", re.I
)


@dataclass(frozen=True, slots=True)
class Simple:
    """A tag, a class, or both, with a class around them or anywhere; None asks for nothing."""

    around: str | None
    tag: str | None
    own: str | None

    @property
    def piece(self) -> bytes:
        """What stands in the source of every element that is selected, as lxml writes it."""
        return (self.own or f"<{self.tag}").encode()

    def matches(self, element: _Element) -> bool:
        """Tell whether *element* is selected."""
        if self.tag is not None and element.tag != self.tag:
            return False
        if self.own is not None and not _has_class(element, self.own):
            return False
        return self.around is None or any(
            _has_class(outer, self.around) for outer in element.iterancestors()
        )


@lru_cache
def parse_selector(css: str) -> Simple:
    """Return what *css* asks for. Raises ValueError for what is not understood.

    >>> parse_selector(".inside-article-box a.dblock")
    Simple(around='inside-article-box', tag='a', own='dblock')
    >>> parse_selector("p:first-child")
    Traceback (most recent call last):
    ValueError: no selector of the simple kind: 'p:first-child'
    """
    found = _SELECTOR.fullmatch(css)
    if not found or not (found["tag"] or found["own"]):
        raise ValueError(f"no selector of the simple kind: {css!r}")
    return Simple(found["around"], found["tag"], found["own"])


def _has_class(element: _Element, name: str) -> bool:
    names = element.get("class")
    return names is not None and name in names and name in names.split()

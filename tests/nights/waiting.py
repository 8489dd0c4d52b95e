"""Marks for what the program does not do yet: whoever mends it takes the mark away."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.conftest import SLOW


def not_yet(reason: str) -> pytest.MarkDecorator:
    """A test that fails until *reason* is gone. Some hold already by what else was mended."""
    return pytest.mark.xfail(strict=False, reason=reason)


def waiting(
    names: Iterable[str], reason: str, *, but: Iterable[str] = (), slow: Iterable[str] = ()
) -> list[Any]:
    """The *names* as parameters of a test: all of them wait, but those that hold already.

    Those named in *slow* go further than the others and are left to `make test-all`.
    """
    holding, further = set(but), set(slow)
    marks = {
        name: [
            *([] if name in holding else [not_yet(reason)]),
            *([SLOW] if name in further else []),
        ]
        for name in names
    }
    return [pytest.param(name, marks=of) for name, of in marks.items()]

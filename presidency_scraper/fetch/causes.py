"""What ended a request that brought no response: whose fault it is, and in words."""

import sqlite3

#: What no network raises.
_DEFECTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NameError, TypeError,
    sqlite3.ProgrammingError,
)  # fmt: skip


def is_defect(error: BaseException | None) -> bool:
    """Tell whether *error*, which ended a request, is a fault of this program and of no network."""
    return isinstance(error, _DEFECTS)


def reasons_of(error: BaseException | None) -> str:
    """Return what *error* says: of one that Twisted made of others, what those say.

    >>> reasons_of(TimeoutError("took longer than 60 s"))
    'took longer than 60 s'
    """
    reasons = getattr(error, "reasons", None) or ()
    said = "; ".join(reason.getErrorMessage() for reason in reasons) or str(error)
    return said or type(error).__name__

"""What ended a request that brought no response: whose fault it is, and in words."""

import sqlite3

from service_identity import VerificationError

#: What is said of a site whose certificate cannot be believed.
DISTRUST = (
    "the site's certificate cannot be believed, so nothing was asked for: look at it in a browser,"
    " or name whom you trust by --ca-file"
)
#: What no network raises.
_DEFECTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NameError, TypeError,
    sqlite3.ProgrammingError,
)  # fmt: skip


def is_defect(error: BaseException | None) -> bool:
    """Tell whether *error*, which ended a request, is a fault of this program and of no network."""
    return isinstance(error, _DEFECTS)


def is_distrust(error: BaseException | None) -> bool:
    """Tell whether *error*, which ended a request, is a certificate that cannot be believed.

    Twisted tells it as one of its reasons; OpenSSL's errors have no kinds but words.
    """
    while error is not None:
        for reason in getattr(error, "reasons", None) or ():
            cause = reason.value
            if isinstance(cause, VerificationError) or "certificate verify failed" in str(cause):
                return True
        error = error.__cause__
    return False


def reasons_of(error: BaseException | None) -> str:
    """Return what *error* says: of one that Twisted made of others, what those say.

    >>> reasons_of(TimeoutError("took longer than 60 s"))
    'took longer than 60 s'
    """
    reasons = getattr(error, "reasons", None) or ()
    said = "; ".join(reason.getErrorMessage() for reason in reasons) or str(error)
    return said or type(error).__name__

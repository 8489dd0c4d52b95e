"""Every refusal this package can utter; knows which exit code each one ends a command with.

A caller catches :class:`PresidencyError`; the message is one line for a person and says what
happened and, where there is something to do, what to do next.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended, as promised to cron (the table stands in ``docs/exit-codes.md``)."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    LOCKED = 3
    INCOMPLETE = 4
    DRIFT = 5
    REFUSED = 6
    UNREACHABLE = 7
    STORAGE = 8
    INTERRUPTED = 130
    TERMINATED = 143


class PresidencyError(Exception):
    """Root of all refusals. Catch it at the edge, print ``str(error)``, end with ``exit_code``."""

    exit_code = ExitCode.UNEXPECTED


class UsageError(PresidencyError):
    """An option or argument has a value that means nothing. Raised by the command line."""

    exit_code = ExitCode.USAGE


class PageError(PresidencyError):
    """A page cannot be read exactly. Raised below :func:`extract.extract_page`.

    The catcher writes a row into ``problems`` under :attr:`kind` and goes on with the next page.
    """

    exit_code = ExitCode.DRIFT
    kind = "page"
    #: Which count of the run it adds to.
    counted_as = "unreadable"


class EncodingError(PageError):
    """The bytes are no text in any encoding the page may be in. Raised by ``extract``."""

    kind = "encoding"


class LayoutError(PageError):
    """What should stand on the page does not, or stands there twice. Raised by layouts."""

    kind = "layout"


class AbsentPageError(LayoutError):
    """The page says, with status 200, that what was asked for is not there. Raised by layouts."""

    kind = "absent"
    counted_as = "missing"


class DateError(PageError):
    """A printed date is relative, incomplete, impossible or in the future. Raised by ``dates``."""

    kind = "date"


class UrlError(PageError):
    """A URL is none of the site's known shapes. Raised by a site's ``parse_url``."""

    kind = "url"


class DefectError(PageError):
    """The program itself failed on a page in a way nobody foresaw.

    Made by the spider of any other exception: the page is kept and the run goes on.
    """

    exit_code = ExitCode.UNEXPECTED
    kind = "defect"
    counted_as = "crashed"


class MissingDatabaseError(UsageError):
    """No file stands where the database should be. Raised by whoever opens one to read."""


def refuse_password(option: str, address: str) -> None:
    """Raise UsageError where a user or a password stands in the *address* that *option* takes."""
    if "@" in address:
        raise UsageError(f"{option} takes no user or password, which would be written down")


class StorageError(PresidencyError):
    """The database cannot be used: not ours, newer than the code, damaged, unwritable, full."""

    exit_code = ExitCode.STORAGE


class OlderDatabaseError(StorageError):
    """Older code made the database, and it is opened to read: the next crawl migrates it."""


class NewerDatabaseError(StorageError):
    """Newer code made the database: update the program."""


class LockedError(PresidencyError):
    """Another run works on this database. Raised before anything is touched."""

    exit_code = ExitCode.LOCKED


class NotFoundError(PresidencyError, KeyError):
    """The database holds no such article. Raised by reads that a user asked for by id."""

    exit_code = ExitCode.USAGE
    __str__ = PresidencyError.__str__  # that of KeyError quotes its message

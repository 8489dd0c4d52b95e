"""How an edition writes each page: the macros of its file in ``faces/``, filled with given texts.

The macros are pure, so a page can be had without a site around it.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from presidency_scraper.demo.replica import paths, tags, vocabulary
from presidency_scraper.demo.replica.content import Item
from presidency_scraper.demo.replica.vocabulary import Edition

_FACES = Environment(
    loader=PackageLoader(__package__, "faces"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_FACES.globals |= {"words": vocabulary, **vars(paths), **vars(tags)}


def write_page(
    edition: Edition,
    kind: Literal["article", "shell", "listing", "calendar", "standing", "missing"],
    *shown: object,
) -> str:
    """Return a page of a *kind* as *edition* writes it; *shown* goes to the macro of that name."""
    return str(getattr(_FACES.get_template(f"{edition}.html").module, kind)(*shown))


def dress_article(item: Item, edition: Edition, teasers: Iterable[Item] = ()) -> str:
    """Return an article's page as *edition* writes it."""
    return write_page(edition, "article", item, teasers)


def dress_shell(
    item: Item, edition: Edition, language: str = "en", teasers: Iterable[Item] = ()
) -> str:
    """Return what stands at an article's address in a *language* that it is not translated into."""
    return write_page(edition, "shell", item, language, teasers)


def dress_listing(
    items: Sequence[Item],
    edition: Edition,
    language: str = "bg",
    section: str = "news",
    label: str | None = None,
    page: int = 1,
    last: int = 1,
) -> str:
    """Return a page of a listing that shows exactly *items*, as *edition* writes it.

    ``label`` (``president`` or ``vicepresident``) is whose news it is narrowed to; ``last`` is the
    last page that it links to.
    """
    view = tags.ListingView(language, section, label, page, last, items)
    return write_page(edition, "listing", view)

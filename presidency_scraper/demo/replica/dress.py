"""One page of an edition, made of given texts: for tests that need no site around it."""

from collections.abc import Iterable, Sequence

from presidency_scraper.demo.replica.content import Item
from presidency_scraper.demo.replica.faces import FACES
from presidency_scraper.demo.replica.tags import ListingView
from presidency_scraper.demo.replica.vocabulary import Edition


def dress_article(item: Item, edition: Edition, teasers: Iterable[Item] = ()) -> str:
    """Return an article's page as *edition* writes it."""
    return FACES[edition].article_page(item, teasers)


def dress_shell(
    item: Item, edition: Edition, language: str = "en", teasers: Iterable[Item] = ()
) -> str:
    """Return what stands at an article's address in a *language* that it is not translated into."""
    return FACES[edition].shell_page(item, language, teasers)


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
    return FACES[edition].listing_page(ListingView(language, section, label, page, last, items))

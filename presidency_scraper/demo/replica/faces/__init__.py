"""The three faces of the site; an edition is a file here and a line in the table."""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from presidency_scraper.demo.replica.content import Item, StandingPage
from presidency_scraper.demo.replica.faces import mobile_face, text_face, www_face
from presidency_scraper.demo.replica.tags import ListingView
from presidency_scraper.demo.replica.vocabulary import Edition


class Face(Protocol):
    """What an edition knows: how its pages are written."""

    def article_page(self, item: Item, teasers: Iterable[Item]) -> str:
        """Write an article."""

    def shell_page(self, item: Item, language: str, teasers: Iterable[Item]) -> str:
        """Write what stands at the address of an article that is not translated."""

    def listing_page(self, view: ListingView) -> str:
        """Write a page of a listing."""

    def calendar_page(self, language: str, number: int, items: Iterable[Item]) -> str:
        """Write one page of the calendar."""

    def standing_page(self, page: StandingPage) -> str:
        """Write a page under ``/catN/``."""

    def missing_page(self, language: str) -> str:
        """Write the page that comes with status 404."""


FACES: Final[Mapping[Edition, Face]] = {
    "text": text_face,
    "www": www_face,
    "mobile": mobile_face,
}

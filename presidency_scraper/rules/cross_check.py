"""Whether a page is that of the article it was asked for: what other pages say of it. Pure.

A site with a broken cache answers with another article's page, or prints the time of day in the
place of the date. Each such page reads well by itself. But a listing has announced the article,
the slug is made of its headline, and the other article is stored: the page is held against these.
"""

from dataclasses import dataclass

from presidency_scraper.items import Article


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What is known of an article before its page is believed.

    ``sighted`` is the date that a listing printed of it last, ``sighted_raw`` as printed,
    ``headline`` the headline beside it; ``twin`` is the id of another stored article with the
    same headline, date and text.
    """

    sighted: str | None = None
    sighted_raw: str | None = None
    headline: str | None = None
    twin: str | None = None

    def date_agrees(self, article: Article) -> bool | None:
        """Tell whether the listing's date is the page's; None where no listing tells.

        Only the hour is held against it, which all editions print; a date without a clock is
        stored as midnight.
        """
        if self.sighted is None:
            return None
        alike = 10 if self.sighted[11:19] == "00:00:00" else 13
        return article.published.iso[:alike] == self.sighted[:alike]

    def deny(self, article: Article, *, is_new: bool) -> str | None:
        """Say why the page cannot be that of *article*; None where it can.

        A headline, a date and a text may be edited, so a stored article is denied only where the
        page is another one's to the letter.
        """
        if article.slug_agrees:
            return None
        if self.twin and (article.slug_agrees is False or self.date_agrees(article) is False):
            return f"{article.ref.id}: the page is that of {self.twin}"
        if is_new and self.date_agrees(article) is False and self._names_another(article):
            return (
                f"{article.ref.id}: neither its headline nor its date ({article.published.raw})"
                f" is the one that was announced ({self.sighted_raw})"
            )
        return None

    def _names_another(self, article: Article) -> bool:
        """Tell whether slug or listing were made of another headline; a listing may cut it."""
        if article.slug_agrees is False:
            return True
        announced = (self.headline or "").rstrip(".… ")
        return not article.headline.startswith(announced)

    def doubt(self, article: Article) -> str | None:
        """Say that a new article's date is not the one its listing printed; None where it is."""
        if self.date_agrees(article) is not False:
            return None
        return (
            f"{article.ref.id}: the page says {article.published.raw}, the listing"
            f" {self.sighted_raw}"
        )

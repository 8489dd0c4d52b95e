"""Where the bars of the dashboard lead: to the rows that they count. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from presidency_scraper.store.browse import NAMES_COUNTRY, ON_WEEKDAY
from presidency_scraper.web import NAME


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways to what is counted of a language; ``path`` makes an address of a path of ours."""

    path: Callable[[str], str]
    language: str

    def articles(self, **filters: object) -> str:
        """Articles of the language, by filters as Datasette takes them."""
        return self._way(f"{NAME}/articles", {"language": self.language} | filters)

    def hour(self, weekday: int, hour: int) -> str:
        """Articles that were published on a weekday (0: Monday) within an hour."""
        during = {"published_at__glob": f"{'?' * 10}T{hour:02}*", "published_precision__not": "day"}
        return self.articles(**during, _where=ON_WEEKDAY.format((weekday + 1) % 7))

    def country(self, code: str, **filters: object) -> str:
        """Articles of the language that name a country."""
        return self.articles(**filters, _where=NAMES_COUNTRY.format(code))

    def edits(self, month: str, *, cosmetic: bool) -> str:
        """Edits that were seen in a month (UTC), either those in looks or the others."""
        # A view's column has no affinity: compared as text, 0 would be nothing's equal.
        looks: dict[str, object] = {"cosmetic__gte": 1} if cosmetic else {"cosmetic__lte": 0}
        known = {"kind": "edit", "at__startswith": month} | looks
        return self._way(f"{NAME}/changes", {"language": self.language} | known)

    def numbers(self, first: int, last: int) -> tuple[str, str]:
        """Stored articles of both languages with these numbers; numbers that no article has."""
        between = {"number__gte": first, "number__lte": last}
        return (
            self._way(f"{NAME}/articles", between | {"_sort": "number"}),
            self._way(f"{NAME}/missing_numbers", between),
        )

    def _way(self, path: str, filters: Mapping[str, object]) -> str:
        return self.path(f"{path}?{urlencode(filters)}")

"""Where the links of a page start, and where one leads."""

from dataclasses import dataclass
from urllib.parse import urljoin

from parsel import Selector


@dataclass(frozen=True, slots=True)
class Base:
    """Where the links of a page start.

    ``root`` is where its site starts, which is all that a link by its path needs to be told.
    """

    url: str
    root: str

    def start_of(self, href: str) -> str:
        """Return where *href* starts: all pages of a site share what they link to by its path."""
        return self.root if href[:1] == "/" and href[1:2].isalnum() else self.url


def base_on(page: Selector, url: str) -> Base:
    """Return where the links of *page*, which is at *url*, start.

    >>> base_on(Selector("<base href=' /bg/'>"), "https://text.president.bg/en/news")
    Base(url='https://text.president.bg/bg/', root='https://text.president.bg/')
    >>> base_on(Selector("<base href='script:x'>"), "http://a/b").url
    'http://a/b'
    """
    hrefs = (base.get("href") for base in page.root.iter("base"))
    base = join_url(url, next(filter(None, hrefs), ""))
    base = base if base.lower().startswith(("http://", "https://")) else url
    return Base(base, join_url(base, "/") or base)


def join_url(base: str, href: str) -> str:
    """Return where *href* leads from *base*, empty where that is no address.

    >>> join_url("https://text.president.bg/bg/news", " page/2"), join_url("http://a/", "//[b")
    ('https://text.president.bg/bg/page/2', '')
    """
    try:
        return urljoin(base, href.strip())
    except ValueError:  # unbalanced brackets of an IPv6 address
        return ""

"""Joins addresses of links to that of their page, as ``urljoin`` does and mostly without asking it.

Nearly every link of a page is a plain path, which takes no thought.
"""

import re
from urllib.parse import urljoin

_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-]+)+(?:\.html)?")
_HOST = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?=[/?#]|\Z)")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def root_of(url: str) -> str:
    """Return the address of the front page of the site that *url* is on; else *url* itself.

    >>> root_of("https://text.president.bg/bg/news/page/2"), root_of("mailto:a@b")
    ('https://text.president.bg/', 'mailto:a@b')
    """
    host = _HOST.match(url)
    return f"{host[0]}/" if host else url


def base_url(page: str, href: str | None) -> str:
    """Return what the links of *page* are joined to; *href* is that of its base element, if one.

    >>> base_url("https://text.president.bg/bg/news", " /bg/"), base_url("http://a/b", "script:x")
    ('https://text.president.bg/bg/', 'http://a/b')
    """
    base = join_url(page, (href or "").strip())
    return base if _WEB.match(base) else page


def join_url(base: str, href: str) -> str:
    """Return where *href* leads on the page at *base*, empty where that is no address.

    >>> join_url("https://text.president.bg/bg/news", "/bg/cat8/a.html")
    'https://text.president.bg/bg/cat8/a.html'
    >>> join_url("https://text.president.bg/bg/news", "page/2"), join_url("http://a/", "//[b")
    ('https://text.president.bg/bg/page/2', '')
    """
    if _PLAIN_PATH.fullmatch(href) and (host := _HOST.match(base)):
        return host[0] + href
    try:
        return urljoin(base, href)
    except ValueError:  # unbalanced brackets of an IPv6 address
        return ""

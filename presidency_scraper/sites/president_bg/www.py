"""The desktop edition: the selectors of 2019, and under them the landmarks.

The selectors are second-hand: those by which another program read the site from 2019 on. Nobody
who wrote this has seen the markup around them.
"""

from presidency_scraper.sites.president_bg import landmarks
from presidency_scraper.sites.president_bg.strict import StrictLayout

WWW_2019 = StrictLayout(
    name="www-2019",
    article=".print-content",
    headline="h2",
    date=".date",
    text=".index-news-bdy",
    entries=".inside-article-box a.dblock",
)

LAYOUTS = (WWW_2019.layout, landmarks.LAYOUT)

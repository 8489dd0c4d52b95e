"""Which layouts read the text edition, in the order they are asked.

Its markup was never seen by anybody, so no selector names its parts: landmarks alone. What a
part is known by, and where that stands:

- the date: the form ``2025-09-24 17:17:00``, in ``sites/dates.py``
- the label of the section: a line that says no more than one of ``SECTIONS``, in ``urls.py``
- the end of the text: "ОЩЕ ОТ ..." over dated entries, in ``words.py``
- teasers and entries: a printed date and a link to an article, side by side, in ``lists.py``
- the headline: what the slug in the URL was made of, the title, a heading, in ``headlines.py``
- menus: ``nav`` and the like with links and no date, by XPath, in ``sites/html/menus.py``

Forms and labels are looked for in the lines of a page and not by XPath in its tree: of 3,355 pages
in the tests one in ten has its timestamp in several text nodes or in one with other text.
"""

from presidency_scraper.sites.president_bg import landmarks

LAYOUTS = (landmarks.LAYOUT,)

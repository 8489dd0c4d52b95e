"""Which layouts read the text edition, in the order they are asked.

Its selectors were never seen by anybody: landmarks alone.
"""

from presidency_scraper.sites.president_bg import landmarks

LAYOUTS = (landmarks.LAYOUT,)

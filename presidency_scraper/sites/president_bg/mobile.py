"""Which layouts read the mobile edition, in the order they are asked.

Its selectors were never seen by anybody: landmarks alone. The date stands above the headline there,
and teasers show a date and a lead, mostly without a headline.
"""

from presidency_scraper.sites.president_bg import landmarks

LAYOUTS = (landmarks.LAYOUT,)

"""Which layouts read the www edition, in the order they are asked."""

from presidency_scraper.sites.president_bg import landmarks

LAYOUTS = (landmarks.LAYOUT,)

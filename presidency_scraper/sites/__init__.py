"""The registry of sites: a folder here and a name in :data:`SITES` add one."""

from presidency_scraper.sites import president_bg
from presidency_scraper.sites.base import Site

SITES: dict[str, Site] = {site.name: site for site in (president_bg.SITE,)}
DEFAULT_SITE = president_bg.SITE.name

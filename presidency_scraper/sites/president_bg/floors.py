"""What president.bg never falls below while its pages are read as they are. Data.

The floors lie far under what its pages showed, so that a healthy first run is not alarmed: of the
60 stored pages and the replica's articles nine headlines in ten match their slugs, every page of
news has teasers, and a listing shows five entries. An edit is rare; most of what is checked again
on one night is as it was.
"""

from presidency_scraper.sites.base import Floor

FLOORS = (
    Floor("article", least=0.5, pages=5),
    Floor("listing", least=0.5, pages=5),
    Floor("slug", least=0.3, pages=5, of_usual=0.5),
    Floor("date", least=0.5, pages=2),
    Floor("teasers", least=0.5, pages=5),
    Floor("teaser_lead", least=0.0, pages=20, of_usual=0.3),
    Floor("paragraphs", least=0.5, pages=10, of_usual=0.25),
    Floor("entries", least=1.0, pages=10, of_usual=0.4),
    Floor("entry_headline", least=0.0, pages=20, of_usual=0.3),
    Floor("entry_lead", least=0.0, pages=20, of_usual=0.3),
    Floor("entry_date", least=0.5, pages=10),
    Floor("present", least=0.4, pages=5),
    Floor("same", least=0.2, pages=5),
)

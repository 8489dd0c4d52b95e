"""The addresses of the articles that a person named, stored or not."""

from collections.abc import Iterator

from presidency_scraper.ingest.run import Run


def named_urls(run: Run) -> Iterator[str]:
    """Yield what to ask for; count it as a check or as a new article. Nothing in a dry run."""
    options, site = run.options, run.options.site
    stored = run.reader.urls_of([ref.id for ref in options.articles])
    for ref in options.articles:
        slug = site.parse_url(stored[ref.id]).slug if ref.id in stored else None
        run.counts["due" if ref.id in stored else "scheduled"] += 1
        if not options.dry_run:
            yield options.edition.fetch_url(ref, slug, options.base)

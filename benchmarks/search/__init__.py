"""How good the search is, and how fast; ``docs/search.md`` has the figures."""

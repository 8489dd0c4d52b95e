"""``python -m presidency_scraper`` is the same as ``presidency``."""

from presidency_scraper.cli import main

if __name__ == "__main__":
    main()

"""Measures how well the countries that a sentence names are found.

    python -m benchmarks.countries

``marked_countries.tsv`` has 200 sentences of stored pages of the site, in both languages, and in
front of each the countries that it names, once for each time. They were marked by hand before
anything counted them: the first 120 drawn by lot, the others chosen for their countries or for
what looks like one. Neither names nor rules were changed to fit after the first measurement.
"""

from collections import Counter
from pathlib import Path

from presidency_scraper.store.mentions import country_names

_MARKED = Path(__file__).with_name("marked_countries.tsv")


def measure() -> tuple[float, float, list[str]]:
    """Precision, recall, and the sentences in which something went wrong."""
    right = found = wanted = 0
    wrong = []
    for line in _MARKED.read_text(encoding="utf-8").splitlines():
        codes, sentence = line.split("\t")
        marked, counted = Counter(codes.split()), country_names().count(sentence)
        right, found = right + (marked & counted).total(), found + counted.total()
        wanted += marked.total()
        if marked != counted:
            wrong.append(f"{codes or 'none'}, not {' '.join(counted.elements())}: {sentence}")
    return right / found, right / wanted, wrong


def main() -> None:
    """Print the measurement, and what went wrong."""
    precision, recall, wrong = measure()
    print(f"precision {precision:.3f}, recall {recall:.3f}", *wrong, sep="\n")


if __name__ == "__main__":
    main()

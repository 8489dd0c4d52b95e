"""Writes ``presidency_scraper/store/countries.toml``: CLDR's names of countries, by Babel.

    pip install babel && python -m benchmarks.country_names

They stand in the package, and Babel does not: 20 kB instead of 10 MB, and the same version of the
package counts the same countries everywhere, whatever Babel is installed. After a change raise
``_RULES`` in ``store/search/lemmas.py``, so that databases are counted again.
"""

import json
from pathlib import Path

from presidency_scraper.store import mentions

#: What CLDR names beside the codes of ISO 3166 (parts, unions, tests), and a continent.
_NO_COUNTRIES = "AC AQ CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split()


def main() -> None:
    """Write the file."""
    import babel

    names = [babel.Locale(language).territories for language in ("bg", "en")]
    codes = sorted(code for code in names[0] if len(code) == 2 and code.isalpha())
    lines = [
        "# Names of countries by their code in ISO 3166-1 (XK: Kosovo), in Bulgarian and English.",
        f"# From Unicode's CLDR by Babel {babel.__version__}: python -m benchmarks.country_names",
        "# Copyright Unicode, Inc., by the Unicode License v3: https://www.unicode.org/license.txt",
        *(
            f"{code} = {json.dumps([one[code] for one in names], ensure_ascii=False)}"
            for code in codes
            if code not in _NO_COUNTRIES
        ),
    ]
    path = Path(mentions.__file__).with_name("countries.toml")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

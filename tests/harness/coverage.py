"""How many literate cases and programs of the explanation pages hit each rule.

``PYTHONPATH=tests python -m harness.coverage`` prints a line for each code, and the totals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from harness.bless import CASES, case_files
from harness.case import read_cases
from harness.observed import analysed
from leaselens.dada.catalogue import RULES as DADA
from leaselens.idol.catalogue import RULES as IDOL
from leaselens.languages import analyse
from leaselens.text import Source

CODES = (*DADA, *IDOL)
"""The codes of all rules, language by language."""

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"
_PROGRAM = re.compile(
    r"^```(?P<language>dada|idol)(?: dialect=(?P<dialect>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def hit_by_cases() -> Counter[str]:
    """For each code the number of literate cases in which it is reported."""
    cases = (case for path in case_files([CASES]) for case in read_cases(path, path.read_text("utf-8")))
    return Counter(code for case in cases for code in {found.code for found in analysed(case).diagnostics})


def hit_by_pages() -> Counter[str]:
    """For each code the number of programs of the pages in which it is reported."""
    return Counter(code for codes in _codes_of_programs() for code in codes)


def _codes_of_programs() -> Iterator[set[str]]:
    for page in sorted(PAGES.glob("*.md")):
        for program in _PROGRAM.finditer(page.read_text("utf-8")):
            source = Source(page.stem, program["text"])
            found = analyse(source, language=program["language"], dialect=program["dialect"])
            yield {diagnostic.code for diagnostic in found.diagnostics}


def main() -> None:
    """Print the table."""
    cases, pages = hit_by_cases(), hit_by_pages()
    print(f"{'code':12} {'cases':>5} {'pages':>5}")
    for code in CODES:
        print(f"{code:12} {cases[code]:5} {pages[code]:5}")
    hits = sum(cases[code] for code in CODES), sum(pages[code] for code in CODES)
    print(f"{len(CODES)} rules: {sum(code in cases for code in CODES)} with a case ({hits[0]} hits),", end=" ")
    print(f"{sum(code in pages for code in CODES)} with a page's program ({hits[1]} hits)")


if __name__ == "__main__":
    main()

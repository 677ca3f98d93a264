"""The w:sectPr of a section as it is written (17.6.17): its page numbers, its first page."""

from __future__ import annotations

import re

_FIRST_PAGE = re.compile(r"<w:titlePg\b[^<>]*/>")
_PAGE_NUMBERS = re.compile(r"<w:pgNumType\b[^<>]*/>")
_FORM, _FIRST = re.compile(r'w:fmt="(\w+)"'), re.compile(r'w:start="(\d{1,5})"')
# What stands before w:pgNumType in a w:sectPr, in schema order (17.6.17).
_BEFORE_PAGE_NUMBERS = re.compile(
    r"(<w:pgMar[^<>]*/>(?:<w:paperSrc[^<>]*/>)?(?:<w:pgBorders\b(?:[^<>]*/>|[^<>]*>(?:[^<]|<(?!/?w:pgBorders))*+</w:pgBorders>))?"
    r"(?:<w:lnNumType[^<>]*/>)?)",
    re.DOTALL,
)


def number_pages(properties: str, form: str, start: int | None, *, goes_on: bool) -> str:
    """Return a w:sectPr with the page numbers that the data ask for (17.6.12).

    In: the template's; the form of the numbers ("": the template's) and the first one (None: they
    go on); whether the section only goes on after another one: then no first page of its own
    (17.10.6) comes again.
    """
    if goes_on:
        properties = _FIRST_PAGE.sub("", properties)
    if not form:
        return properties
    first = f' w:start="{start}"' if start is not None else ""
    number = f'<w:pgNumType w:fmt="{form}"{first}/>'
    # Taken out first: a section may have numbered its pages another way.
    return _BEFORE_PAGE_NUMBERS.sub(rf"\1{number}", _PAGE_NUMBERS.sub("", properties), count=1)


def read_page_numbers(properties: str) -> tuple[str, int | None]:
    """Return the form and the first number of a section's pages, as the template gives them."""
    numbers = _PAGE_NUMBERS.search(properties)
    form, first = (pattern.search(numbers[0] if numbers else "") for pattern in (_FORM, _FIRST))
    return form[1] if form else "", int(first[1]) if first else None

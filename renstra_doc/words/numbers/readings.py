"""The ways to write a number: which readings a row of digits and marks has.

A *reading* is a number in its canonical spelling (`-1234.50`), kept as text so that no written
decimal is lost. What has two readings is refused by those who call this, with both.
"""

import re
from dataclasses import dataclass


@dataclass(eq=False)
class NumberError(ValueError):
    """A value that cannot be read; `str()` is one Indonesian sentence, without the advice.

    `teks` is the value, `harapan` what was expected, `alasan` what is wrong with it,
    `bacaan` the readings in Indonesian form if it reads two ways (else empty),
    `saran` what to do instead.
    """

    teks: str
    harapan: str
    alasan: str
    bacaan: tuple[str, ...] = ()
    saran: str = ""

    def __str__(self) -> str:
        """Give the sentence for the person who wrote the value."""
        return f'Nilai "{self.teks}" {self.alasan}; diharapkan {self.harapan}.'


@dataclass(frozen=True, slots=True)
class NumberForm:
    """A way to write a number; one that has a `fault` is understood but refused."""

    pattern: re.Pattern[str]
    group: str  # characters that part the groups of three
    mark: str  # decimal mark
    fault: str = ""  # what is used to part the groups

    def read(self, teks: str) -> str | None:
        """Give the reading of `teks` in this form, None if it is not of this form."""
        if not self.pattern.fullmatch(teks):
            return None
        digits = "".join(c for c in teks if c not in self.group)
        return digits.replace(self.mark, ".") if self.mark else digits


# A group never starts with 0, so `0.125` can only be a fraction.
_HEAD = r"-?[1-9][0-9]{0,2}"
_INTEGER = r"-?(?:0|[1-9][0-9]*)"
_INDONESIAN = NumberForm(re.compile(_HEAD + r"(?:\.[0-9]{3})+(?:,[0-9]+)?"), ".", ",")
_ENGLISH = NumberForm(re.compile(_HEAD + r"(?:,[0-9]{3})+(?:\.[0-9]+)?"), ",", ".", "koma")
_CANONICAL = NumberForm(re.compile(_INTEGER + r"(?:\.[0-9]+)?"), "", ".")
_COMMA = NumberForm(re.compile(_INTEGER + r",[0-9]+"), "", ",")
_MIXED = NumberForm(re.compile(_HEAD + r"(?:[.,][0-9]{3})+"), ".,", "", "titik dan koma")
_FRACTION_FORMS = (_INDONESIAN, _ENGLISH, _CANONICAL, _COMMA)
# `126.000,000` was seen for 126 million: a second reading where no fraction is due.
# The canonical form comes last there, as `1.414` can only be 1414.
_WHOLE_FORMS = (_INDONESIAN, _ENGLISH, _COMMA, _MIXED, _CANONICAL)

# A column that says once what `1.234` means there (`ribuan` of kolom.csv) has one reading for it.
_GROUPED_FORMS = (_INDONESIAN, _COMMA, _CANONICAL, _ENGLISH)
_UNGROUPED_FORMS = (_CANONICAL, _COMMA, _INDONESIAN, _ENGLISH)


def find_readings(number: str, *, whole: bool, ribuan: bool | None = None) -> dict[str, str]:
    """Give each reading of `number` with the fault of its form ("" = accepted).

    `ribuan` says whether a dot groups thousands (None: nobody has said).
    """
    if ribuan is not None and not whole:
        return _take_first(number, _GROUPED_FORMS if ribuan else _UNGROUPED_FORMS)
    readings: dict[str, str] = {}
    for form in _WHOLE_FORMS if whole else _FRACTION_FORMS:
        # `1.414` in a column of whole numbers was read as grouped already.
        if whole and form is _CANONICAL and readings:
            continue
        if (reading := form.read(number)) is not None:
            # `1.234.567` is Indonesian and mixed: the form that is accepted comes first and counts.
            readings.setdefault(reading, form.fault)
    return readings


def _take_first(number: str, forms: tuple[NumberForm, ...]) -> dict[str, str]:
    found = ((form.read(number), form.fault) for form in forms)
    return next(({reading: fault} for reading, fault in found if reading is not None), {})


def disambiguate(reading: str, ribuan: bool | None = None) -> str:  # noqa: FBT001 — a column's word
    """Give `1.4140` for `1.414`, which as it stands could be grouping.

    In a column whose dots group thousands it is `1,414`, in one whose dots do not it is `1.414`.
    """
    if ribuan is False or not _INDONESIAN.pattern.fullmatch(reading):
        return reading
    # Four decimals are no group of three: with a zero more it has one reading only.
    return reading.replace(".", ",") if ribuan else f"{reading}0"

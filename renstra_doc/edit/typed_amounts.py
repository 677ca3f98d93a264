"""Amounts as a person types or pastes them into a cell of rupiah: `Rp 350.000.000,00`."""

from __future__ import annotations

import re

# Blanks that do not break, as spreadsheets and web pages put them after `Rp`.
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007", " "))
# Excel pastes a cell as it shows it, with the currency and with cents that are none.
_AMOUNT = re.compile(
    r"(?:rp|idr)?[. ]{0,3}(?P<amount>-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,20})|-)"
    r"(?:,(?:00?|-))?",
    # Bounded: a pasted page of text must not keep the expression busy.
    re.IGNORECASE,
)
MOST = 60


def drop_currency(text: str) -> str:
    """Return an amount without `Rp` before it and `,00` or `,-` after it; other texts as they are.

    In: what was typed. Out: e.g. `350.000.000` of `Rp 350.000.000,00`; cents that are not nought
    stay, so that the reading of the number refuses them.
    """
    plain = text.translate(_BLANKS).strip()
    found = _AMOUNT.fullmatch(plain) if len(plain) <= MOST else None
    return found["amount"] if found else text

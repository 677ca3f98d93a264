"""The runs of a story without their texts: thousands of runs share some dozen looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from renstra_doc.docx.styles import child, is_on
from renstra_doc.docx.word_content import WordRun

if TYPE_CHECKING:
    from lxml.etree import _Element

    from renstra_doc.docx.look_facts import Looks
    from renstra_doc.docx.styles import Styles
    from renstra_doc.docx.word_content import Revision

    Revisions = tuple[Revision, ...]

# The XML of a run's own look, and its paragraph's style.
Form: TypeAlias = tuple[bytes, str]
MOST_KEPT = 4_000


class RunForms:
    """Keeps the runs of one story, and why one cannot be read."""

    def __init__(self, styles: Styles, looks: Looks | None) -> None:
        """Take the styles of the document, and what looks are told by."""
        self._styles, self._looks = styles, looks
        self._usual: dict[tuple[Form, str, Revisions], WordRun] = {}
        self._faults: dict[tuple[Form, bool], str] = {}

    def usual(self, look: _Element | None, form: Form, table: str, revisions: Revisions) -> WordRun:
        """Return a run without its text.

        In: its own look and form, the style of the table around it, the changes it stands under.
        """
        key = (form, table, revisions)
        if key not in self._usual:
            if len(self._usual) >= MOST_KEPT:  # a file with a look for every word
                self._usual.clear()
            self._usual[key] = self._read(look, form[1], table, revisions)
        return self._usual[key]

    def _read(self, look: _Element | None, style: str, table: str, revisions: Revisions) -> WordRun:
        is_switched = self._styles.is_switched
        return WordRun(
            "",
            tebal=is_on(child(look, "b")),
            miring=is_on(child(look, "i")),
            lenyap=is_switched(look, style, "vanish"),
            coret=any(is_switched(look, style, name) for name in ("strike", "dstrike")),
            perubahan=revisions,
            rupa=self._looks.of_run(look, style, table) if self._looks else (),
        )

    def find_fault(self, look: _Element | None, form: Form, *, is_shaded: bool) -> str:
        """Say why a run cannot be read as the text that it holds; "" where it can."""
        key = (form, is_shaded)
        if key not in self._faults:
            if len(self._faults) >= MOST_KEPT:
                self._faults.clear()
            self._faults[key] = self._styles.find_unreadable(look, form[1], is_shaded=is_shaded)
        return self._faults[key]

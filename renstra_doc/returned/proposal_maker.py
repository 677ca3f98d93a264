"""How a proposal is made of an edit: datum and new text, or the question where to change it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import accept_all
from renstra_doc.place import Place
from renstra_doc.returned.carried_data import name_record
from renstra_doc.returned.patching import PatchUnit, patch, split_units
from renstra_doc.returned.proposals import FACTS, Act, Proposal, ProposalFate
from renstra_doc.returned.read_back import read_letters, read_old_looks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.docx.word_content import Accept
    from renstra_doc.returned.carried_data import CarriedData
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.lines import Line

_FACT = re.compile(r"\bdokumen\.(\w+)")
_CELL = re.compile(r"\bnilai\(\s*'([^']*)'\s*,\s*'([^']*)'\s*,\s*'([^']*)'")
_COUNT = re.compile(r"\bcacah\(\s*'([^']*)'")


@dataclass(frozen=True, slots=True)
class ProposalMaker:
    """Makes proposals of edits.

    `accept` says which tracked changes are taken, `penulis` names whoever edited without tracking.
    """

    carried: CarriedData
    accept: Accept = accept_all
    penulis: str = ""

    def _make(
        self, edit: Edit, fate: ProposalFate, act: Act, place: Place, **more: object
    ) -> Proposal:
        file, key = place.file, self._key_of(place)
        texts = {"semula": edit.old, "menjadi": edit.new, "kolom": place.column, **more}
        return Proposal(
            fate,
            act,
            edit.spot,
            file,
            key,
            penulis=edit.penulis or self.penulis,
            tanggal=edit.tanggal,
            **texts,  # type: ignore[arg-type]
        )

    def _ask(self, edit: Edit, question: str, place: Place, **more: object) -> Proposal:
        return self._make(edit, ProposalFate.DOUBTFUL, Act.NONE, place, tanya=question, **more)

    def _key_of(self, place: Place) -> str:
        return name_record(self.carried.record(place), place.file)

    def _patch(
        self,
        edit: Edit,
        place: Place,
        source: str,
        lines: Sequence[Line],
        head: Sequence[PatchUnit] = (),
    ) -> Proposal:
        units = [*head, *split_units(source, self.carried.edition.show)]
        # A heading is one line in the data, so its breaks are blanks.
        letters = read_letters(lines, self.accept, as_blanks=bool(head))
        patched = patch(units, letters, read_old_looks(edit))
        # The number before a heading is made by the program: where it was edited the text is not
        # certain.
        if patched.touched or (head and not edit.new.startswith(head[0].shown.strip())):
            # The number in front has no source of its own: it is counted.
            touched = tuple(filter(None, patched.touched))
            return self._ask_source(edit, place, source, touched)
        return self._make(
            edit, ProposalFate.IN, Act.CELL, place, semula=source, menjadi=patched.teks
        )

    def _ask_source(
        self, edit: Edit, place: Place, source: str, touched: Sequence[str]
    ) -> Proposal:
        """Ask where a text comes from that the data compute: it is changed there."""
        if not touched:
            text = f"nomor di depan dihitung program; ubah urutannya, atau tulis di {place}"
            return self._ask(edit, text, place, semula=source)
        sources = [self._find_source(expression) for expression in touched]
        named = "; ".join(dict.fromkeys(filter(None, sources)))
        text = f"bagian ini diambil dari data ({', '.join(touched)}); ubah di {named or place}"
        return self._ask(edit, text, place, semula=source)

    def _find_source(self, expression: str) -> str:
        document = self.carried.document
        if found := _FACT.search(expression):
            place = document.fact_places.get(found[1], Place(FACTS))
            return str(Place(place.file, place.line))
        if found := _CELL.search(expression):
            table = document.tables.get(found[1])
            row = table.row_by_id.get(found[2]) if table is not None else None
            return str(table.cell_place(row, found[3])) if table is not None and row else ""
        if found := _COUNT.search(expression):
            table = document.tables.get(found[1])
            return table.file if table is not None else ""
        return ""

    def _leave_template(self, edit: Edit) -> Proposal:
        facts = [
            (key, value)
            for key, value in self.carried.document.dokumen.items()
            if value and len(value) > 3 and value in edit.old and value not in edit.new  # noqa: PLR2004 — a short value stands anywhere
        ]
        if facts:
            key = facts[0][0]
            place = self.carried.document.fact_places.get(key, Place(FACTS))
            text = f"teks ini memuat {key}: ubah di {Place(place.file, place.line)}"
            return self._ask(edit, text, place)
        text = "teks tetap templat: ubah di templat Word"
        return self._make(edit, ProposalFate.LEFT_OUT, Act.NONE, Place(edit.place.file), tanya=text)

"""Where a table is printed: the places there are, the likely one, a table that has none yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.edit.new_rows import append_rows
from renstra_doc.finding import refuse_input
from renstra_doc.place import NOWHERE
from renstra_doc.web.call import go
from renstra_doc.web.content import NARRATIVE
from renstra_doc.web.saving import refuse_plan, save_edits
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from renstra_doc.edit.saves import NewRows
    from renstra_doc.model.values import Table
    from renstra_doc.web.call import Call
    from renstra_doc.web.snapshot import Snapshot

HEADINGS = ("bab", "subbab", "judul", "lampiran")
TABLE_BLOCK = "tabel"
# Words of a title that say what it is about, and those of a matrix of budgets.
_TELLING = re.compile(r"[^\W\d_]{5,}")
BUDGET = ("program", "pendanaan", "anggaran")


def list_places(now: Snapshot) -> list[tuple[str, str]]:
    """Return where a table can be printed: at the end of each chapter and subchapter.

    Out: pairs of the block after which it goes, and what a person calls that place.
    """
    found: list[tuple[str, str]] = []
    title = ""
    for block in now.document.blocks:
        is_text = block.place.file.startswith(NARRATIVE)
        if is_text and block.jenis in HEADINGS and plain_text(block.teks).strip():
            number = now.document.numbers.judul.get(block.id, "")
            title = " ".join(f"{number} {plain_text(block.teks)}".split())
            found.append((block.id, title))
        # The last block of the part: the table goes below everything that stands there.
        elif title and is_text and block.jenis != "bagian":
            found[-1] = (block.id, title)
        else:
            title = ""
    return found


def guess_place(places: Sequence[tuple[str, str]], title: str, *, has_money: bool) -> str:
    """Return the place whose heading has most words of a table's title, "" where none has one."""
    words = {*_tell(title), *(BUDGET if has_money else ())}
    shared = [(len(words & _tell(heading)), at) for at, (_, heading) in enumerate(places)]
    # Of equal ones the last, which is the deeper heading.
    most, at = max(shared, default=(0, 0))
    return places[at][0] if most else ""


def _tell(text: str) -> set[str]:
    return set(_TELLING.findall(text.casefold()))


def is_printed(now: Snapshot, table: Table) -> bool:
    """Whether a table stands anywhere in the document."""
    return any(each.jenis == TABLE_BLOCK and each.acuan == table.id for each in now.document.blocks)


def print_after(now: Snapshot, table: str, after: str) -> NewRows:
    """Return the edit that prints a table below a block. InputError for a block that is gone."""
    block = next((each for each in now.document.blocks if each.id == after), None)
    if block is None:
        hint = "pilih lagi tempat tabel ini dicetak"
        raise refuse_input(NOWHERE, "bagian naskah itu sudah tidak ada", hint)
    raw = now.raw.tables[block.place.file]
    record = {"id": f"cetak-{table}", "jenis": TABLE_BLOCK, "acuan": table}
    # Below a block like it: level and style are the table's own, not those of the line above.
    return append_rows(raw, after, [{**record, "tingkat": "", "gaya": ""}])


def print_table(call: Call) -> Response:
    """Print a table that no chapter has yet."""
    now, id_ = call.snapshot, call.text("tabel")
    table = now.document.tables.get(id_)
    if table is None:
        raise refuse_input(NOWHERE, "tabel ini sudah tidak ada", "pilih dari Isi")
    back = call.url("isi", "berkas", berkas=table.file)
    if is_printed(now, table):
        return go(back, "Tabel ini sudah dicetak.")
    plan = save_edits(call, [print_after(now, id_, call.text("letak"))])
    if plan.is_refused:
        return refuse_plan(call, plan, back)
    return go(back, "Tabel ini sekarang dicetak di akhir bagian itu.")

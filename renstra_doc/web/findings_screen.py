"""Findings beside the pages: each with its sum, its place on the page, and what can be done."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response

from renstra_doc.check.comparison import Ref
from renstra_doc.check.waiver import can_be_waived, waiver_key
from renstra_doc.edit.row_names import name_rows
from renstra_doc.files.atomic import ABSENT
from renstra_doc.files.journal import plan_anew
from renstra_doc.finding import refuse_input
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.waivers import COLUMNS, FILE, LATER_COLUMNS, REASON_KINDS
from renstra_doc.place import Place
from renstra_doc.report.as_html import FindingEntry, FindingGroup, lay_out_findings
from renstra_doc.web.call import REFUSALS, go, refuse, show, write_data
from renstra_doc.web.column_words import join_heading, name_columns
from renstra_doc.web.overview import LONG_PATIENCE, show_waiting
from renstra_doc.words.markup import plain_text
from renstra_doc.workbook.written_reasons import WrittenReason, merge_reasons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.render.page_image import ImageSpot
    from renstra_doc.web.call import Call
    from renstra_doc.web.page_pictures import Drawn
    from renstra_doc.web.snapshot import Snapshot

MOST_SHOWN = 60
FEW_WORDS = 4
GRAVE = ("galat", "peringatan", "catatan", "dikecualikan")


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding in the list: its key in addresses, what the report shows of it, its table."""

    key: str
    entry: FindingEntry
    group: FindingGroup
    can_be_waived: bool


def show_findings(call: Call) -> Response:
    """Show the findings of one weight, and the one that was chosen with its page."""
    # A list of findings before the checks are done would say that there are none.
    if not call.snapshot.wait(LONG_PATIENCE):
        return show_waiting(call, "Temuan")
    return show(call, "temuan", **_describe_findings(call, call.asked("pilih")))


def _describe_findings(call: Call, key: str) -> dict[str, object]:
    """Return what the list of findings shows, and the chosen one with its page."""
    now, listed = call.snapshot, list_findings(call.snapshot)
    chosen = next((each for each in listed if each.key == key), None)
    own = _weight(chosen.entry.finding) if chosen else ""
    # The weight of the one that was chosen wins: else it would not be in its own list.
    wanted = call.asked("bobot") or own or _gravest(now)
    found = [each for each in listed if _weight(each.entry.finding) == wanted]
    start = _number(call.asked("mulai"))
    return {
        "snapshot": now,
        "weights": [(name, _count(now, name)) for name in GRAVE],
        "wanted": wanted,
        "found": found[start : start + MOST_SHOWN],
        "total": len(found),
        "start": start,
        "step": MOST_SHOWN,
        "chosen": chosen,
        "speak": partial(name_columns, now.document),
        **(_place_of(call, chosen) if chosen else {}),
    }


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004 — no list is longer


def _gravest(now: Snapshot) -> str:
    return next((name for name in GRAVE if _count(now, name)), GRAVE[0])


def _count(now: Snapshot, weight: str) -> int:
    # A waived finding weighs nothing any more, whatever it weighed.
    return sum(_weight(finding) == weight for finding in now.findings)


def _weight(finding: Finding) -> str:
    return "dikecualikan" if finding.waived else finding.severity.label


def list_findings(now: Snapshot) -> list[Listed]:
    """Return every finding as the report lays it out, each under a key of its own."""
    return [
        Listed(key_finding(entry.finding), entry, group, can_be_waived(entry.finding))
        for group in lay_out_findings(now.document, now.report)
        for entry in group.entries
    ]


# No number of the list: a saved cell renumbers all that stand below it.
def key_finding(finding: Finding) -> str:
    """Return what a finding is known by while it says the same of the same place."""
    parts = (
        finding.rule,
        finding.place.file,
        finding.row_id or str(finding.place.line),
        finding.column,
        finding.expected,
        finding.actual,
        finding.message,
    )
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:16]


# The place


def _place_of(call: Call, chosen: Listed) -> dict[str, object]:
    now = call.snapshot
    drawn, why = call.site.pictures.of(call.data, now.mark)
    finding = chosen.entry.finding
    spot = find_spot(now.document, finding, drawn) if drawn else None
    return {
        "drawn": drawn,
        "why": why,
        "spot": spot,
        "row": find_row(now, finding),
        "context": describe_context(now.document, finding),
        "reasons": REASON_KINDS,
    }


def find_row(now: Snapshot, finding: Finding) -> str:
    """Return the name of the row in its file that a finding stands at, "" where there is none."""
    table = now.raw.tables.get(finding.place.file)
    if table is None:
        return ""
    names = name_rows(table)
    # By its line, for a finding of a file without ids knows no other name of the row.
    at = next((n for n, row in enumerate(table.rows) if row.line == finding.place.line), None)
    return names[at] if at is not None else ""


def describe_context(document: Document, finding: Finding) -> list[tuple[str, str]]:
    """Return the row of a table, or the text of a block, that a finding stands in, as printed."""
    for table in document.tables.values():
        row = table.row_by_id.get(finding.row_id) if table.file == finding.place.file else None
        if row is not None:
            printed = [(c, Ref(table, row, c.kolom).cetak) for c in table.columns if c.tampil]
            return [
                (join_heading(column) or column.kolom, text)
                for column, text in printed
                if text.strip()
            ]
    block = next((each for each in document.blocks if each.id == finding.row_id), None)
    return [("Teks", plain_text(block.teks))] if block is not None else []


def find_spot(document: Document, finding: Finding, drawn: Drawn) -> ImageSpot | None:
    """Return where a finding stands on the pages drawn: its figure, its row, or its caption."""
    for table in document.tables.values():
        if table.file == finding.place.file:
            return _find_in_table(document, finding, drawn, table.id)
    block = next((each for each in document.blocks if each.id == finding.row_id), None)
    if block is None:
        return None
    words = plain_text(block.teks).split()
    # Twice: a list number printed before the text is a word of the page, too.
    texts = [" ".join(words[:FEW_WORDS]), *([" ".join(words[1:FEW_WORDS])] if words else [])]
    # A heading knows its page; other text is looked for on all of them.
    own = drawn.starts.get(block.id)
    pages = [own] if own else range(1, drawn.book.count + 1)
    return drawn.book.find(texts, pages)


def _find_in_table(
    document: Document, finding: Finding, drawn: Drawn, table_id: str
) -> ImageSpot | None:
    table = document.tables[table_id]
    pages = list(_pages_of(drawn, table_id))
    row = table.row_by_id.get(finding.row_id)
    names = " ".join(finding.row.split()[:FEW_WORDS])
    # By name first: its page narrows down where the figure is, which other rows may bear too.
    at = drawn.book.find([names], pages) if names else None
    if row is not None and finding.column in table.index:
        printed = Ref(table, row, finding.column).cetak
        figure = drawn.book.find([printed], [at.page] if at else pages) if printed else None
        if figure is not None:
            return figure
    # The caption is better than no place at all.
    caption = drawn.book.find([" ".join(plain_text(table.judul).split()[:FEW_WORDS])], pages[:1])
    return at or caption


def _pages_of(drawn: Drawn, table_id: str) -> Iterator[int]:
    """Yield the pages from where a table begins to where the next thing with a caption does."""
    first = drawn.starts.get(table_id)
    if first is None:
        yield from range(1, drawn.book.count + 1)
        return
    order = sorted(drawn.starts.values())
    # On the page where the next one begins the table may still end.
    last = next((page for page in order if page > first), drawn.book.count)
    yield from range(first, last + 1)


def show_spot(call: Call) -> Response:
    """Show one finding with its page: the part of the page that the script replaces."""
    found = next(
        (each for each in list_findings(call.snapshot) if each.key == call.asked("pilih")), None
    )
    place = _place_of(call, found) if found else {}
    speak = partial(name_columns, call.snapshot.document)
    return show(call, "tempat", snapshot=call.snapshot, chosen=found, speak=speak, **place)


def show_pages(call: Call) -> Response:
    """Show the document page by page."""
    now = call.snapshot
    drawn, why = call.site.pictures.of(call.data, now.mark)
    count = drawn.book.count if drawn else 0
    # Whatever the address says, a page that is there.
    page = min(max(_number(call.asked("nomor")), 1), max(count, 1))
    return show(
        call,
        "halaman",
        snapshot=now,
        drawn=drawn,
        why=why,
        page=page,
        count=count,
        chapters=_list_chapters(now.document, drawn) if drawn else [],
    )


def _list_chapters(document: Document, drawn: Drawn) -> Sequence[tuple[str, int]]:
    tables = [
        (table.caption, drawn.starts[table.id])
        for table in document.tables.values()
        if table.id in drawn.starts
    ]
    heads = [
        (plain_text(block.teks) or block.penanda, drawn.starts[block.id])
        for block in document.blocks
        if block.jenis == "bab" and block.id in drawn.starts
    ]
    return sorted([*heads, *tables], key=lambda pair: pair[1])


def draw_page(call: Call) -> Response:
    """Return the picture of a page as last drawn."""
    drawn, _ = call.site.pictures.peek(call.data, "")
    number = int(call.path["nomor"])
    if drawn is None or not 1 <= number <= drawn.book.count:
        return Response("Halaman ini belum digambar.", 404, media_type="text/plain")
    return Response(drawn.book.draw(number), media_type="image/png")


# The waiver


def waive_finding(call: Call) -> Response:
    """Write a waiver with its reason; errors as those of `renstra waive --dari`."""
    try:
        plan_anew(lambda: _write_waiver(call))
    except REFUSALS as error:
        values = _describe_findings(call, call.text("temuan"))
        if values["chosen"] is None:
            # Gone meanwhile: there is no form to show again.
            raise
        return refuse(call, "temuan", error, **values)
    return go(call.url("temuan"), "Pengecualian dicatat.")


def _write_waiver(call: Call) -> int:
    now = call.snapshot
    key = waiver_key(_find_open(now, call.text("temuan")), now.document)
    said = {name: call.text(name) for name in (*COLUMNS[6:], *LATER_COLUMNS)}
    reason = WrittenReason(Place(FILE), {**dict(zip(COLUMNS[:6], key, strict=True)), **said})
    header, rows = _read_waivers(now)
    merged = merge_reasons(header, rows, [key], [reason])
    table = [header, *(tuple(row.get(name, "") for name in header) for row in merged)]
    before = {FILE: now.state.before.get(FILE, ABSENT)}
    write_data(call, {FILE: write_csv(table)}, before, "pengecualian di halaman")
    return 0


def _find_open(now: Snapshot, key: str) -> Finding:
    """Return the finding of a key. Raises InputError for one that is gone or waived by now."""
    # A waived one is decided already; a second reason would be a second decision.
    found = next((each.entry.finding for each in list_findings(now) if each.key == key), None)
    if found is None or found.waived:
        message = "temuan ini sudah tidak ada, atau sudah dikecualikan"
        raise refuse_input(FILE, message, "muat ulang daftar temuan")
    return found


def _read_waivers(now: Snapshot) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    header, *kept = now.document.origin.rows_of(FILE) or ((*COLUMNS, *LATER_COLUMNS),)
    # A file of an older edition gets the columns that a waiver needs today.
    missing = tuple(name for name in LATER_COLUMNS if name not in header)
    return (*header, *missing), [dict(zip(header, row, strict=True)) for row in kept]

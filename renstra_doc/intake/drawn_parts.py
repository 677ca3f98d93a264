"""What is drawn in a Word file: pictures as files, text boxes as a chart or as paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from renstra_doc.docx.relations import find_main, parse_part, read_relations
from renstra_doc.intake.block_draft import BlockDraft
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.model.canonical import write_csv
from renstra_doc.words.markup import escape_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.docx.relations import Tree
    from renstra_doc.intake.read_word import WordFile

LEAST_CHART = 3  # boxes that make a chart
CHART = "struktur-organisasi.csv"
KINDS = (".png", ".jpg", ".svg")


def take_pictures(
    word: WordFile,
    drafts: Sequence[BlockDraft],
    files: dict[str, bytes],
    remarks: list[SourceRemark],
) -> list[BlockDraft]:
    """Return the blocks with their pictures as files; what cannot be brought along is told."""
    found: list[BlockDraft] = []
    alternatives = _find_alternatives(word)
    number = 0
    for draft in drafts:
        suffix = PurePosixPath(draft.picture).suffix.lower().replace(".jpeg", ".jpg")
        data = word.parts.get(draft.picture)
        if draft.jenis != "gambar":
            found.append(draft)
        elif data is None or suffix not in KINDS:
            found += _leave_picture(draft, remarks)
        else:
            number += 1
            name = f"gambar-{number}{suffix}"
            files[f"data/gambar/{name}"] = data
            alternative = alternatives.get(draft.picture, "")
            found.append(replace(draft, acuan=name, alternatif=alternative))
    return found


def _leave_picture(draft: BlockDraft, remarks: list[SourceRemark]) -> list[BlockDraft]:
    """Say that a picture was left out; its caption stays as a paragraph."""
    message = (
        f"gambar {draft.picture} tidak dapat dibawa: simpan sebagai PNG, lalu tambahkan blok gambar"
    )
    remarks.append(SourceRemark("dibuang", draft.picture, message, draft.teks))
    return [BlockDraft("paragraf", draft.teks)] if draft.teks else []


def _find_alternatives(word: WordFile) -> dict[str, str]:
    """Return the alternative text of each picture, by its part."""
    main = find_main(word.parts)
    targets = {relation.id: relation.target for relation in read_relations(word.parts, main)}
    found: dict[str, str] = {}
    for node in parse_part(word.parts[main]).iter():
        if str(node.tag).endswith(("}inline", "}anchor")):
            text = _described(node)
            found.update((targets[key], text) for key in _embedded(node) if text and key in targets)
    return found


def _described(node: Tree) -> str:
    """Return what the first drawing inside a node is described as (20.4.2.5)."""
    inner = (found for found in node.iter() if str(found.tag).endswith("}docPr"))
    return next((found.get("descr", "") for found in inner), "")


def _embedded(node: Tree) -> Iterator[str]:
    """Yield the ids of the relationships by which pictures are embedded."""
    for inner in node.iter():
        for key, value in inner.attrib.items():
            if str(key).endswith("}embed"):
                yield str(value)


def take_chart(
    word: WordFile,
    drafts: Sequence[BlockDraft],
    files: dict[str, bytes],
    remarks: list[SourceRemark],
) -> list[BlockDraft]:
    """Take the text boxes of a drawn chart as boxes of `bagan`; their lines are not read."""
    lines = ([tidy(p.text()) for p in box] for box in word.document.kotak)
    boxes = [box for box in ([line for line in box if line] for box in lines) if box]
    if len(boxes) < LEAST_CHART:
        return _take_boxes(word, drafts, boxes, remarks)
    rows = [_chart_row(number, box) for number, box in enumerate(boxes, 1)]
    files[f"data/{CHART}"] = write_csv([("id", "induk", "jabatan", "eselon", "jumlah"), *rows])
    message = f"{len(boxes)} kotak bagan dibaca tanpa garisnya: isi kolom induk di {CHART}"
    remarks.append(SourceRemark("ragu", word.name, message))
    return _put_chart(drafts, [BlockDraft("bagan", "Bagan", acuan=CHART)])


def _chart_row(number: int, box: Sequence[str]) -> tuple[str, ...]:
    """Return a box of a chart: what it is called, its rank, its count."""
    rank = next((line for line in box[1:] if line.lower().startswith("eselon")), "")
    count = next((line for line in box[1:] if re.match(r"\d+\s", line)), "")
    called = "\n".join(line for line in box if line not in (rank, count))
    rank = re.sub(r"^eselon\s+", "", rank, flags=re.IGNORECASE)
    return (f"kotak-{number}", "", called, rank, count)


def _put_chart(drafts: Sequence[BlockDraft], chart: Sequence[BlockDraft]) -> list[BlockDraft]:
    """Put blocks where the first drawing stood, else at the end."""
    at = next((i for i, draft in enumerate(drafts) if draft.jenis == "bagan"), len(drafts))
    after = [draft for draft in drafts[at:] if draft.jenis != "bagan"]
    return [*drafts[:at], *chart, *after]


def _take_boxes(
    word: WordFile,
    drafts: Sequence[BlockDraft],
    boxes: Sequence[Sequence[str]],
    remarks: list[SourceRemark],
) -> list[BlockDraft]:
    """Take text boxes that are no chart as paragraphs, where the drawing stood, else at the end."""
    texts = [escape_markup(line) for box in boxes for line in box]
    if texts:
        is_drawn = any(draft.jenis == "bagan" for draft in drafts)
        where = "di tempatnya" if is_drawn else "di akhir dokumen: pindahkan"
        message = f"kotak teks dibaca sebagai paragraf {where}"
        remarks.append(SourceRemark("ragu", word.name, message, texts[0]))
    return _put_chart(drafts, [BlockDraft("paragraf", text) for text in texts])

"""What is drawn in a Word file: pictures as files, text boxes as a chart or as paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby
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
    from renstra_doc.docx.word_content import WordParagraph
    from renstra_doc.intake.read_word import WordFile

LEAST_CHART = 3  # boxes that make a chart
MOST_LETTERS, MOST_LINES = 120, 6  # of one of its boxes
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
        # One ending for one kind: the project knows .jpg.
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
    """Take text boxes where they stand: three and more with few words are boxes of a chart.

    Of charts the lines are not read. Boxes of tables, heads and feet come at the end.
    """
    charts = _Charts(word.name)
    found: list[BlockDraft] = []
    for is_drawn, group in groupby(drafts, lambda draft: draft.jenis == "bagan"):
        blocks = list(group)
        found += charts.take(blocks) if is_drawn else blocks
    # The blocks were read anew for their footnotes: a box is known by what it says.
    placed = Counter(_text_of(box) for draft in drafts for box in draft.boxes)
    rest = (Counter(map(_text_of, word.document.kotak)) - placed).elements()
    found += charts.take_rest(list(rest))
    remarks += charts.remarks
    files.update(charts.files())
    return found


class _Charts:
    """Takes the boxes that are drawn at one place, one place after the other."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.remarks: list[SourceRemark] = []
        self.rows: list[tuple[str, ...]] = []
        self.names: set[str] = set()

    def take(self, drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
        """Return what stands for the drawings of one place: a chart, or a paragraph a line."""
        found = (_text_of(box) for draft in drafts for box in draft.boxes)
        boxes = [box for box in found if box]
        # Two boxes, or one that holds prose, are boxes of text.
        if len(boxes) < LEAST_CHART or any(map(_is_prose, boxes)):
            return self._as_paragraphs(boxes, "di tempatnya")
        title = next((draft.teks for draft in drafts if draft.teks), "Bagan")
        return [BlockDraft("bagan", title, acuan=self._add_chart(boxes) or CHART)]

    def take_rest(self, boxes: Sequence[Sequence[str]]) -> list[BlockDraft]:
        """Return the boxes that stand in no paragraph of the text, for the end."""
        return self._as_paragraphs(boxes, "di akhir dokumen: pindahkan")

    def _add_chart(self, boxes: Sequence[Sequence[str]]) -> str:
        """Keep the boxes of a chart, and return its name; the first one has none."""
        name = f"bagan-{len(self.names) + 1}" if self.names else ""
        self.names.add(name)
        start = len(self.rows) + 1
        self.rows += [(*_chart_row(n, box), name) for n, box in enumerate(boxes, start)]
        message = f"{len(boxes)} kotak bagan dibaca tanpa garisnya: isi kolom induk di {CHART}"
        self.remarks.append(SourceRemark("ragu", self.file, message))
        return name

    def _as_paragraphs(self, boxes: Sequence[Sequence[str]], where: str) -> list[BlockDraft]:
        texts = [escape_markup(line) for box in boxes for line in box]
        if texts:
            message = f"kotak teks dibaca sebagai paragraf {where}"
            self.remarks.append(SourceRemark("ragu", self.file, message, texts[0]))
        return [BlockDraft("paragraf", text) for text in texts]

    def files(self) -> dict[str, bytes]:
        """Return the file of the boxes, nothing where no chart was drawn."""
        header = ("id", "induk", "jabatan", "eselon", "jumlah", "bagan")
        several = len(self.names) > 1
        lines = [row if several else row[:-1] for row in (header, *self.rows)]
        return {f"data/{CHART}": write_csv(lines)} if self.rows else {}


def _text_of(box: Sequence[WordParagraph]) -> tuple[str, ...]:
    """Return the lines of a box that say something."""
    return tuple(filter(None, (tidy(paragraph.text()) for paragraph in box)))


def _is_prose(box: Sequence[str]) -> bool:
    """Return whether a box says more than a chart's box does: who, of what rank, how many."""
    return len(" ".join(box)) > MOST_LETTERS or len(box) > MOST_LINES


def _chart_row(number: int, box: Sequence[str]) -> tuple[str, ...]:
    """Return a box of a chart: what it is called, its rank, its count."""
    rank = next((line for line in box[1:] if line.lower().startswith("eselon")), "")
    count = next((line for line in box[1:] if re.match(r"\d+\s", line)), "")
    called = "\n".join(line for line in box if line not in (rank, count))
    rank = re.sub(r"^eselon\s+", "", rank, flags=re.IGNORECASE)
    return (f"kotak-{number}", "", called, rank, count)

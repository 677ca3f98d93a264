"""The markers of a template.

Which sections and sample tables it has, and every marker that is not read as meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from renstra_doc.docx.xml import W
from renstra_doc.finding import Severity
from renstra_doc.template.mark_forms import MARKER, ROLE, ROLES, find_loose
from renstra_doc.template.roles import HEADER, LANDSCAPE, ORDINARY
from renstra_doc.template.slip import Slip
from renstra_doc.template.spots import SECT, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

_NO_SAMPLE = (
    "bila ini tabel contoh, tulis [[tabel: umum]] sebagai paragraf tepat di "
    "atas tabel; bila bukan, hapus tandanya"
)


class SectionSpan(NamedTuple):
    """A section's children of the body: its mark, `[[isi]]` (-1 where it is not), its last one."""

    name: str
    opening: int
    content: int
    closing: int


@dataclass
class Marks:
    """What the markers say, for the look of a document and for who wrote them.

    Sections by name (whether landscape), and where each stands; sample tables by name (their
    roles), where each stands and which of its rows (from 0) has which role; what is wrong.
    """

    sections: dict[str, bool] = field(default_factory=dict)
    tables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    samples: set[int] = field(default_factory=set)
    spans: list[SectionSpan] = field(default_factory=list)
    places: dict[str, tuple[int, dict[str, int]]] = field(default_factory=dict)


def read_marks(body: Element, spots: Sequence[Spot]) -> Marks:
    """Read the markers of a body: where everything stands, and what cannot be meant so."""
    reader = _Reader(body)
    # Spots come in the order of the body, as groupby needs them.
    by_position = {
        position: list(group) for position, group in groupby(spots, key=lambda spot: spot.position)
    }
    for position, element in enumerate(body):
        reader.read(position, element, by_position.get(position, []))
    return reader.finish(spots)


def _read_number(text: str) -> int:
    """Return a measure in twips.

    Of what is no number 0: the builder, asked last, says that the template is damaged.
    """
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else 0


class _Reader:
    """Walks over the children of the body.

    Keeps the open section and the table that a marker announced.
    """

    def __init__(self, body: Element) -> None:
        self._last = body[-1] if len(body) else None
        self.marks = Marks()
        self._open: Spot | None = None
        self._name = ""
        self._content, self._slot = 0, -1
        self._sample: Spot | None = None
        self._sample_name = ""

    def read(self, position: int, element: Element, spots: list[Spot]) -> None:
        first = spots[0] if spots else None
        if first is not None and first.is_plain:
            self._read_paragraph(first)
        elif first is not None and first.table and not first.inside:
            self._table(position, spots)
        # A section ends in the properties of its last paragraph, the last in the body (17.6.18).
        properties = element if element.tag == SECT else element.find(f"{{{W}}}pPr/{SECT}")
        if properties is not None:
            self._close(position, properties)

    def _read_paragraph(self, spot: Spot) -> None:
        text = spot.text.strip()
        match = MARKER.fullmatch(text)
        if match:
            self._take(match[1], match[2] or "", spot)
        # What has brackets is told by `find_loose`, with what it may have meant.
        elif text and not self._name and "[[" not in text:
            self._slip(
                spot,
                "teks ini di luar bagian, jadi tidak akan tercetak",
                "pindahkan ke antara [[bagian: …]] dan pemisah bagiannya, atau hapus",
                Severity.WARNING,
            )

    def _slip(
        self, spot: Spot | None, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.marks.slips.append(Slip(spot, message, hint, severity))

    def _take(self, kind: str, name: str, spot: Spot) -> None:
        if kind != "isi" and not name:
            self._slip(
                spot,
                f"nama {kind} belum ditulis",
                f"tulis misalnya [[{kind}: {'isi' if kind == 'bagian' else 'umum'}]]",
            )
        elif kind == "bagian":
            self._open_section(name, spot)
        elif kind == "tabel":
            self._open_sample(name, spot)
        else:
            self._take_content(spot)

    def _open_section(self, name: str, spot: Spot) -> None:
        self._refuse_open("bagian berikutnya dibuka")
        if name in self.marks.sections:
            message = f"bagian “{name}” sudah ada di atas"
            self._slip(spot, message, "beri nama lain, atau hapus salah satunya")
        self._open, self._name, self._content, self._slot = spot, name, 0, -1

    def _open_sample(self, name: str, spot: Spot) -> None:
        self._refuse_sample()
        if name in self.marks.tables:
            message = f"tabel contoh “{name}” sudah ada di atas"
            self._slip(spot, message, "beri nama lain, atau hapus salah satunya")
        self._sample, self._sample_name = spot, name

    def _take_content(self, spot: Spot) -> None:
        """Note where the blocks of the open section go."""
        self._content += 1
        # The first one counts; a second is told and not obeyed.
        self._slot = spot.position if self._slot < 0 else self._slot
        if not self._name:
            hint = "tulis [[bagian: NAMA]] sebagai paragraf di atasnya"
            self._slip(spot, "[[isi]] di luar bagian", hint)
        elif self._content > 1:
            message = f"[[isi]] dua kali dalam bagian “{self._name}”"
            self._slip(spot, message, "hapus yang kedua")

    def _refuse_open(self, why: str) -> None:
        if self._name:
            hint = (
                "sisipkan pemisah bagian di Word: Tata Letak > Pemisah > Bagian, Halaman Berikutnya"
            )
            self._slip(
                self._open,
                f"bagian “{self._name}” tidak ditutup pemisah bagian sebelum {why}",
                hint,
            )

    def _refuse_sample(self) -> None:
        if self._sample:
            self._slip(
                self._sample,
                f"di bawah [[tabel: {self._sample_name}]] tidak ada tabel",
                "sisipkan tabel contohnya tepat di bawah tanda ini",
            )
        self._sample = None

    def _close(self, position: int, properties: Element) -> None:
        if not self._name:
            return
        size = properties.find(f"{{{W}}}pgSz")
        width, height = (
            _read_number(size.get(f"{{{W}}}{key}", "0")) if size is not None else 0
            for key in ("w", "h")
        )
        # Word turns a page by exchanging w:w and w:h (17.6.13); w:orient only tells the printer.
        self.marks.sections[self._name] = width > height
        opening = self._open.position if self._open else 0
        self.marks.spans.append(SectionSpan(self._name, opening, self._slot, position))
        self._judge_paper(has_size=size is not None, is_wide=width > height)
        if not self._content and not self.marks.tables:
            self._slip(
                self._open,
                (
                    f"bagian “{self._name}” tanpa [[isi]]: isinya akan ditaruh setelah "
                    "semua teks tetap"
                ),
                "tulis [[isi]] sebagai paragraf di tempat isi",
                Severity.WARNING,
            )
        self._open, self._name = None, ""

    def _judge_paper(self, *, has_size: bool, is_wide: bool) -> None:
        if not has_size:
            self._slip(
                self._open,
                f"bagian “{self._name}” tanpa ukuran kertas",
                "atur ukuran kertas bagian ini di Word: Tata Letak > Ukuran",
            )
        elif self._name == LANDSCAPE and not is_wide:
            self._slip(
                self._open,
                f"bagian “{LANDSCAPE}” berkertas tegak, padahal untuk tabel mendatar",
                (
                    "klik di dalam bagian ini, lalu di Word: Tata Letak > Orientasi > "
                    "Lanskap, diterapkan ke bagian ini"
                ),
            )

    def _table(self, position: int, spots: list[Spot]) -> None:
        """Read a table: a sample table if a marker announced it, else fixed content.

        In fixed content no marker is read.
        """
        if self._sample is None:
            self._refuse_marks(spots)
            return
        self.marks.samples.add(spots[0].table)
        roles: dict[str, Spot] = {}
        for _, row in groupby(spots, key=lambda spot: spot.row):
            self._read_row(list(row), roles)
        self._find_role_slips(spots[0], roles)
        self.marks.tables[self._sample_name] = tuple(roles)
        # Spots count rows from 1, as a person does.
        places = {role: spot.row - 1 for role, spot in roles.items()}
        self.marks.places[self._sample_name] = (position, places)
        self._sample = None

    def _refuse_marks(self, spots: Sequence[Spot]) -> None:
        """Note each marker in a table that no marker announced."""
        message = "tanda di dalam tabel yang bukan tabel contoh tidak terbaca"
        for spot in spots:
            if ROLE.search(spot.text) or MARKER.search(spot.text):
                self._slip(spot, message, _NO_SAMPLE)

    def _read_row(self, cells: Sequence[Spot], roles: dict[str, Spot]) -> None:
        """Add a sample row to the roles, by the name in its first cell."""
        # Word splits a text into runs as it likes, so a mark is sought in the cell's whole text.
        match = ROLE.search("".join(spot.text for spot in cells if spot.cell == 1))
        if not match:
            self._slip(
                cells[0],
                "baris tabel contoh ini tanpa peran, jadi diabaikan",
                "tulis perannya di sel pertama, misalnya [[isi]]",
                Severity.WARNING,
            )
        elif match[1] in roles:
            message = f"peran [[{match[1]}]] dua kali dalam satu tabel contoh"
            self._slip(cells[0], message, "hapus salah satu barisnya")
        else:
            roles[match[1]] = cells[0]
        for spot in cells:
            if spot.cell > 1 and ROLE.search(spot.text):
                message = "peran baris hanya terbaca di sel pertama"
                self._slip(spot, message, "pindahkan ke sel pertama baris ini")

    def _find_role_slips(self, table: Spot, roles: Mapping[str, Spot]) -> None:
        for role, spot in roles.items():
            if role not in ROLES and (
                meant := get_close_matches(role.lower(), ROLES, n=1, cutoff=0.75)
            ):
                self._slip(
                    spot,
                    f"peran [[{role}]] tidak dikenal",
                    f"mungkin maksudnya [[{meant[0]}]]; abaikan bila datanya memakai tingkat itu",
                    Severity.WARNING,
                )
        missing = [f"[[{role}]]" for role in (HEADER, ORDINARY) if role not in roles]
        if missing:
            self._slip(
                table,
                f"tabel contoh “{self._sample_name}” tidak punya baris {' dan '.join(missing)}",
                "tambahkan barisnya: tulis perannya di sel pertama",
            )

    def finish(self, spots: Sequence[Spot]) -> Marks:
        self._refuse_open("akhir dokumen")
        self._refuse_sample()
        for spot in spots:
            self.marks.slips += find_loose(spot, self.marks.samples)
        if not any(not wide for wide in self.marks.sections.values()):
            self._slip(
                None,
                "templat tidak memuat [[bagian: isi]] berkertas tegak",
                (
                    "tulis [[bagian: isi]], di bawahnya [[isi]], lalu pemisah bagian; "
                    "contoh: templates/renstra.docx"
                ),
            )
        if "umum" not in self.marks.tables:
            self._slip(
                None,
                "templat tidak memuat [[tabel: umum]]",
                "salin tabel contohnya dari templates/renstra.docx",
            )
        return self.marks

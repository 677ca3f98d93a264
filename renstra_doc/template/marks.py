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
from renstra_doc.model.row_levels import KNOWN
from renstra_doc.template.roles import HEADER, LANDSCAPE, NUMBERS, ORDINARY
from renstra_doc.template.slip import Slip
from renstra_doc.template.spots import SECT, Spot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

MARKER = re.compile(r"\[\[\s*(bagian|tabel|isi)\s*(?::\s*([\w-]+(?: +[\w-]+)*))?\s*\]\]")
ROLE = re.compile(r"\[\[\s*(\w+)\s*\]\]")
KINDS = ("bagian", "tabel", "isi")
ROLES = (HEADER, NUMBERS, ORDINARY, *KNOWN)
CONTENT = (
    "tanda yang dikenal: [[bagian: NAMA]], [[isi]], [[tabel: NAMA]]; peran baris "
    "tabel contoh: [[kepala]], [[isi]] …"
)
_NO_SAMPLE = (
    "bila ini tabel contoh, tulis [[tabel: umum]] sebagai paragraf tepat di "
    "atas tabel; bila bukan, hapus tandanya"
)
# Two brackets on one side at least make a marker; with one on each it must be a known word to be
# meant as one.
_LOOSE = re.compile(r"\[\[?([^\[\]]*)\]?\]|\[\[([^\[\]]*)")
LONGEST_MARK = 60


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
        spot = spots[0] if spots and spots[0].is_plain else None
        match = MARKER.fullmatch(spot.text.strip()) if spot else None
        if spot and match:
            self._take(match[1], match[2] or "", spot)
        elif spots and spots[0].table and not spots[0].inside:
            self._table(position, spots)
        elif spot and spot.text.strip() and not self._name and "[[" not in spot.text:
            self._slip(
                spot,
                "teks ini di luar bagian, jadi tidak akan tercetak",
                "pindahkan ke antara [[bagian: …]] dan pemisah bagiannya, atau hapus",
                Severity.WARNING,
            )
        properties = element if element.tag == SECT else element.find(f"{{{W}}}pPr/{SECT}")
        if properties is not None:
            self._close(position, properties)

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
            self._refuse_open("bagian berikutnya dibuka")
            if name in self.marks.sections:
                self._slip(
                    spot,
                    f"bagian “{name}” sudah ada di atas",
                    "beri nama lain, atau hapus salah satunya",
                )
            self._open, self._name, self._content, self._slot = spot, name, 0, -1
        elif kind == "tabel":
            self._refuse_sample()
            if name in self.marks.tables:
                self._slip(
                    spot,
                    f"tabel contoh “{name}” sudah ada di atas",
                    "beri nama lain, atau hapus salah satunya",
                )
            self._sample, self._sample_name = spot, name
        else:
            self._content += 1
            self._slot = spot.position if self._slot < 0 else self._slot
            if not self._name:
                self._slip(
                    spot,
                    "[[isi]] di luar bagian",
                    "tulis [[bagian: NAMA]] sebagai paragraf di atasnya",
                )
            elif self._content > 1:
                self._slip(
                    spot, f"[[isi]] dua kali dalam bagian “{self._name}”", "hapus yang kedua"
                )

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
        sides = (
            [_read_number(size.get(f"{{{W}}}{key}", "0")) for key in ("w", "h")]
            if size is not None
            else [0, 0]
        )
        self.marks.sections[self._name] = sides[0] > sides[1]
        opening = self._open.position if self._open else 0
        self.marks.spans.append(SectionSpan(self._name, opening, self._slot, position))
        if size is None:
            self._slip(
                self._open,
                f"bagian “{self._name}” tanpa ukuran kertas",
                "atur ukuran kertas bagian ini di Word: Tata Letak > Ukuran",
            )
        elif self._name == LANDSCAPE and sides[0] <= sides[1]:
            self._slip(
                self._open,
                f"bagian “{LANDSCAPE}” berkertas tegak, padahal untuk tabel mendatar",
                (
                    "klik di dalam bagian ini, lalu di Word: Tata Letak > Orientasi > "
                    "Lanskap, diterapkan ke bagian ini"
                ),
            )
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

    def _table(self, position: int, spots: list[Spot]) -> None:
        """Read a table: a sample table if a marker announced it, else fixed content.

        In fixed content no marker is read.
        """
        if self._sample is None:
            for spot in spots:
                if ROLE.search(spot.text) or MARKER.search(spot.text):
                    self._slip(
                        spot,
                        "tanda di dalam tabel yang bukan tabel contoh tidak terbaca",
                        _NO_SAMPLE,
                    )
            return
        self.marks.samples.add(spots[0].table)
        roles: dict[str, Spot] = {}
        for _, row in groupby(spots, key=lambda spot: spot.row):
            cells = list(row)
            first = "".join(spot.text for spot in cells if spot.cell == 1)
            match = ROLE.search(first)
            if match and match[1] in roles:
                self._slip(
                    cells[0],
                    f"peran [[{match[1]}]] dua kali dalam satu tabel contoh",
                    "hapus salah satu barisnya",
                )
            elif not match:
                self._slip(
                    cells[0],
                    "baris tabel contoh ini tanpa peran, jadi diabaikan",
                    "tulis perannya di sel pertama, misalnya [[isi]]",
                    Severity.WARNING,
                )
            if match:
                roles.setdefault(match[1], cells[0])
            for spot in cells:
                if spot.cell > 1 and ROLE.search(spot.text):
                    self._slip(
                        spot,
                        "peran baris hanya terbaca di sel pertama",
                        "pindahkan ke sel pertama baris ini",
                    )
        self._find_role_slips(spots[0], roles)
        self.marks.tables[self._sample_name] = tuple(roles)
        places = {role: spot.row - 1 for role, spot in roles.items()}
        self.marks.places[self._sample_name] = (position, places)
        self._sample = None

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
            self.marks.slips += _find_loose(spot, self.marks.samples)
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


def _find_loose(spot: Spot, samples: Collection[int]) -> Iterator[Slip]:
    """Yield what looks like a marker at a spot and is none, or stands where none is read."""
    text = spot.text
    if spot.is_plain and MARKER.fullmatch(text.strip()):
        return
    in_sample = spot.table in samples and not spot.inside
    for match in _LOOSE.finditer(text):
        if in_sample and ROLE.fullmatch(match[0]):
            continue
        inner = (match[1] or match[2] or "").strip()
        # A bracket round a whole sentence is no mark; two open ones are, whatever follows.
        if len(inner) <= LONGEST_MARK:
            yield from _judge(spot, match[0].strip(), inner, in_sample=in_sample)
        elif match[0].startswith("[["):
            yield from _judge(
                spot, f"[[{inner[:LONGEST_MARK]}", inner[:LONGEST_MARK], in_sample=in_sample
            )


def _judge(spot: Spot, written: str, inner: str, *, in_sample: bool) -> Iterator[Slip]:
    word, colon, name = (part.strip() for part in inner.partition(":"))
    is_single = not written.startswith("[[") and not written.endswith("]]")
    known = ROLES if in_sample else KINDS
    meant = get_close_matches(word.lower(), known, n=1, cutoff=0.85 if is_single else 0.6)
    right = f"[[{meant[0]}{f': {name}' if colon and name else ''}]]" if meant else ""
    is_exact = bool(MARKER.fullmatch(written))
    if is_exact and spot.is_plain:
        yield Slip(
            spot,
            f"tanda {written} harus sendirian dalam paragrafnya",
            "pindahkan teks lain ke paragraf tersendiri",
        )
    elif is_exact and not spot.table:
        yield Slip(
            spot,
            f"tanda {written} tidak terbaca di sini ({spot.inside})",
            "pindahkan ke paragraf biasa di badan dokumen",
        )
    elif is_exact and colon and in_sample:
        yield Slip(
            spot,
            f"tanda {written} tidak terbaca di dalam tabel",
            "pindahkan ke paragraf tersendiri di luar tabel",
        )
    elif is_exact or (ROLE.fullmatch(written) and spot.table):
        return  # said of its table
    elif ROLE.fullmatch(written) and word in ROLES:
        yield Slip(
            spot,
            f"peran baris {written} hanya terbaca di sel pertama baris tabel contoh",
            "pindahkan ke dalam tabel di bawah [[tabel: NAMA]]",
        )
    elif right and not (is_single and not colon and word.lower() not in known):
        severity = Severity.WARNING if is_single else Severity.ERROR
        yield Slip(spot, f"tanda “{written}” salah tulis", f"mungkin maksudnya {right}", severity)
    elif not is_single:
        yield Slip(spot, f"tanda “{written}” tidak dikenal dan akan tercetak apa adanya", CONTENT)

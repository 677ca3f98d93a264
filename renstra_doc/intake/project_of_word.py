"""A Word file or a sheet → a whole document project, as files; nothing is written here.

In order: (1) the narrative, block by block; (2) the tables with their captions and sources; (3) the
pictures; (4) the sections, from where the cover, the front and the chapters begin; (5) the facts
that the document says of itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from renstra_doc.docx.look import read_look
from renstra_doc.docx.relations import find_main, parse_part, read_relations
from renstra_doc.docx.styles import Styles
from renstra_doc.docx.word_content import WordTable
from renstra_doc.files.zipfiles import read_zip
from renstra_doc.intake.account import Account, account_of_blocks
from renstra_doc.intake.dress import dress_template, tell_look
from renstra_doc.intake.found_rules import RULES
from renstra_doc.intake.narrative import MAX_COVER, BlockDraft, Narrator
from renstra_doc.intake.read_word import read_table
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.vocabulary import find_period, find_year
from renstra_doc.intake.word_grids import make_grid, make_key
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.records import META_COLUMNS
from renstra_doc.template.starting import packaged_template
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.read_word import WordFile

BLOCK_HEADER = (
    "id",
    "jenis",
    "tingkat",
    "penanda",
    "gaya",
    "acuan",
    "teks",
    "sumber",
    "alternatif",
)
_OFFICE = re.compile(
    r"(?:dinas|badan|kantor|sekretariat|inspektorat|kecamatan|satuan|rumah sakit|bagian"
    r"|bappe\w*|bapenda)\b.{2,120}",
    re.IGNORECASE,
)
_REGION = re.compile(r"\b(?P<region>(?:kabupaten|kota|provinsi)\s+[\w .'-]{2,60})", re.IGNORECASE)
_DATE = re.compile(r"(?P<place>[^,\d]{2,40}),\s*(?P<date>\d{1,2}\s+\w+\s+(?:19|20)\d\d)")
_MONTHS = {
    "januari": 1, "februari": 2, "maret": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7,
    "agustus": 8, "september": 9, "oktober": 10, "november": 11, "desember": 12,
}  # fmt: skip
COVER_STYLE = "Sampul Judul"
# Styles of the template with which a regulation before the document begins.
REGULATION = ("Lambang", "Kop Peraturan", "Nomor Peraturan", "Judul Peraturan")


@dataclass(frozen=True)
class WordProject:
    """A project as files by their name relative to its folder, and what a person should know."""

    files: Mapping[str, bytes]
    remarks: tuple[SourceRemark, ...]
    counts: Mapping[str, int]
    account: Account = field(default_factory=lambda: Account(()))


def make_project_files(word: WordFile) -> WordProject:
    """Return the files of a project that prints what a Word file prints."""
    template, dressed = dress_as(word)
    narrator = Narrator(word.document.blocks, template_styles(template))
    drafts = _agree_on_dots(narrator.read())
    remarks = [dressed, *narrator.remarks]
    remarks += [
        SourceRemark("ragu", word.name, f"memuat {name}: periksa sendiri")
        for name in word.document.asing
    ]
    files: dict[str, bytes] = {"templates/renstra.docx": template}
    drafts = _take_pictures(word, drafts, files, remarks)
    drafts, records, columns = _take_tables(word, narrator, drafts, files, remarks)
    drafts = _take_chart(word, drafts, files, remarks)
    drafts = add_sections(drafts)
    facts = find_facts(word, drafts)
    files["data/dokumen.csv"] = write_csv([("kunci", "nilai", "keterangan"), *facts])
    files["data/tabel/tabel.csv"] = write_records("tabel/tabel.csv", records)
    files["data/tabel/kolom.csv"] = write_records("tabel/kolom.csv", columns)
    files.update(write_narrative(drafts))
    counts: dict[str, int] = {}
    for draft in drafts:
        counts[draft.jenis] = counts.get(draft.jenis, 0) + 1
    account = account_of_blocks(drafts, files, remarks)
    return WordProject(files, tuple(remarks), counts, account)


def dress_as(word: WordFile) -> tuple[bytes, SourceRemark]:
    """Return the standard template in the look of a file, and what it took from it."""
    template = packaged_template().read_bytes()
    look = read_look(word.parts)
    told = tell_look(look)
    if not told:
        message = "templat baku dipakai: berkas ini tidak menyebut kertas dan hurufnya"
        return template, SourceRemark("catatan", word.name, message)
    message = f"templat dari berkas ini: {told}; kepala, kaki dan sampul halaman dari templat baku"
    return dress_template(template, look), SourceRemark("catatan", word.name, message)


def _agree_on_dots(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """Write the numbers of headings with a dot at the end only where all of them have one."""
    samples = {d.penanda for d in drafts if d.jenis == "subbab" and "." in d.penanda.rstrip(".")}
    if all(sample.endswith(".") for sample in samples):
        return list(drafts)
    return [
        replace(d, penanda=d.penanda.rstrip("."))
        if d.jenis == "subbab" and d.penanda in samples
        else d
        for d in drafts
    ]


def template_styles(template: bytes) -> frozenset[str]:
    """Return the names of the paragraph styles that a template has."""
    parts = read_zip(template)
    relations = read_relations(parts, find_main(parts))
    part = next((r.target for r in relations if r.jenis == "styles" and r.target in parts), "")
    if not part:
        return frozenset()
    root = parse_part(parts[part])
    styles = Styles(root)
    return frozenset(
        styles.name(node.get(key, ""))
        for node in root
        for key in node.attrib
        if str(key).endswith("styleId")
        and node.get(str(key).replace("styleId", "type")) == "paragraph"
    )


# Pictures, tables, charts


def _take_pictures(
    word: WordFile,
    drafts: Sequence[BlockDraft],
    files: dict[str, bytes],
    remarks: list[SourceRemark],
) -> list[BlockDraft]:
    found = []
    number = 0
    alternatives = _find_alternatives(word)
    for draft in drafts:
        if draft.jenis != "gambar":
            found.append(draft)
            continue
        suffix = PurePosixPath(draft.picture).suffix.lower().replace(".jpeg", ".jpg")
        data = word.parts.get(draft.picture)
        if data is None or suffix not in (".png", ".jpg", ".svg"):
            message = (
                f"gambar {draft.picture} tidak dapat dibawa: simpan sebagai PNG, "
                "lalu tambahkan blok gambar"
            )
            remarks.append(SourceRemark("dibuang", draft.picture, message, draft.teks))
            if draft.teks:
                found.append(BlockDraft("paragraf", draft.teks))
            continue
        number += 1
        name = f"gambar-{number}{suffix}"
        files[f"data/gambar/{name}"] = data
        alternative = alternatives.get(draft.picture, "")
        found.append(replace(draft, acuan=name, alternatif=alternative))
    return found


def _find_alternatives(word: WordFile) -> dict[str, str]:
    """Return the alternative text of each picture, by its part."""
    main = find_main(word.parts)
    targets = {relation.id: relation.target for relation in read_relations(word.parts, main)}
    found: dict[str, str] = {}
    for node in parse_part(word.parts[main]).iter():
        if not str(node.tag).endswith(("}inline", "}anchor")):
            continue
        text = next(
            (inner.get("descr", "") for inner in node.iter() if str(inner.tag).endswith("}docPr")),
            "",
        )
        for inner in node.iter():
            for key, value in inner.attrib.items():
                if str(key).endswith("}embed") and str(value) in targets and text:
                    found[targets[str(value)]] = text
    return found


def _take_tables(
    word: WordFile,
    narrator: Narrator,
    drafts: Sequence[BlockDraft],
    files: dict[str, bytes],
    remarks: list[SourceRemark],
) -> tuple[list[BlockDraft], list[dict[str, str]], list[dict[str, str]]]:
    tables = [block for block in word.document.blocks if isinstance(block, WordTable)]
    found, records, columns = [], [], []
    taken: set[str] = set()
    rules: list[tuple[str, ...]] = []
    chapter, without = 0, 0
    for draft in drafts:
        chapter = draft.value if draft.jenis == "bab" else chapter
        if draft.jenis != "tabel":
            found.append(draft)
            continue
        nomor, first, judul = narrator.captions.get(draft.table, ("", "", ""))
        label = "" if nomor and first.startswith(f"Tabel {nomor}") else _label_of(first, nomor)
        if not first:
            without += 1
            nomor = f"{chapter}.{without}"
            remarks.append(
                SourceRemark(
                    "turunan",
                    f"tabel {draft.table + 1}",
                    f"tabel tanpa judul, diberi nomor {nomor}",
                )
            )
        source = read_table(word.name, draft.table + 1, tables[draft.table], judul)
        key = make_key(judul, nomor, taken)
        if not any(cell.plain for row in source.rows for cell in row):
            continue
        grid = make_grid(source, key, nomor, label, judul, narrator.sources.get(draft.table, ""))
        files[f"data/tabel/{key}.csv"] = grid.rows
        records.append(grid.record)
        columns += grid.columns
        rules += grid.rules
        remarks += [remark for remark in grid.remarks if remark.kind != "turunan"]
        found.append(replace(draft, acuan=key))
    if rules:
        files["data/aturan.csv"] = write_csv([RULES, *rules])
    return found, records, columns


def _label_of(first: str, nomor: str) -> str:
    """Return what a caption calls its table, without the title: `TABEL 6.2`."""
    at = first.find(nomor) if nomor else -1
    return first[: at + len(nomor)] if at > 0 else first


def _take_chart(
    word: WordFile,
    drafts: Sequence[BlockDraft],
    files: dict[str, bytes],
    remarks: list[SourceRemark],
) -> list[BlockDraft]:
    """Take the text boxes of a drawn chart as boxes of `bagan`; their lines are not read."""
    boxes = [[tidy(p.text()) for p in box if tidy(p.text())] for box in word.document.kotak]
    boxes = [box for box in boxes if box]
    place = next((i for i, draft in enumerate(drafts) if draft.jenis == "bagan"), None)
    if not boxes:
        return [draft for draft in drafts if draft.jenis != "bagan"]
    rows = []
    for number, box in enumerate(boxes, 1):
        rank = next((line for line in box[1:] if line.lower().startswith("eselon")), "")
        count = next((line for line in box[1:] if re.match(r"\d+\s", line)), "")
        rest = [line for line in box if line not in (rank, count)]
        rank = re.sub(r"^eselon\s+", "", rank, flags=re.IGNORECASE)
        rows.append((f"kotak-{number}", "", "\n".join(rest), rank, count))
    files["data/struktur-organisasi.csv"] = write_csv(
        [("id", "induk", "jabatan", "eselon", "jumlah"), *rows]
    )
    message = (
        f"{len(boxes)} kotak bagan dibaca tanpa garisnya: isi kolom induk di "
        "struktur-organisasi.csv"
    )
    remarks.append(SourceRemark("ragu", word.name, message))
    chart = BlockDraft("bagan", "Bagan", acuan="struktur-organisasi.csv")
    if place is None:
        return [*drafts, chart]
    return [
        *drafts[:place],
        chart,
        *(d for d in drafts[place + 1 :] if d.jenis != "bagan"),
    ]


# Sections


def add_sections(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """Begin the cover, the front and the chapters as sections, by what stands there."""
    found: list[BlockDraft] = []
    section = ""
    cover = _cover_length(drafts)
    for index, draft in enumerate(drafts):
        wanted = _section_of(index, draft, cover, section)
        if wanted and wanted != section:
            found.append(BlockDraft("bagian", acuan=wanted, penanda=_first_page(wanted, section)))
            section = wanted
        if index < cover and draft.jenis == "paragraf" and not draft.gaya:
            draft = replace(draft, gaya=COVER_STYLE)  # noqa: PLW2901 — a cover's lines look so
        found.append(draft)
    if found and found[0].jenis != "bagian":
        found.insert(0, BlockDraft("bagian", acuan="isi", penanda="1"))
    return found


def _first_page(section: str, before: str) -> str:
    if section == "isi":
        return "1"
    return "" if section in ("sampul", "depan", "peraturan") and before != "peraturan" else "i"


def _cover_length(drafts: Sequence[BlockDraft]) -> int:
    """Return how many blocks are the cover: short lines before the first heading."""
    for index, draft in enumerate(drafts):
        if draft.jenis in ("judul", "bab", "subbab") or draft.gaya in REGULATION:
            return index
        if (
            draft.jenis not in ("paragraf", "ruang", "gambar", "ganti_halaman")
            or len(draft.teks) > MAX_COVER
        ):
            return 0
    return 0


def _section_of(index: int, draft: BlockDraft, cover: int, section: str) -> str:
    if index < cover:
        return "sampul"
    if draft.gaya in REGULATION and section in ("", "sampul"):
        return "peraturan"
    if draft.jenis == "bab":
        return "isi"
    if draft.jenis == "judul" and section != "isi":
        return "depan"
    return section or "isi"


# The narrative as files


def write_narrative(drafts: Sequence[BlockDraft]) -> dict[str, bytes]:
    """Return the files of the narrative: the front, then one a chapter."""
    groups: list[tuple[str, list[BlockDraft]]] = [("depan", [])]
    chapter = 0
    for draft in drafts:
        last = groups[-1][1]
        if draft.jenis == "bab":
            chapter += 1
            opening = [last.pop()] if last and last[-1].jenis == "bagian" else []
            groups.append((f"bab-{chapter}", opening))
        groups[-1][1].append(draft)
    files = {}
    kept = [(name, group) for name, group in groups if group]
    for number, (name, group) in enumerate(kept, 1):
        rows = [
            _block_row(draft, f"{name.replace('-', '')}-{place}")
            for place, draft in enumerate(group, 1)
        ]
        files[f"data/naskah/{number:02d}-{name}.csv"] = write_csv([BLOCK_HEADER, *rows])
    return files


def _block_row(draft: BlockDraft, key: str) -> tuple[str, ...]:
    return (
        key, draft.jenis, draft.tingkat, draft.penanda, draft.gaya, draft.acuan,
        draft.teks.replace("\t", " ").replace("{{", "{ {"), draft.sumber, draft.alternatif,
    )  # fmt: skip


def write_records(name: str, records: Sequence[Mapping[str, str]]) -> bytes:
    """Return a file of descriptions with the columns that its records fill."""
    required, optional = META_COLUMNS[name]
    header = tuple(
        column
        for column in (*required, *optional)
        if column in required or any(record.get(column) for record in records)
    )
    usual = [
        c
        for c in ("label", "sumber", "orientasi", "gaya", "desimal")
        if c in optional and c not in header
    ]
    whole = (*header, *usual)
    return write_csv([whole, *(tuple(record.get(c, "") for c in whole) for record in records)])


# Facts


def find_facts(word: WordFile, drafts: Sequence[BlockDraft]) -> list[tuple[str, str, str]]:
    """Return the facts that a document says of itself.

    What it does not say stands as a placeholder.
    """
    cover = [plain_text(d.teks) for d in drafts[: _end_of_cover(drafts)] if d.jenis == "paragraf"]
    texts = cover or [
        plain_text(d.teks) for d in drafts[:40] if d.jenis in ("paragraf", "judul", "bab")
    ]
    office = next((tidy(t) for t in texts if _OFFICE.fullmatch(tidy(t))), "[NAMA PERANGKAT DAERAH]")
    region = next((m["region"] for m in map(_REGION.search, texts) if m), "[NAMA DAERAH]")
    period = next(
        filter(None, map(find_period, [*texts, *(plain_text(d.teks) for d in drafts)])), None
    )
    years = [find_year(t) for t in texts if find_year(t)]
    first, last = period or ((years[0], years[0]) if years else (0, 0))
    date, place = find_date(drafts)
    title = tidy(" ".join(texts[:4])) if cover else PurePosixPath(word.name).stem
    name = "-".join(re.findall(r"\w+", title))[:80] or "Renstra"
    signer = _find_signer(drafts)
    return [
        ("nama_berkas", name, "Nama berkas keluaran, tanpa .docx"),
        ("templat", "../templates/renstra.docx", "Templat Word, relatif terhadap folder data"),
        ("judul", title, "Judul dokumen (sifat berkas)"),
        ("penulis", office, "Penulis dokumen (sifat berkas)"),
        ("tanggal_dokumen", date or f"{first or 1980}-01-01", "Tanggal dokumen (sifat berkas)"),
        ("opd", office, "Nama perangkat daerah"),
        ("daerah", tidy(region), "Nama daerah"),
        ("periode_awal", str(first or "[TAHUN]"), "Tahun pertama periode"),
        ("periode_akhir", str(last or "[TAHUN]"), "Tahun terakhir periode"),
        *([("tempat", place, "Tempat penandatanganan")] if place else []),
        *([("kepala_opd", signer, "Nama kepala perangkat daerah")] if signer else []),
    ]


def _end_of_cover(drafts: Sequence[BlockDraft]) -> int:
    sections = [i for i, draft in enumerate(drafts) if draft.jenis == "bagian"]
    starts = [i for i in sections if drafts[i].acuan == "sampul"]
    later = [i for i in sections if starts and i > starts[0]]
    return later[0] if starts and later else 0


def find_date(drafts: Sequence[BlockDraft]) -> tuple[str, str]:
    """Return date and place of the last signature that has them: `Kota, 5 Juni 2021`."""
    for draft in reversed(drafts):
        match = _DATE.fullmatch(tidy(draft.teks)) if draft.jenis == "tanda_tangan" else None
        if match is None:
            continue
        day, month, year = match["date"].split()
        if month.lower() in _MONTHS:
            text = f"{year}-{_MONTHS[month.lower()]:02d}-{int(day):02d}"
            try:
                parse_tanggal(text)
            except ValueError:
                return "", tidy(match["place"])
            return text, tidy(match["place"])
    return "", ""


def _find_signer(drafts: Sequence[BlockDraft]) -> str:
    """Return the name below the room of the last signature block."""
    for index in range(len(drafts) - 1, 0, -1):
        if drafts[index - 1].jenis == "ruang" and drafts[index].jenis == "tanda_tangan":
            return plain_text(drafts[index].teks)
    return ""

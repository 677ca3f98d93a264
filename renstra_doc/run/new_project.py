"""Starting forms: a form and a few facts → a new document project that builds at once.

A form is a folder, of this package or somebody's own, data and no code: `bentuk.csv` says its facts
and defaults, the rest are the CSV files of a document project with `{opd}`, `{tahun}` … for what a
person says (docs/mulai.md). In order: (1) the files of `bersama/`, then the form's own; (2) rows
that bear the name of a list of years in `ulang` repeat for each year; (3) the rows of a table get
all columns that `kolom.csv` gives it; (4) everything is written beside the new folder, read back,
and only then moved into place.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.staging import find_makers, move_folder, stage_folder, sweep_stages
from renstra_doc.finding import refuse_input
from renstra_doc.load.project import load_project
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.compose import compose_document
from renstra_doc.place import NOWHERE
from renstra_doc.run.guard import refuse_names
from renstra_doc.template.starting import STARTING, packaged_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Fill = Callable[[Path], Mapping[str, bytes]]

FORMS = Path(__file__).parents[1] / "forms"
SHARED, DESCRIPTION, COLUMNS = "bersama", "bentuk.csv", "data/tabel/kolom.csv"
LONGEST_NAME = 60  # letters of an office in the name of a file
MAX_YEARS = 20
# Left by git, by the Finder and by Explorer; nobody would call a folder with them full.
# What a folder may hold and still be empty to a person.
UNSEEN = frozenset({".git", ".DS_Store", "Thumbs.db", "desktop.ini"})
REQUIRED = ("keterangan", "periode", "jenis_dokumen", "singkat", "opd", "daerah", "kepala")
ROW_FIELDS = ("id", "tingkat", "induk", "kode", "entitas", "arah")
# A single brace in the text of a form; double ones are expressions of the document.
_PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
_PERIOD = re.compile(r"\s*((?:19|20)\d\d)\s*(?:[-–—]\s*((?:19|20)\d\d)\s*)?")
Record = dict[str, str]
Years = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Form:
    """A starting form: name, purpose, usual period, further facts, each a row of `bentuk.csv`."""

    folder: Path
    nama: str
    keterangan: str
    periode: str
    fakta: Mapping[str, str]

    def read_period(self, text: str) -> tuple[int, int]:
        """Read a period; InputError for what is none, and for one too long for this form."""
        first, last = parse_period(text)
        most = int(self.fakta.get("tahun_terbanyak", MAX_YEARS))
        # The tables of a form hold so many years: those of a Renja one.
        if last - first >= most:
            message = (
                f"periode “{text}” terlalu panjang: bentuk {self.nama} paling banyak {most} tahun"
            )
            hint = f"tulis misalnya {self.periode}, atau pilih bentuk lain"
            raise refuse_input(NOWHERE, message, hint, text)
        return first, last


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A column of a table: its name as the form writes it, its year, its row of `kolom.csv`.

    The name may be `rp_{tahun}`.
    """

    asal: str
    tahun: Record
    record: Record


# `glob`: a new form is a folder, and no list in the code names it.
def list_forms() -> dict[str, Form]:
    """Return the forms by name, in the order that they give themselves (`urutan`).

    The usual one first.
    """
    forms = [_read_form(path.parent) for path in FORMS.glob(f"*/{DESCRIPTION}")]
    return {
        form.nama: form
        for form in sorted(forms, key=lambda form: (form.fakta["urutan"], form.nama))
    }


def find_form(name: str = "") -> Form:
    """Return the form of a name, or of a folder with a `bentuk.csv`.

    Capitals do not matter; empty: the usual one.
    """
    forms = list_forms()
    known = forms.get(name.lower() or next(iter(forms)))
    if known is not None:
        return known
    # A folder of its own is looked at last, so that one named like a form does not hide it.
    if Path(name, DESCRIPTION).is_file():
        return _read_form(Path(name).resolve())
    hint = f"bentuk yang ada: {', '.join(forms)}; bentuk sendiri: folder yang memuat {DESCRIPTION}"
    raise refuse_input(NOWHERE, f"bentuk “{name}” tidak dikenal", hint, name)


def _read_form(folder: Path) -> Form:
    facts = {
        record.get("kunci") or "": record.get("nilai") or ""
        for record in _read_csv(folder / DESCRIPTION)
    }
    missing = [name for name in REQUIRED if name not in facts]
    if missing:
        message = f"bentuk “{folder.name}” tanpa {', '.join(missing)}"
        hint = "tulis satu baris kunci,nilai untuk masing-masing"
        raise refuse_input(DESCRIPTION, message, hint)
    return Form(folder, folder.name, facts["keterangan"], facts["periode"], facts)


def parse_period(text: str) -> tuple[int, int]:
    """Read `2025-2029`, or `2026` for one year; InputError for anything else."""
    match = _PERIOD.fullmatch(text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if not first <= last < first + MAX_YEARS:
        hint = "tulis tahun awal dan akhir, misalnya 2025-2029; untuk satu tahun misalnya 2026"
        raise refuse_input(NOWHERE, f"“{text}” bukan periode", hint, text)
    return first, last


def create_project(
    folder: Path,
    form: str = "",
    *,
    opd: str = "",
    daerah: str = "",
    kepala: str = "",
    periode: str = "",
    fill: Fill | None = None,
) -> Path:
    """Write a new document project.

    In: the folder (absent, or empty), the name or folder of a form (empty: the usual one), and the
    facts; an empty one stands as a plain placeholder (`[NAMA OPD]`), the period as the form's usual
    one; `fill` returns further contents of files of the data folder, before it is in its place.
    Out: the data folder. Raises InputError where the folder is not empty or a fact cannot be used,
    OSError where nothing can be written; then nothing is left behind.
    """
    refuse_folder(folder)
    chosen = find_form(form)
    given = {"opd": opd, "daerah": daerah, "kepala": kepala}
    facts, years = _describe(
        # Line breaks and doubled blanks of a pasted name would break the cover.
        chosen,
        {name: " ".join(text.split()) for name, text in given.items()},
        periode,
    )
    target = folder.resolve()
    with stage_folder(target, "new") as staged:
        _write_project(staged, chosen, facts, years)
        _write_filled(staged / "data", fill)
        # Read back before it moves: a project that does not build must not be left behind.
        _refuse_content(staged / "data")
        move_folder(staged, target)
    return folder / "data"


def _write_filled(data: Path, fill: Fill | None) -> None:
    for name, content in (fill(data) if fill else {}).items():
        (data / name).write_bytes(content)


def refuse_folder(folder: Path) -> None:
    """Raise InputError where a folder is a file, holds anything, or has a name none can have."""
    refuse_names(folder)
    hint = "pilih folder baru atau folder kosong; berkas yang ada tidak pernah ditimpa"
    if folder.exists() and not folder.is_dir():
        raise refuse_input(folder, "ini sebuah berkas, bukan folder", hint)
    if folder.is_dir():
        # A killed run leaves its stage in the folder: swept before the folder is judged.
        sweep_stages(folder)  # of a run that was killed
        _refuse_filling(folder)
    if folder.is_dir() and any(entry.name not in UNSEEN for entry in folder.iterdir()):
        raise refuse_input(folder, "folder ini tidak kosong", hint)


def _refuse_filling(folder: Path) -> None:
    """Raise InputError where another command fills a folder at this moment."""
    for maker in find_makers(folder):
        message = f"folder ini sedang diisi: {maker or 'oleh perintah lain'}"
        raise refuse_input(folder, message, "tunggu sampai selesai, atau pilih folder lain")


def _describe(form: Form, given: Mapping[str, str], periode: str) -> tuple[Record, Years]:
    """Return what each placeholder of a form stands for, and its lists of years.

    `tahun` and `lalu`.

    `tahun` are the years of the period; a form may add `tahun_tambahan` years to a period of
    exactly `tahun_usual` years. `lalu` are as many years before the period as it has itself.
    """
    first, last = form.read_period(periode or form.periode)
    length = last - first + 1
    is_usual = str(length) == form.fakta.get("tahun_usual")
    # Only a period of the usual length gets the further year; any other says its years itself.
    extra = int(form.fakta.get("tahun_tambahan", "0")) if is_usual else 0
    years = {
        "tahun": list(range(first, last + extra + 1)),
        "lalu": list(range(first - length, first)),
    }
    named = {name: text or form.fakta[name] for name, text in given.items()}
    short_name = "-".join(re.findall(r"\w+", named["opd"]))[:LONGEST_NAME]
    return {
        **form.fakta,
        **named,
        **_name_years(first, last),
        "tahun_terakhir": str(last + extra),
        "opd_berkas": short_name,
    }, years


def _name_years(first: int, last: int) -> Record:
    """Return the years that a form names, reckoned from its period."""
    length = last - first + 1
    named = {
        "periode_awal": first,
        "periode_akhir": last,
        "tahun_0": first - 1,
        "tahun_lalu_2": first - 2,
        "tahun_lalu_3": first - 3,
        "tahun_lanjut": last + 1,
        "lalu_awal": first - length,
        "jumlah_tahun": length,
    }
    period = f"{first}-{last}" if last > first else str(first)
    return {"periode": period, **{name: str(number) for name, number in named.items()}}


def _write_project(folder: Path, form: Form, facts: Record, years: Years) -> None:
    files = {
        path.relative_to(root).as_posix(): path
        for root in (FORMS / SHARED, form.folder)
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != DESCRIPTION
    }
    if COLUMNS not in files:
        hint = "salin sebuah bentuk yang ada, lalu ubah"
        raise refuse_input(COLUMNS, f"bentuk “{form.nama}” tanpa berkas ini", hint)
    columns = _expand_columns(_read_csv(files[COLUMNS]), facts, years)
    contents = {
        name: _expand_file(name, path, columns, facts, years) for name, path in files.items()
    }
    contents.setdefault(f"templates/{STARTING}", packaged_template().read_bytes())
    for name, content in contents.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _expand_file(
    name: str, path: Path, columns: Mapping[str, list[YearColumn]], facts: Record, years: Years
) -> bytes:
    if path.suffix == ".md":
        return _fill(path.read_text(encoding="utf-8"), facts).encode()
    if path.suffix != ".csv":
        return path.read_bytes()
    if name == COLUMNS:
        return _to_csv([column.record for group in columns.values() for column in group])
    records = _read_csv(path)
    if not records:
        return path.read_bytes()
    # Only tables of data have columns by `kolom.csv`; every other file stands as it is.
    own = columns.get(path.stem) if name.startswith("data/tabel/") else None
    return _to_csv(
        [
            _fill_record(record, {**facts, **year})
            if own is None
            else _expand_row(record, own, {**facts, **year})
            for record, year in _repeat(records, years)
        ]
    )


def _fill_record(record: Record, known: Record) -> Record:
    return {key: _fill(text, known) for key, text in record.items()}


def _expand_columns(
    records: Sequence[Record], facts: Record, years: Years
) -> dict[str, list[YearColumn]]:
    """Return the columns of each table in printed order.

    `(#)` in `nomor` counts the numbered ones of a table.
    """
    found: dict[str, list[YearColumn]] = {}
    for record, year in _repeat(records, years):
        group = found.setdefault(record["tabel"], [])
        filled = {key: _fill(text, {**facts, **year}) for key, text in record.items()}
        # Counted while they come: a repeated year moves the numbers of all columns after it.
        count = sum(1 for column in group if column.record["nomor"]) + 1
        group.append(
            YearColumn(
                record["kolom"], year, {**filled, "nomor": filled["nomor"].replace("#", str(count))}
            )
        )
    return found


def _expand_row(record: Record, columns: Sequence[YearColumn], facts: Record) -> Record:
    """Return a row with a cell for each column.

    What the form says under `rp_{tahun}` stands in every year.
    """
    fields = {name: _fill(record[name], facts) for name in ROW_FIELDS if name in record}
    cells = {
        column.record["kolom"]: _fill(record.get(column.asal, ""), {**facts, **column.tahun})
        for column in columns
    }
    # A field of the row (id, level) that is also a column is written once.
    return {**fields, **{name: text for name, text in cells.items() if name not in fields}}


def _repeat(records: Iterable[Record], years: Years) -> Iterator[tuple[Record, Record]]:
    """Yield each record and what its years stand for.

    Neighbours with the same mark in `ulang` (`tahun`, or `lalu:realisasi` for one group of several)
    come together, once for each year of that list.
    """
    # Neighbours only: order is the form's, and a later group of the same mark is another one.
    for mark, group in groupby(records, key=lambda record: record.get("ulang", "")):
        plain = [{key: text for key, text in record.items() if key != "ulang"} for record in group]
        name = mark.partition(":")[0]
        if name and name not in years:
            raise refuse_input(
                NOWHERE, f"ulang “{mark}” tidak dikenal", f"tulis {' atau '.join(years)}"
            )
        for year in [{name: str(year)} for year in years[name]] if name else [{}]:
            yield from ((record, year) for record in plain)


def _fill(text: str, facts: Mapping[str, str]) -> str:
    # All before the first is replaced: a fact with braces in it is not read again.
    for match in _PLACEHOLDER.finditer(text):
        if match[1] not in facts:
            hint = f"yang dikenal: {', '.join(facts)}"
            raise refuse_input(NOWHERE, f"bentuk ini memuat {match[0]}, yang tidak dikenal", hint)
    return _PLACEHOLDER.sub(lambda match: facts[match[1]], text)


def _read_csv(path: Path) -> list[Record]:
    """Read a file of a form, which its author wrote in canonical CSV.

    InputError for anything else.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            # `strict`: a quotation mark in the middle is an error of the form, not a letter.
            records = list(csv.DictReader(stream, restval="", strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        hint = "simpan sebagai CSV UTF-8 dengan pemisah koma"
        raise refuse_input(path.name, "berkas bentuk ini tidak dapat dibaca", hint) from error
    if any(None in record for record in records):
        hint = "beri tanda kutip pada isi yang memuat koma"
        raise refuse_input(path.name, "sebuah baris lebih panjang dari kepalanya", hint)
    return records


def _to_csv(records: Sequence[Record]) -> bytes:
    return write_csv([list(records[0]), *(list(record.values()) for record in records)])


def _refuse_content(data: Path) -> None:
    """Raise InputError where the new project cannot be read.

    A fact holds what no document can print.
    """
    compose_document(load_project(data))

"""Eleven amendments of `data/` and of the example, as a planner makes them: rows of CSV files.

Each splits, merges, moves, renames or reprices programs, and says so in `pemetaan.csv`.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY / "data"
EXAMPLE = REPOSITORY / "examples" / "kabupaten-contoh" / "data"
MAP = ("tabel", "lama", "baru", "jenis", "alasan", "dasar")
SOCIAL, COUNTY = "program-renstra", "program"

Record = dict[str, str]
Amend = Callable[["Programs"], None]


@dataclass
class Programs:
    """A table of programs that is amended, and what became of its rows."""

    table: str
    rows: list[Record]
    mapped: list[tuple[str, ...]]

    def row(self, key: str) -> Record:
        """Return the row of an id."""
        return next(row for row in self.rows if row["id"] == key)

    def say(self, old: str, new: str, kind: str, reason: str = "", ground: str = "") -> None:
        """Write a line of `pemetaan.csv`."""
        self.mapped.append((self.table, old, new, kind, reason, ground))

    def price(self, key: str, column: str, amount: int) -> None:
        """Change an amount, and by as much every amount above it and the total."""
        row = self.row(key)
        more = amount - int(row[column] or 0)
        while True:
            row[column] = str(int(row[column] or 0) + more)
            if not row["induk"] or not self.row(row["induk"])[column]:
                break
            row = self.row(row["induk"])
        for total in (one for one in self.rows if one["tingkat"] == "jumlah"):
            total[column] = str(int(total[column]) + more)

    def replace(self, key: str, *news: Record) -> None:
        """Put rows in the place of one."""
        row = self.row(key)
        place = self.rows.index(row)
        self.rows[place : place + 1] = [{**row, "entitas": new["id"], **new} for new in news]

    def rename(self, old: str, new: str, **values: str) -> None:
        """Give a row another id, its rows along."""
        for row in self.rows:
            if row["induk"] == old:
                row["induk"] = new
        self.row(old).update(id=new, entitas=new, **values)

    def move(self, key: str, parent: str) -> None:
        """Put a row (and those below it) last below another one."""
        family = [row for row in self.rows if self.is_below(row, key)]
        for row in family:
            self.rows.remove(row)
        last = max(n for n, row in enumerate(self.rows) if self.is_below(row, parent))
        self.rows[last + 1 : last + 1] = family
        family[0]["induk"] = parent

    def is_below(self, row: Record, key: str) -> bool:
        """Return whether a row is the one of an id, or below it."""
        while row["id"] != key and row["induk"]:
            row = self.row(row["induk"])
        return row["id"] == key


def repriced(programs: Programs) -> None:
    """Change amount and target of one sub kegiatan."""
    programs.price("sk-makanan", "rp_2021", 120_000_000)
    programs.row("sk-makanan")["target_2021"] = "2 tahun"
    programs.say("sk-makanan", "sk-makanan", "", "Korban bencana bertambah", "Perda 8/2020")


def new_names(programs: Programs) -> None:
    """Give a program and its kegiatan new names, codes and ids, by a decree."""
    for old, new, name, code in (
        ("p-penanganan-bencana", "p-bencana", "PROGRAM PENANGGULANGAN BENCANA SOSIAL", "1.06.07"),
        ("kg-korban-bencana", "kg-bencana", "Pelindungan Korban Bencana", "1.06.07.2.01"),
    ):
        programs.rename(old, new, uraian=name, kode=code)
        programs.say(
            old, new, "ganti_nomenklatur", "Penyesuaian nomenklatur", "Kepmendagri 050-5889/2021"
        )


def split_activity(programs: Programs) -> None:
    """Split a sub kegiatan in two, which share its rupiah."""
    programs.replace(
        "sk-pekerja-sosial",
        {"id": "sk-psm-kota", "uraian": "Pembinaan PSM Kota", "rp_2021": "100000000"},
        {"id": "sk-psm-desa", "uraian": "Pembinaan PSM Kelurahan", "rp_2021": "38632130"},
    )
    for key in ("sk-psm-kota", "sk-psm-desa"):
        programs.say("sk-pekerja-sosial", key, "pecah", "Pembagian wilayah kerja")


def merged_activities(programs: Programs) -> None:
    """Merge two sub kegiatan."""
    programs.rows.remove(programs.row("sk-kelompok-rentan"))
    programs.replace(
        "sk-penampungan",
        {"id": "sk-pengungsi", "uraian": "Pelayanan Pengungsi", "rp_2021": "15400000"},
    )
    for key in ("sk-penampungan", "sk-kelompok-rentan"):
        programs.say(key, "sk-pengungsi", "gabung", "Satu lokasi pelayanan")


def moved_activity(programs: Programs) -> None:
    """Move a kegiatan to another program, and its rupiah with it."""
    for column in ("rp_2018", "rp_2019", "rp_2020"):
        amount = int(programs.row("k-kube")[column] or 0)
        for key, sign in (("p-fakir-miskin-s1", -1), ("p-kelembagaan-kesos", 1)):
            programs.price(key, column, int(programs.row(key)[column] or 0) + sign * amount)
    programs.move("k-kube", "p-kelembagaan-kesos")
    programs.say("k-kube", "k-kube", "pindah", "Sesuai tugas bidang")


def split_program(programs: Programs) -> None:
    """Split a program in two, each with one of its kegiatan."""
    old = programs.row("ketahanan")
    garden = programs.row("pekarangan")
    new = {key: garden[key] for key in garden if key.startswith("rp_")}
    rest = {key: str(int(old[key]) - int(new[key])) for key in new}
    programs.move("pekarangan", "ketahanan")
    place = programs.rows.index(garden)
    yard = {**old, **new, "id": "penganekaragaman", "kode": "2.09.04"}
    programs.rows.insert(place, {**yard, "uraian": "Program Penganekaragaman Pangan"})
    garden["induk"] = "penganekaragaman"
    programs.rename("ketahanan", "cadangan-pangan", uraian="Program Cadangan Pangan", **rest)
    programs.say("ketahanan", "cadangan-pangan", "pecah", "Pemisahan program", "Perda 3/2024")
    programs.say("ketahanan", "penganekaragaman", "pecah", "Pemisahan program", "Perda 3/2024")
    programs.say("pekarangan", "pekarangan", "", "Mengikuti pemisahan program")


def moved_between_offices(programs: Programs) -> None:
    """Move a kegiatan to a program of another bidang urusan, where it costs more."""
    for column in ("rp_2024", "rp_2025", "rp_2026"):
        amount = int(programs.row("pekarangan")[column])
        for key, sign in (("ketahanan", -1), ("tangkap", 1)):
            programs.price(key, column, int(programs.row(key)[column]) + sign * amount)
    programs.move("pekarangan", "tangkap")
    programs.price("pekarangan-lestari", "rp_2026", 300_000)
    programs.say("pekarangan", "pekarangan", "pindah", "Urusan dialihkan", "Perbup 12/2024")


def merged_programs(programs: Programs) -> None:
    """Merge a program into another one; its kegiatan stay as they are."""
    for column in ("rp_2024", "rp_2025", "rp_2026"):
        amount = int(programs.row("tangkap")[column])
        programs.price("ketahanan", column, int(programs.row("ketahanan")[column]) + amount)
        programs.price("tangkap", column, 0)
    nelayan = programs.row("nelayan")
    programs.move("nelayan", "ketahanan")
    programs.rows.remove(programs.row("tangkap"))
    programs.rename("ketahanan", "pangan-ikan", uraian="Program Pangan dan Perikanan")
    nelayan["induk"] = "pangan-ikan"
    for key in ("ketahanan", "tangkap"):
        programs.say(key, "pangan-ikan", "gabung", "Perampingan program")


def come_and_gone(programs: Programs) -> None:
    """End a sub kegiatan and begin another; nothing is mapped."""
    for column in ("rp_2024", "rp_2025", "rp_2026"):
        programs.price("penunjang-rapat", column, 0)
    old = programs.row("penunjang-rapat")
    new = {**old, "id": "penunjang-arsip", "kode": "x.xx.01.2.06.0010"}
    programs.rows.insert(
        programs.rows.index(old),
        {**new, "uraian": "Penataan Arsip", "indikator": "Arsip yang ditata"},
    )
    programs.rows.remove(old)
    for column, amount in (("rp_2024", 0), ("rp_2025", 151_000), ("rp_2026", 160_000)):
        programs.price("penunjang-arsip", column, amount)


def other_indicators(programs: Programs) -> None:
    """Change indicators, units and targets; the rupiah stays."""
    programs.row("ketahanan").update(indikator="Indeks ketahanan pangan", satuan="indeks")
    programs.row("penunjang-umum")["target_2026"] = "98"
    programs.row("nelayan-alat")["target_2025"] = "95"
    programs.say("ketahanan", "ketahanan", "", "Penyelarasan dengan RPJMD", "Perda 3/2024")


def all_at_once(programs: Programs) -> None:
    """Split, merge, rename and reprice in one amendment."""
    new_names(programs)
    split_activity(programs)
    merged_activities(programs)
    programs.price("sk-lk3", "rp_2021", 20_000_000)
    programs.price("sk-data-pengaduan", "rp_akhir", 184_592_431)


AMENDMENTS: dict[str, tuple[Path, str, Amend]] = {
    "pagu": (DATA, SOCIAL, repriced),
    "nomenklatur": (DATA, SOCIAL, new_names),
    "pecah-sub-kegiatan": (DATA, SOCIAL, split_activity),
    "gabung-sub-kegiatan": (DATA, SOCIAL, merged_activities),
    "pindah-kegiatan": (DATA, SOCIAL, moved_activity),
    "semua": (DATA, SOCIAL, all_at_once),
    "pecah-program": (EXAMPLE, COUNTY, split_program),
    "gabung-program": (EXAMPLE, COUNTY, merged_programs),
    "pindah-bidang": (EXAMPLE, COUNTY, moved_between_offices),
    "baru-dan-dihapus": (EXAMPLE, COUNTY, come_and_gone),
    "indikator": (EXAMPLE, COUNTY, other_indicators),
}


def read_rows(path: Path) -> list[Record]:
    """Return the records of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(path: Path, rows: list[Record]) -> None:
    """Write records as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def amend(name: str, folder: Path) -> Path:
    """Write the amended copy of a project: out, its data folder."""
    source, table, change = AMENDMENTS[name]
    shutil.copytree(source, folder)
    place = folder / "tabel" / f"{table}.csv"
    programs = Programs(table, read_rows(place), [])
    change(programs)
    write_rows(place, programs.rows)
    if programs.mapped:
        lines = [dict(zip(MAP, line, strict=True)) for line in programs.mapped]
        write_rows(folder / "pemetaan.csv", lines)
    facts = read_rows(folder / "dokumen.csv")
    for fact in facts:
        if fact["kunci"] == "tanggal_dokumen":
            fact["nilai"] = "2026-10-05"
    write_rows(folder / "dokumen.csv", facts)
    return folder

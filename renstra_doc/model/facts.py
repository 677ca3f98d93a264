"""Facts: `dokumen.csv` → the value of each key with its place."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error, reading_warning
from renstra_doc.model.fact_kinds import FACT_KINDS, check_fact_kind, check_period
from renstra_doc.model.records import at, check_choice, is_whole, read_records
from renstra_doc.place import Place
from renstra_doc.words.file_names import is_device, mend_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.load.project import RawProject

FACTS = "dokumen.csv"
REQUIRED_FACTS = (
    "nama_berkas",
    "templat",
    "judul",
    "penulis",
    "tanggal_dokumen",
    "periode_awal",
    "periode_akhir",
)
# What the program itself reads beyond those; every other key is for the document's own text.
OPTIONAL_FACTS = ("subjek", "kata_kunci", "opd", "daerah")
SLIPS = 2  # so many letters more or fewer still make a misspelling
PROPOSED_LETTERS = 100  # of a name that is proposed in the place of another one
_FILE_NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f.][^\\/:*?\"<>|\x00-\x1f]{0,120}")


def compose_facts(
    raw: RawProject, findings: list[Finding]
) -> tuple[dict[str, str], dict[str, Place]]:
    """Return the value of each key, and where it stands."""
    facts, places, kinds = _read_facts(raw, findings)
    # In a file that was read in part any key may stand in the part that is lost.
    if FACTS in raw.tables and is_whole(raw, FACTS):
        findings += _find_missing(facts, places)
    for kunci, nilai in facts.items():
        _check_fact(kunci, kinds[kunci], nilai, places[kunci], findings)
    findings += check_period(facts, places)
    return facts, places


def _read_facts(
    raw: RawProject, findings: list[Finding]
) -> tuple[dict[str, str], dict[str, Place], dict[str, str]]:
    """Return value, place and kind of each key; of a key that stands twice the last one."""
    facts: dict[str, str] = {}
    places: dict[str, Place] = {}
    kinds: dict[str, str] = {}
    for line, record in read_records(raw, FACTS, findings):
        kunci = record["kunci"]
        if kunci in facts:
            findings.append(_tell_twice(kunci, line, places[kunci]))
        facts[kunci], places[kunci] = record["nilai"], at(line, "nilai")
        check_choice(record, "jenis", ("", *FACT_KINDS), line, findings)
        # An unknown kind is told; the value is then judged like one without a kind.
        kinds[kunci] = record["jenis"] if record["jenis"] in FACT_KINDS else ""
    return facts, places, kinds


def _tell_twice(kunci: str, line: Place, first: Place) -> Finding:
    message = f"kunci “{kunci}” sudah ada di baris {first.line}"
    return reading_error(at(line, "kunci"), message, "hapus salah satunya")


def read_fact_names(raw: RawProject) -> dict[str, str]:
    """Return what `dokumen.csv` notes of each key: what a reader calls it."""
    source = raw.tables.get(FACTS)
    if source is None or not {"kunci", "keterangan"} <= set(source.header):
        return {}
    return {record["kunci"]: record["keterangan"].strip() for record in source.texts()}


def _find_missing(facts: Mapping[str, str], places: Mapping[str, Place]) -> list[Finding]:
    """Find the required facts that are not there, and the keys that look like a misspelt one."""
    findings = []
    # Only keys that the program reads can be misspelt: any other is the document's own.
    for kunci in (*REQUIRED_FACTS, *OPTIONAL_FACTS):
        typed = None if kunci in facts else _find_misspelt(kunci, facts)
        if kunci in REQUIRED_FACTS and not facts.get(kunci):
            hint = f"tambahkan baris {kunci},…"
            if typed:
                hint = f"baris {places[typed].line} menulis “{typed}”; mungkin maksudnya {kunci}"
            findings.append(
                reading_error(Place(FACTS), f"kunci “{kunci}” tidak ada atau kosong", hint)
            )
        elif typed:
            place = at(places[typed], "kunci")
            findings.append(
                reading_warning(
                    place, f"kunci “{typed}” tidak dikenal", f"mungkin maksudnya {kunci}"
                )
            )
    return findings


def _find_misspelt(kunci: str, facts: Mapping[str, str]) -> str | None:
    """Return the key that was probably meant to be `kunci`, None where no key is."""
    plain = {
        "_".join(key.lower().split()): key
        for key in facts
        if key not in REQUIRED_FACTS + OPTIONAL_FACTS
    }
    # Alike and about as long: `periode_awal_baru` is a key of its own, no misspelt `periode_awal`.
    near = get_close_matches(kunci, plain, n=1, cutoff=0.8)
    return plain[near[0]] if near and abs(len(near[0]) - len(kunci)) <= SLIPS else None


def _check_fact(kunci: str, jenis: str, nilai: str, place: Place, findings: list[Finding]) -> None:
    """Check a fact against its kind, and what names the output as the name of a file."""
    findings += check_fact_kind(kunci, jenis, nilai, place)
    if kunci == "nama_berkas" and nilai:
        findings += _check_file_name(nilai, place)


def _propose_file_name(nilai: str) -> str:
    """Return a name that every system can hold, near to one that not every system can."""
    plain = "".join(char for char in nilai if unicodedata.category(char) not in ("Cc", "Cf"))
    name = mend_name(mend_name(plain).strip(" .-")[:PROPOSED_LETTERS].rstrip(" .-"))
    return name or "renstra"


def _check_file_name(nilai: str, place: Place) -> list[Finding]:
    """Check that a name leads to no other folder, and that every system can hold it."""
    if not _FILE_NAME.fullmatch(nilai):
        signs = 'nama berkas tanpa folder dan tanpa tanda \\ / : * ? " < > |'
        hint = f"{signs}, misalnya {_propose_file_name(nilai)}"
        return [reading_error(place, f"“{nilai}” bukan nama berkas", hint, nilai)]
    if is_device(nilai):
        hint = f"pilih nama lain, misalnya {mend_name(nilai)}"
        return [reading_error(place, f"“{nilai}” nama perangkat di Windows", hint, nilai)]
    if (
        nilai != nilai.strip()
        or nilai.endswith(".")
        # Cf: marks of direction, by which `fdp.exe` shows as `exe.pdf`.
        or any(unicodedata.category(char) in ("Cc", "Cf") for char in nilai)
    ):
        ends = "nama berkas tanpa spasi atau titik di ujung dan tanpa karakter tak terlihat"
        hint = f"{ends}, misalnya {_propose_file_name(nilai)}"
        return [reading_error(place, f"“{nilai}” bukan nama berkas di Windows", hint, nilai)]
    return []

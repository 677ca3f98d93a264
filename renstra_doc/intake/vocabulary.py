"""Words of headings → what a column holds, for which year, in which unit.

The words are those of the forms in use (T-C.23 … T-C.28, Renstra, Renja, applications); a heading
that is not known stays a column of its own words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.intake.source import join_spaced, tidy
from renstra_doc.model.row_levels import CODED

if TYPE_CHECKING:
    from collections.abc import Sequence

NO, CODE, CODE_NAME, NAME, INDICATOR, UNIT = (
    "no",
    "kode",
    "kode_nama",
    "uraian",
    "indikator",
    "satuan",
)
GOAL, AIM, BASE, TARGET, MONEY, REACHED, RATIO = (
    "tujuan",
    "sasaran",
    "capaian_awal",
    "target",
    "rp",
    "realisasi",
    "rasio",
)
OFFICE, PLACE_NAME, REMARK, ACTIVE, YEAR_ONLY, SIGN, OTHER = (
    "unit_kerja",
    "lokasi",
    "keterangan",
    "aktif",
    "tahun",
    "tanda",
    "lain",
)
FIGURES = frozenset({BASE, TARGET, MONEY, REACHED, RATIO, YEAR_ONLY})
END = "akhir"
# In this order, as `kegiatan` ends `sub kegiatan`.
_BEGINNINGS = (
    (re.compile(r"sub[ -]?kegiatan\b"), "sub_kegiatan"),
    (re.compile(r"kegiatan\b"), "kegiatan"),
    (re.compile(r"program\b"), "program"),
    (re.compile(r"bidang urusan\b|urusan pemerintahan bidang\b"), "bidang_urusan"),
    (re.compile(r"urusan\b|unsur\b"), "urusan"),
)
_LEVEL_WORDS = (
    (re.compile(r"sub[ -]?keg(?:iatan)?\.?|sub ?giat|subkeg|sub"), "sub_kegiatan"),
    (re.compile(r"kegiatan|keg|giat"), "kegiatan"),
    (re.compile(r"program|prog|prg"), "program"),
    (re.compile(r"bidang urusan|bidang|bid|bd"), "bidang_urusan"),
    (re.compile(r"urusan|urs|ur"), "urusan"),
)
LEVELS = CODED
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*(?:-|–|—|/|s\.?/?d\.?|sampai(?: dengan)?|hingga)"
    r"\s*(?:tahun )?(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_NTH = re.compile(
    r"\b(?:tahun|thn?|th\.)\.?\s?(?:ke)?\s?[-–.]?\s?(?P<n>\d|i{1,3}|iv|vi?)\b(?![.\d])",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:tahun|thn?|th)\.? ?ke\b[-– ]*+(?:\([^()]*+\))?+[-–. ]*+$", re.IGNORECASE
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_NUMBERED_YEARS = frozenset(map(str, _ROMAN.values()))
_SCALES = (
    (r"\bribuan|\bribu rupiah|\bribu rp\b\.?|\brp\.? ?ribu\b|\(ribu\)|\brb\b", 1000),
    (r"\bjutaan|\bjuta rupiah|\bjuta rp\b\.?|\brp\.? ?juta\b|\bjuta\b|\bjt\b", 10**6),
    (r"\bmil[iy]ar(?:an)?\b", 10**9),
    (r"\btrili?[uy]?un(?:an)?\b", 10**12),
)
_SCALE = [(re.compile(words, re.IGNORECASE), factor) for words, factor in _SCALES]
# `(Rp. 000)`, `(000.000)`, `Rp,000`; with a leading 1 only where it is said to be a measure or
# nothing follows (`dalam Rp1.000,-`, `x 1.000.000`, `(Rp1.000)`): a heading may name an amount.
_RP = r"(?:\brp(?![a-z])\.?|rupiah)"
_ZEROS = r"0{3}(?:[.,]?0{3}){0,3}(?![\d])(?![.,]\d)"
_NOUGHTS = (
    re.compile(
        rf"(?:{_RP}\s?|dalam |dlm |\()[('\u2019.,]{{0,2}}(?P<zeros>{_ZEROS})(?:,-)?", re.IGNORECASE
    ),
    re.compile(
        rf"(?:\bdalam |\bdlm |\bx ?)(?:{_RP} ?)?\(?1[.,]?(?P<zeros>{_ZEROS})(?:,-)?", re.IGNORECASE
    ),
    re.compile(rf"{_RP} ?\(?1[.,]?(?P<zeros>{_ZEROS})(?:,-)? ?(?=\)|$)", re.IGNORECASE),
)
_TWICE = re.compile(r"\bRp\b\.?(?:(?: x)? (?:Rp\b\.?|\(Rp\)|rupiah\b))+", re.IGNORECASE)
_UNIT_HEADINGS = frozenset({"unit", "ukuran", "unit ukuran", "unit/satuan", "unit pengukuran"})
_UNITS = re.compile(
    r"%|persen|orang|dokumen|laporan|unit|kelompok|paket|kegiatan|keluarga|kk|jiwa|bulan|tahun|hari|"
    r"poin|nilai|indeks|buah|lembaga|desa|kelurahan|kecamatan|rumah|ha|km|m2|kali|kasus|berkas|"
    r"lokasi|predikat|angka|skor|level|opd|set|stel|buku|ton|kg"
)
_PARTED = re.compile(r"(?<=[a-z])- (?=[a-z])")
_OF_YEAR = re.compile(r"\b(?:tahun|thn?|th|per|pada|ta)\b(?! (?:awal|dasar))")
_BRACKETS = re.compile(r"\([^()]*\)")
_PUNCTUATION = re.compile(r"[*_.,:;\"'“”]+")

_RESULTS = r"(?:hasil|keluaran|outcomes?|outputs?)"
# The first that fits decides: the narrower form stands above the wider one.
_ROLES: tuple[tuple[str, str], ...] = (
    (r"no|nr|nomor|no urut|nomor urut|#", NO),
    (r"(?:kode|kd)\b.*(?:nama|uraian|nomenklatur).*", CODE_NAME),
    (r"(?:kode|kd) ?(?:/|-|dan) ?(?:program|kegiatan|urusan).*", CODE_NAME),
    (r"(?:nama|uraian|nomenklatur).*\bkode\b.*", CODE_NAME),
    (r"(?:kode|kd|no rek|nomor rek|rekening)\b.*", CODE),
    (r"satuan|sat|stn|unit satuan|(?:satuan|sat) .*", UNIT),
    (r"(?:(?:nama|uraian) )?(?:indikator|tolo?a?k ukur|ind kinerja)\b.*", INDICATOR),
    (r".*\bindikator kinerja\b.*|iku|ikk|ikp|ikd|iksk?|ikss|ikk?u|iksp|ikm|impact", INDICATOR),
    (r"capaian program|parameter|ukuran (?:kinerja|keberhasilan|capaian).*", INDICATOR),
    (r"jumlah target|target", TARGET),
    (r"(?:unit kerja|perangkat daerah|opd|skpd|pd|unit|bidang|pihak) pelaksana.*", OFFICE),
    (r"(?:\w+ ){0,4}(?:penanggung ?-?jawab|pj|pengampu)\b.*", OFFICE),
    (r"unit kerja.*|(?:nama )?(?:perangkat daerah|opd|skpd|organisasi)", OFFICE),
    (r"unit organisasi|pelaksana.*|dinas|instansi", OFFICE),
    (r"(?:instansi|dinas|opd) (?:pelaksana|terkait)", OFFICE),
    (r"pic|person in charge|leading sector|(?:bidang|seksi) ?/ ?(?:seksi|sub ?bag\w*)", OFFICE),
    (r"p j|sub ?koordinator|pptk", OFFICE),
    (r"(?:data )?(?:capaian|kondisi|realisasi|target|kinerja)\b.*\bawal\b.*", BASE),
    (r"kondisi awal|(?:tahun|thn?|th) (?:awal|dasar).*|baseline.*|base line.*|data awal.*", BASE),
    (r"nilai (?:awal|dasar)|kondisi exist?ing", BASE),
    (r"(?:realisasi|capaian|kondisi)(?: kinerja)? (?:terakhir|saat ini|eksisting).*", BASE),
    (r"data dasar.*|data capaian.*", BASE),
    (r"lokasi.*|tempat|lokus", PLACE_NAME),
    (r"(?:desa|kelurahan|kecamatan) ?/ ?(?:desa|kelurahan|kecamatan)", PLACE_NAME),
    (r"ket|keterangan|catatan(?: penting)?|ket .*|keterangan ?/ ?catatan|remarks?", REMARK),
    (r"(?:status )?aktif|status", ACTIVE),
    (r"rasio|rasio capaian.*|t ?/ ?r|r ?/ ?t|%|persen", RATIO),
    (r"rasio.*|(?:persentase|tingkat|%) ?(?:capaian|realisasi).*|capaian \(?%\)?", RATIO),
    (r"realisasi.*|capaian(?: kinerja)?|terealisasi|r|real", REACHED),
    (r"(?:prakiraan|perkiraan|estimasi|indikasi) (?:maju|biaya|dana|anggaran|pagu)\b.*", MONEY),
    (r"proyeksi (?:biaya|dana|anggaran|pagu|kebutuhan)\b.*", MONEY),
    (r"(?:prakiraan|perkiraan|estimasi|indikasi) kebutuhan\b.*", MONEY),
    (r"n ?\+ ?1|belanja|ang(?: \(rp\))?", MONEY),
    (r"(?:rp|rupiah|pagu|dana|anggaran|angg|biaya|pendanaan|alokasi|nilai rp|harga)\b.*", MONEY),
    (r"(?:uang|keuangan|keu|plafond?)\b.*|(?:ribu|juta|mil[iy]ar) (?:rp|rupiah)", MONEY),
    (r"(?:besaran|usulan|jml|rencana) (?:dana|anggaran|pagu|biaya)\b.*", MONEY),
    (r"(?:kebutuhan|kerangka|jumlah|plafon|nilai|total) (?:dana|anggaran|pendanaan)\b.*", MONEY),
    (r"(?:kebutuhan|kerangka|jumlah|plafon|nilai|total) (?:pagu|biaya|rp)\b.*", MONEY),
    (r"(?:kebutuhan|kerangka|jumlah|plafon|nilai|total) (?:kebutuhan|rupiah)\b.*", MONEY),
    (r".*\bpagu\b.*|.*\(rp\.?\)", MONEY),
    (r"tujuan(?: strategis| opd| pd| skpd| perangkat daerah| renstra| daerah| rpjmd)?", GOAL),
    (r"sasaran(?: strategis| opd| pd| skpd| perangkat daerah| renstra| daerah| rpjmd)?", AIM),
    (r"sasaran (?:program|(?:sub ?)?kegiatan)(?: ?/ ?(?:sub ?)?kegiatan)*", AIM),
    (r"keluaran.*|outputs?|outcomes?|hasil(?: program)?|outcome ?/ ?output.*", INDICATOR),
    (rf"{_RESULTS}(?: ?(?:/|dan|&) ?{_RESULTS})+", INDICATOR),
    (r"output ?/ ?outcome.*|hasil ?\(outcome\)", INDICATOR),
    (r"target.*|kinerja|volume|vol|k|t|kuantitas|vol target|fisik|tgt|qty|banyaknya", TARGET),
    (r"target kinerja.*|rencana(?: target)?|proyeksi|(?:volume|vol) ?/ ?target", TARGET),
    (r".*\b(?:program|kegiatan|nomenklatur|subkegiatan|sub kegiatan)\b.*", NAME),
    (r"(?:(?:nama|uraian|nomenklatur) )?(?:sub ?)?giat|prog ?/ ?keg.*", NAME),
    (r"uraian.*|rincian.*|nama (?:urusan|bidang|rekening|akun).*|urusan.*|bidang urusan.*", NAME),
    (r"nama|(?:rencana )?aksi|aktivitas|komponen|jenis belanja", NAME),
)  # fmt: skip
_ROLE = [(re.compile(pattern), role) for pattern, role in _ROLES]
_END = re.compile(
    r"\bakhir\b|\b(?:jumlah|total)\b(?! (?:pegawai|penduduk|unit|orang))|selama (?:periode|lima)",
    re.IGNORECASE,
)
_END_WORDS = re.compile(
    r"akhir (?:periode|renstra|rpjmd|tahun|perencanaan)|kondisi (?:(?!kondisi ).)*?akhir|\bakhir\b"
)
_TOTAL = re.compile(
    r"(?:grand\s+|sub\s*)?(?:total|jumlah)(?:\s+(?:total|keseluruhan|seluruhnya|seluruh|besar|belanja|"
    r"anggaran|pagu|dana|biaya|umum|akhir|rp|\(rp\)|kebutuhan|pendanaan|program|kegiatan|sub\s?kegiatan|"
    r"urusan|bidang|dinas|badan|kantor|semua|[+&]|[ivx]+|\d+|[a-z]))*(?:\s*[:=])?",
    re.IGNORECASE,
)
_BARE_TOTAL = re.compile(
    r"(?:grand\s+|sub\s*)?(?:total|jumlah)(?:\s+(?:total|keseluruhan|seluruhnya|seluruh|besar|umum))*",
    re.IGNORECASE,
)
_TOTAL_OF = re.compile(r"(?:sub\s?-?)?(?:total|jumlah)\s", re.IGNORECASE)
_OUTDATED = re.compile(r"\b(?:lama|semula|sebelum|murni)\b")
_REMAINDER = re.compile(
    r"(?:sisa|selisih|saldo|bertambah|berkurang|sebelum|sesudah|setelah)\b", re.IGNORECASE
)
_COLUMN_NUMBER = re.compile(r"\(?\s?\d{1,2}[a-z]?\s?\)?(?:\s?=\s?[\d\s()+*/x:.–-]+)?|\(?[a-z]\)?")
MAX_HEADING = 90
# What the data keep of every row, besides what is printed: a column headed `Tingkat` is another.
BOUND = ("id", "tingkat", "induk", "entitas")


def normalize(text: str) -> str:
    """Return a heading in small letters without brackets, marks and punctuation."""
    plain = _PUNCTUATION.sub(" ", join_spaced(tidy(text)).lower())
    return tidy(plain)


def find_role(text: str) -> str:
    """Return the role of the words of one heading cell, "" for words that are not known."""
    plain = normalize(text)
    if not plain or len(plain) > MAX_HEADING:
        return ""
    # Years and brackets aside, the words say what the column is.
    short = tidy(_YEAR.sub(" ", _NTH.sub(" ", _YEARS.sub(" ", _BRACKETS.sub(" ", plain)))))
    short = tidy(_OF_YEAR.sub(" ", short)).strip("-–/ ")
    if not short:
        inner = normalize(plain.strip("()"))
        return YEAR_ONLY if find_year(text) or find_nth(text) else _match(inner)
    whole = _match(plain)
    # Brackets may say the one thing that counts: `Kebutuhan (Rp)`.
    return whole if whole in (MONEY, RATIO) else _match(short)


def _match(text: str) -> str:
    """Return the role of plain words; a word parted at the end of a line (`ko- de`) is joined."""
    tried = (text, _PARTED.sub("", text)) if "- " in text else (text,)
    return next(
        (role for words in tried for pattern, role in _ROLE if pattern.fullmatch(words)), ""
    )


def find_year(text: str) -> int:
    """Return the last year that a heading names, 0 for none; a period is no year."""
    # `2021-2026` names no year of a column; of several the last is the lowest in the heading.
    found = _YEAR.findall(_YEARS.sub(" ", text))
    return int(found[-1]) if found else 0


def is_year(text: str) -> bool:
    """Return whether a text is a year."""
    return _YEAR.fullmatch(text) is not None


def without_years(text: str) -> str:
    """Return a text without the years and periods that it names."""
    return tidy(_YEAR.sub(" ", _YEARS.sub(" ", text)))


def find_period(text: str) -> tuple[int, int] | None:
    """Return the first and last year of a period that a title names."""
    match = _YEARS.search(text)
    years = [int(year) for year in _YEAR.findall(match[0])] if match else []
    return (years[0], years[1]) if len(years) == 2 and years[0] < years[1] else None  # noqa: PLR2004 — first and last


def find_nth(text: str) -> int:
    """Return n of `Tahun ke-n`, 0 for none."""
    match = _NTH.search(tidy(text))
    if match is None:
        return 0
    word = match["n"].lower()
    # Only up to six: years of a period, with the one before or after it.
    return int(word) if word.isdecimal() else _ROMAN.get(word, 0)


def is_nth(text: str) -> bool:
    """Return whether a text is the number of a year of a period: `1`, `III`, `(2)`."""
    plain = text.strip("() ").lower()
    return plain in _ROMAN or plain in _NUMBERED_YEARS


def counts_years(text: str) -> bool:
    """Return whether a heading counts years, their numbers standing below it: `Tahun ke- (Rp)`."""
    return _COUNTS.search(tidy(text)) is not None


def find_nth_in(path: Sequence[str]) -> int:
    """Return n of a heading path that says `Tahun ke-n`, or `n` below `Tahun ke-`."""
    found = find_nth(" ".join(path))
    if found or not path or not is_nth(path[-1]) or not any(map(counts_years, path[:-1])):
        return found
    word = path[-1].strip("() ").lower()
    return int(word) if word.isdecimal() else _ROMAN[word]


def may_be_unit(text: str) -> bool:
    """Return whether a heading may mean a measure: `Unit`, `Ukuran`; its cells decide."""
    return normalize(text) in _UNIT_HEADINGS


def is_unit(text: str) -> bool:
    """Return whether a text is a measure that plans count in."""
    return _UNITS.fullmatch(tidy(text).lower()) is not None


def find_scale(text: str) -> int:
    """Return by what a heading says its amounts are to be multiplied."""
    plain = tidy(text).lower()
    noughts = next((match for form in _NOUGHTS if (match := form.search(plain))), None)
    if noughts is not None:
        # (000) means thousands: as many noughts as were left out.
        return int(10 ** noughts["zeros"].count("0"))
    return next((factor for pattern, factor in _SCALE if pattern.search(plain)), 1)


def drop_scale(heading: str) -> str:
    """Return a heading without the words of its scale: the amounts come in whole rupiah."""
    plain = _BRACKETS.sub(lambda m: " (Rp)" if find_scale(m[0]) > 1 else m[0], tidy(heading))
    if find_scale(plain) > 1:
        for pattern in (*_NOUGHTS, *(pattern for pattern, _ in _SCALE)):
            plain = pattern.sub(" Rp", plain)
        plain = _TWICE.sub("Rp", plain)
    return tidy(plain)


def find_level(text: str) -> str:
    """Return the level that a heading of names speaks of alone: `Kegiatan`, `Nama Program`."""
    plain = normalize(_BRACKETS.sub(" ", text))
    plain = re.sub(r"^(?:kode|kd|nama|nm|uraian|no rek|nomenklatur)\s+(?:dan nama\s+)?", "", plain)
    return next((level for words, level in _LEVEL_WORDS if words.fullmatch(plain)), "")


def name_level(text: str) -> str:
    """Return the level that the name of a row begins with: `PROGRAM …`, `Kegiatan : …`."""
    plain = tidy(text).lower()
    return next((level for words, level in _BEGINNINGS if words.match(plain)), "")


def is_end(path: str) -> bool:
    """Return whether a heading speaks of the end or the whole of the period."""
    return _END_WORDS.search(path.lower()) is not None or _END.search(path) is not None


def is_period_end(path: str) -> bool:
    """Return whether a heading speaks of the end of the period, not of a sum."""
    return _END_WORDS.search(path.lower()) is not None


def is_total(text: str) -> bool:
    """Return whether a text names a total row."""
    return _TOTAL.fullmatch(join_spaced(tidy(text)).strip(" :.")) is not None


def is_bare_total(text: str) -> bool:
    """Return whether a text names a total and nothing that it counts: `Jumlah`, `TOTAL`."""
    return _BARE_TOTAL.fullmatch(join_spaced(tidy(text)).strip(" :.")) is not None


def begins_total(text: str) -> bool:
    """Return whether a text may name the sum of some rows: `Jumlah Program Pendidikan`."""
    return _TOTAL_OF.match(tidy(text)) is not None


def is_outdated(heading: str) -> bool:
    """Return whether a column says that its figures no longer hold: `Pagu semula`."""
    return _OUTDATED.search(heading.lower()) is not None


def is_remainder(heading: str) -> bool:
    """Return whether a column beside amounts holds what is left of them: `Sisa`, `Selisih`."""
    return _REMAINDER.match(normalize(heading)) is not None


def is_column_number(text: str) -> bool:
    """Return whether a cell of the line of column numbers: `(1)`, `13`, `13 = 9 + 10 + 11`."""
    return _COLUMN_NUMBER.fullmatch(tidy(text)) is not None


def make_slug(text: str, fallback: str = "kolom") -> str:
    """Return a field name of a heading: `laki_laki` for `Laki-laki`."""
    words = re.findall(r"[a-z0-9]+", tidy(text).lower())
    name = "_".join(words)[:40].strip("_")
    if not name:
        return fallback
    return name if name[0].isalpha() else f"k_{name}"

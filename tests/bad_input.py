"""The bad contents of files that docs/masukan-buruk.md lists: which file of the tiny data folder, and its damage.

What the program says of each stands there, word for word, under a heading of the same name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Damage = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Case:
    """A file and what is done to its bytes; `code` 0 where it is read all the same."""

    file: str
    damage: Damage
    code: int = 2


def put(content: str | bytes) -> Damage:
    """Replace the whole file."""
    return lambda _: content.encode() if isinstance(content, str) else content


def swap(old: str, new: str | bytes, count: int = 1) -> Damage:
    """Replace a piece of the text, which must be there."""

    def damage(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode() if isinstance(new, str) else new, count)

    return damage


def recode(encoding: str) -> Damage:
    """Save in another encoding."""
    return lambda content: content.decode().encode(encoding)


def drop_last_column(content: bytes) -> bytes:
    """Leave out the last cell of each line."""
    return b"".join(line.rpartition(b",")[0] + b"\n" for line in content.splitlines())


def drop_column(name: str) -> Damage:
    """Leave out a column; no cell of the file may hold a comma."""

    def damage(content: bytes) -> bytes:
        rows = [line.split(",") for line in content.decode().splitlines()]
        position = rows[0].index(name)
        return "".join(
            ",".join(row[:position] + row[position + 1 :]) + "\n" for row in rows
        ).encode()

    return damage


def pagu(text: str) -> Damage:
    """Put another amount into the one cell of rupiah."""
    return swap("302457274", f'"{text}"')


def target(text: str) -> Damage:
    """Put another value into a cell that takes a number, a percentage or a grade."""
    return swap("70.00%", f'"{text}"')


def say_grouping(kolom: str) -> Damage:
    """Give `kolom.csv` its column `ribuan`, and let one column say `tidak`."""

    def damage(content: bytes) -> bytes:
        head, *rows = content.decode().splitlines()
        said = [f"{row},{'tidak' if f',{kolom},' in row else ''}" for row in rows]
        return "".join(f"{line}\n" for line in (f"{head},ribuan", *said)).encode()

    return damage


def add_fact(kunci: str, jenis: str, nilai: str) -> Damage:
    """Give `dokumen.csv` its column `jenis`, and one fact more."""

    def damage(content: bytes) -> bytes:
        head, *rows = content.decode().splitlines()
        lines = [head.replace("keterangan", "jenis,keterangan"), *(f"{row}," for row in rows)]
        return "".join(f"{line}\n" for line in (*lines, f"{kunci},{nilai},{jenis},")).encode()

    return damage


def repeat_long_cell(content: bytes) -> bytes:
    """Let one cell take a long one three times."""
    taken = "{{ nilai('pegawai', 'staf', 'jabatan') }}" * 3
    return swap("Kepala Dinas", f'"{taken}"')(swap("Pelaksana", "x" * 90_000)(content))


PEGAWAI, SASARAN, NASKAH = "tabel/pegawai.csv", "tabel/sasaran.csv", "naskah/01-isi.csv"
KOLOM = "tabel/kolom.csv"

CASES: dict[str, Case] = {
    # --- Berkas ---
    "berkas kosong": Case(PEGAWAI, put("")),
    "setengah berkas, terpotong di tengah baris": Case(SASARAN, lambda content: content[:-12]),
    "setengah berkas, terpotong di dalam tanda kutip": Case(
        NASKAH, lambda content: content[: content.index(b"memiliki")]
    ),
    "setengah berkas, terpotong di akhir baris": Case(
        PEGAWAI, lambda content: content[: content.index(b"total")]
    ),
    "berkas biner": Case(PEGAWAI, put(b"PK\x03\x04\x14\x00\x06\x00\x08\x00")),
    # --- Pemisah dan tanda kutip ---
    "pemisah yang tidak dikenal": Case(PEGAWAI, lambda content: content.replace(b",", b"|")),
    "dua pemisah di baris nama kolom": Case(PEGAWAI, swap("id,tingkat", "id;tingkat")),
    "pemisah berganti di tengah berkas": Case(
        PEGAWAI, swap("staf,,#.,Pelaksana,16 orang", "staf;;#.;Pelaksana;16 orang")
    ),
    "tanda kutip tidak ditutup": Case(PEGAWAI, swap("Kepala Dinas", '"Kepala Dinas')),
    # --- Baris dan kolom ---
    "baris kelebihan sel": Case(PEGAWAI, swap("16 orang", "16 orang,17")),
    "koma lebih di baris yang sel akhirnya kosong": Case(
        SASARAN,
        swap("kemandirian,70.00%,BB,302457274", "kemandirian, dan kesejahteraan,70.00%,BB,"),
    ),
    "baris kekurangan sel": Case(PEGAWAI, swap("staf,,#.,", "staf,#.,")),
    "kolom hilang": Case(PEGAWAI, drop_last_column),
    "kolom ganda": Case(PEGAWAI, swap("no,jabatan", "jabatan,jabatan")),
    "10.000 kolom": Case(PEGAWAI, put(",".join(f"k{n}" for n in range(10_000)) + "\n")),
    "nama kolom yang tertukar": Case(
        SASARAN, swap("tahun_2021,tahun_2022", "tahun_2022,tahun_2021"), code=0
    ),
    "kolom pilihan yang hilang": Case(KOLOM, drop_column("lebar"), code=0),
    "hanya baris nama kolom": Case(PEGAWAI, lambda content: content[: content.index(b"kepala")]),
    "naskah yang hanya berisi nama kolom": Case(
        NASKAH, lambda content: content[: content.index(b"isi,")]
    ),
    "tabel.csv kosong": Case("tabel/tabel.csv", put("")),
    "kolom.csv terpotong": Case(KOLOM, lambda content: content[: content.index(b",TUJUAN")]),
    "tanda kutip tidak ditutup di dokumen.csv": Case(
        "dokumen.csv", swap("judul,Renstra", 'judul,"Renstra')
    ),
    # --- Naskah ---
    "judul kosong": Case(NASKAH, swap("PENDAHULUAN", "")),
    "bab tanpa nomor": Case(
        NASKAH, swap("tabel-pegawai,tabel", "bab2,bab,,,,,TUJUAN\ntabel-pegawai,tabel"), code=0
    ),
    "penanda butir yang diubah Excel": Case(
        NASKAH,
        swap(
            "tabel-pegawai,tabel",
            "b1,butir,,1.,,,Satu\njeda,paragraf,,,,,Lalu\nb2,butir,,1,,,Dua\ntabel-pegawai,tabel",
        ),
        code=0,
    ),
    "bagan tanpa kotak": Case(
        NASKAH,
        swap(
            "tabel-pegawai,tabel", "b,bagan,,,,struktur-organisasi.csv,Bagan\ntabel-pegawai,tabel"
        ),
    ),
    "bagan dari berkas lain": Case(
        NASKAH,
        swap("tabel-pegawai,tabel", "b,bagan,,,,foto.png,Bagan\ntabel-pegawai,tabel"),
    ),
    # --- Id dan induk ---
    "id ganda": Case(PEGAWAI, swap("staf,", "kepala,")),
    "id blok ganda": Case(NASKAH, swap("bab1-1,", "bab1,")),
    "induk yang tidak ada": Case(SASARAN, swap("sasaran,t1", "sasaran,t9")),
    "induk melingkar": Case(SASARAN, swap("t1,tujuan,,", "t1,tujuan,s1,")),
    # --- Pengodean ---
    "BOM": Case(PEGAWAI, recode("utf-8-sig"), code=0),
    "cp1252": Case(PEGAWAI, lambda content: content.replace(b"Pelaksana", b"Attach\xe9"), code=0),
    "UTF-16": Case(PEGAWAI, recode("utf-16"), code=0),
    "UTF-16 yang terpotong": Case(PEGAWAI, lambda content: content.decode().encode("utf-16")[:-1]),
    "akhir baris Mac": Case(PEGAWAI, lambda content: content.replace(b"\n", b"\r"), code=0),
    "setengah UTF-8, setengah cp1252": Case(
        PEGAWAI,
        lambda content: content.replace(b"Kepala", "Kepala “A”".encode()).replace(
            b"Pelaksana", b"Attach\xe9"
        ),
    ),
    "separuh pasangan pengganti (surrogate)": Case(
        PEGAWAI, swap("Pelaksana", b"Pela\xed\xa0\x80ksana")
    ),
    "karakter kendali": Case(PEGAWAI, swap("Pelaksana", "Pela\x07ksana")),
    "karakter kendali C1": Case(PEGAWAI, swap("Pelaksana", "Pela\x85ksana")),
    "tanda arah tulisan": Case(PEGAWAI, swap("Pelaksana", "Pela\u202eksana")),
    "spasi selebar nol": Case(PEGAWAI, swap("Pelaksana", "Pela\u200bksana"), code=0),
    "tanda kutip tanpa pasangan": Case(PEGAWAI, swap("Pelaksana", 'Pelak"sana'), code=0),
    # --- Angka ---
    "spasi tak terputus (NBSP) di dalam angka": Case(SASARAN, pagu("302\u00a0457\u00a0274")),
    "spasi tipis di dalam angka": Case(SASARAN, pagu("302\u2009457\u2009274")),
    "angka dalam kurung": Case(SASARAN, pagu("(1.234)")),
    "titik yang dapat berarti ribuan atau desimal": Case(SASARAN, target("1.234")),
    "titik ribuan dalam rupiah": Case(SASARAN, pagu("1.234"), code=0),
    "sen dalam rupiah": Case(SASARAN, pagu("12.34")),
    "notasi ilmiah": Case(SASARAN, pagu("1e5")),
    "lambang Rp": Case(SASARAN, pagu("Rp5.000")),
    "angka Arab": Case(SASARAN, pagu("١٢٣")),
    "galat rumus Excel": Case(SASARAN, target("#REF!")),
    "galat rumus Excel di sel teks": Case(PEGAWAI, swap("Pelaksana", "#NAME?")),
    "kolom Excel yang terlalu sempit": Case(SASARAN, pagu("########")),
    "rumus di dalam sel": Case(SASARAN, pagu("=SUM(A1:A3)")),
    "huruf di tempat angka": Case(SASARAN, target("l00%")),
    "huruf yang menempel pada bilangan": Case(PEGAWAI, swap("16 orang", "16orang")),
    "spasi sebagai pemisah ribuan": Case(PEGAWAI, swap("16 orang", "1 600 orang")),
    "tanda baca di depan": Case(PEGAWAI, swap("16 orang", "! orang")),
    "sisa program lain": Case(SASARAN, target("NaN")),
    "nol dengan tanda minus": Case(SASARAN, target("-0")),
    "tanggal buatan Windows berbahasa Indonesia": Case(SASARAN, target("Nop-17")),
    "tanggal buatan Excel di kolom rupiah": Case(SASARAN, pagu("1-Jan")),
    "tanggal buatan Excel di kolom target": Case(SASARAN, target("Jan-17")),
    "tanggal ISO di kolom angka": Case(SASARAN, target("2017-01-01")),
    "tanggal yang menjadi nomor seri": Case("dokumen.csv", swap("2021-08-23", "44431")),
    "tanggal yang tidak ada": Case("dokumen.csv", swap("2021-08-23", "2021-02-30")),
    "jam buatan Excel di kolom target": Case(SASARAN, target("3:01:00")),
    "rentang yang terbaca dua cara": Case(SASARAN, target("1.234 - 1.500")),
    "ribuan di kolom bilangan utuh": Case(KOLOM, say_grouping("pagu")),
    # --- Fakta dokumen ---
    "NIP dalam notasi ilmiah": Case("dokumen.csv", add_fact("nip_kepala", "nip", "1.96703E+17")),
    "NIP yang dibulatkan Excel": Case(
        "dokumen.csv", add_fact("nip_kepala", "nip", "196703101989031000")
    ),
    "NIP yang kurang angkanya": Case("dokumen.csv", add_fact("nip_kepala", "nip", "19670310")),
    "tahun yang bukan tahun": Case("dokumen.csv", add_fact("tahun_rpjmd", "tahun", "20177")),
    "nomor peraturan yang berisi kalimat": Case(
        "dokumen.csv", add_fact("nomor_perda", "nomor_peraturan", "Nomor dua")
    ),
    "periode terbalik": Case("dokumen.csv", swap("periode_akhir,2022", "periode_akhir,2012")),
    "nama berkas yang dipakai Windows": Case("dokumen.csv", swap("Renstra-Contoh", "aux")),
    "nama berkas berakhir titik": Case("dokumen.csv", swap("Renstra-Contoh", "Renstra.")),
    "fakta wajib yang salah ketik": Case("dokumen.csv", swap("penulis,", "penuis,")),
    "fakta yang salah ketik": Case(
        "dokumen.csv", swap("penulis,", "kata_kuncii,renstra,\npenulis,"), code=0
    ),
    # --- Ukuran ---
    "bilangan 5.000 angka di dalam teks": Case(
        NASKAH, swap("memiliki", f"memiliki {'1' * 5000} (satu)")
    ),
    "nomor tabel yang tak masuk akal": Case("tabel/tabel.csv", swap("2.1", "1" * 10)),
    "nomor baris yang tak masuk akal": Case(PEGAWAI, swap("#.", "1" * 10)),
    "sel 10 MB": Case(PEGAWAI, swap("Pelaksana", "x" * 10_000_000)),
    "sel 110.000 huruf": Case(PEGAWAI, swap("Pelaksana", "x" * 110_000)),
    "sel panjang yang diambil berulang-ulang": Case(PEGAWAI, repeat_long_cell),
}

"""Pictures: the files that blocks `gambar` name → what is printed, each within its limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, explain_os_error, reading_error, reading_warning
from renstra_doc.load.read_file import read_bytes
from renstra_doc.model.records import at
from renstra_doc.model.values import Picture
from renstra_doc.picture import MAX_BYTES, Bitmap, PictureError, clean_svg, read_picture
from renstra_doc.words.file_names import is_device, mend_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.load.project import RawProject
    from renstra_doc.model.values import Block
    from renstra_doc.place import Place

FOLDER = "gambar/"
# All of them lie in memory together, in the finished .docx as in a check.
MAX_TOTAL = 200 * 10**6  # bytes of all pictures together
# Below it a printed picture looks blurred.
LEAST_DPI, INCH = 150, 25.4
USUAL_WIDTH = 150.0  # mm, where nobody gave one: about the width of the text
_NAME = re.compile(r"[\w][\w .()-]{0,120}\.(?:png|jpe?g|svg)", re.IGNORECASE)
_INSTRUCTION = re.compile(r"\[[^\[\]]+\]")


def is_awaited(acuan: str) -> bool:
    """Tell whether a block still asks for its picture: `[lambang daerah]`."""
    return bool(_INSTRUCTION.fullmatch(acuan.strip()))


def compose_pictures(
    raw: RawProject, blocks: Sequence[Block], findings: list[Finding]
) -> dict[str, Picture]:
    """Return the pictures that blocks print, by file name; each is read once."""
    read: dict[str, Picture | None] = {}  # None: refused, and told once
    total = 0
    printed = [block for block in blocks if block.jenis == "gambar" and not is_awaited(block.acuan)]
    for block in printed:
        # A logo on ten pages is read, weighed and judged by its limits once.
        if block.acuan not in read:
            picture = _read(raw, block.acuan, at(block.place, "acuan"), findings)
            total += _weigh(picture)
            read[block.acuan] = picture if total <= MAX_TOTAL else None
            if picture is not None and total > MAX_TOTAL:
                findings.append(_refuse_total(block))
        shown = read[block.acuan]
        findings += _judge_print(block, shown) if shown is not None else []
    return {name: picture for name, picture in read.items() if picture is not None}


def _weigh(picture: Picture | None) -> int:
    return len(picture.isi) + len(picture.svg) if picture is not None else 0


def _refuse_total(block: Block) -> Finding:
    message = f"semua gambar bersama-sama lebih dari {MAX_TOTAL // 10**6} MB"
    return reading_error(
        at(block.place, "acuan"), message, "kecilkan gambar-gambarnya", block.acuan
    )


def _read(raw: RawProject, name: str, place: Place, findings: list[Finding]) -> Picture | None:
    """Read a picture and, of an SVG, the PNG beside it; what is wrong is a finding."""
    fault = _refuse_name(name, place)
    if fault is not None:
        findings.append(fault)
        return None
    is_svg = name.lower().endswith(".svg")
    # Readers that know no SVG (Word before 2016) show the PNG in its place.
    twin = f"{name[:-4]}.png" if is_svg else name
    content = _fetch(raw, twin, place, findings, of=name)
    drawing = _fetch(raw, name, place, findings, of=name) if is_svg else b""
    if content is None or drawing is None:
        return None
    try:
        bitmap = read_picture(content)
        svg = clean_svg(drawing) if is_svg else b""
    except PictureError as error:
        findings.append(reading_error(place, f"{FOLDER}{name}: {error}", error.saran, name))
        return None
    # The camera's note goes with the other metadata: the photo would lie on its side.
    if bitmap.is_turned:
        findings.append(_warn_turned(place, name))
    return _to_picture(name, bitmap, svg)


def _refuse_name(name: str, place: Place) -> Finding | None:
    if is_device(name):
        message = f"{FOLDER}{name}: nama perangkat di Windows, bukan nama berkas"
        hint = f"ganti nama gambarnya, misalnya menjadi {mend_name(name)}"
        return reading_error(place, message, hint, name)
    if _NAME.fullmatch(name):
        return None
    hint = "tulis nama berkas PNG, JPEG atau SVG di folder gambar/, misalnya peta.png"
    message = f"“{name}” bukan nama berkas gambar" if name else "gambar ini tidak menyebut berkas"
    return reading_error(place, message, hint, name)


def _to_picture(name: str, bitmap: Bitmap, svg: bytes) -> Picture:
    return Picture(name, bitmap.jenis, bitmap.lebar, bitmap.tinggi, bitmap.isi, svg)


def _warn_turned(place: Place, name: str) -> Finding:
    message = f"{FOLDER}{name}: kamera mencatat foto ini miring; Word mencetaknya tanpa diputar"
    hint = "putar fotonya di program gambar, lalu simpan"
    return reading_warning(place, message, hint, name)


def _fetch(
    raw: RawProject, name: str, place: Place, findings: list[Finding], *, of: str
) -> bytes | None:
    """Return the bytes of a file in `gambar/`; where it cannot be read that is a finding."""
    if raw.pictures is not None:
        content = raw.pictures.get(name)
    else:
        try:
            content = read_bytes(raw.folder, f"{FOLDER}{name}", MAX_BYTES)
        except OSError as error:
            message = f"{FOLDER}{name} tidak dapat dibaca ({explain_os_error(error)})"
            findings.append(reading_error(place, message, "periksa berkasnya", name))
            return None
    if content is None:
        beside = f", yang harus ada di samping {of}" if of != name else ""
        message = f"{FOLDER}{name} tidak ada{beside}"
        hint = "simpan gambarnya di folder gambar/ di dalam folder data, huruf besar dan kecil sama"
        findings.append(reading_error(place, message, hint, name))
    return content


def _judge_print(block: Block, picture: Picture) -> list[Finding]:
    """Remark on a picture too coarse for its width, and on one without another text."""
    found = []
    width = block.lebar or USUAL_WIDTH
    dpi = round(picture.lebar / (width / INCH))
    if dpi < LEAST_DPI and block.lebar and not picture.svg:
        message = f"gambar {picture.berkas} hanya {dpi} dpi pada lebar {width:g} mm, tercetak kabur"
        most = int(picture.lebar * INCH / LEAST_DPI)
        hint = f"pakai gambar yang lebih besar, atau lebar paling besar {most} mm"
        found.append(reading_warning(at(block.place, "lebar"), message, hint, str(dpi)))
    if not block.alternatif.strip() and not block.teks.strip():
        message = f"gambar {picture.berkas} tanpa teks alternatif"
        hint = "tulis di kolom alternatif apa yang terlihat, untuk pembaca yang tidak melihatnya"
        found.append(reading_warning(at(block.place, "alternatif"), message, hint))
    return found

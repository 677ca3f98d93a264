"""Decode: the bytes of a file → text.

The encoding is a BOM, else strict UTF-8, else cp1252 with a warning.
"""

from __future__ import annotations

import codecs
import re

from renstra_doc.finding import Finding, reading_error, reading_warning
from renstra_doc.place import Place

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END = re.compile(rb"\r\n|\r|\n")
# A letter beyond ASCII in UTF-8, or half of a surrogate pair written like one: hardly ever meant in
# cp1252.
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def decode(data: bytes, place: Place) -> tuple[str | None, list[Finding]]:
    """Return the text of a file's bytes, or None where no encoding fits, and the findings."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding, place)
    # After the marks of order: a text in UTF-16 is half zero bytes.
    if b"\0" in data:
        return None, [
            reading_error(
                place, "isi berkas ini biner, bukan CSV", "simpan ulang sebagai CSV UTF-8"
            )
        ]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(data, 0, error.start)) + 1
        place = Place(place.file, line)
        # Read as cp1252, its good letters would all be spoilt: a person must look at the bad one.
        if _UTF8_LETTER.search(data):
            hint = (
                "periksa huruf di baris itu (mungkin hasil tempel), lalu simpan ulang "
                "sebagai “CSV UTF-8”"
            )
            return None, [reading_error(place, "berkas ini sebagian UTF-8, sebagian bukan", hint)]
        return _decode_cp1252(data, place)


def _decode_as(data: bytes, encoding: str, place: Place) -> tuple[str | None, list[Finding]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        return None, [
            reading_error(place, f"pengodean {encoding} rusak", "simpan ulang sebagai CSV UTF-8")
        ]


def _decode_cp1252(data: bytes, place: Place) -> tuple[str | None, list[Finding]]:
    try:
        # Excel on an Indonesian Windows saves “CSV” so.
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        hint = "simpan ulang sebagai “CSV UTF-8” dari Excel atau LibreOffice"
        return None, [reading_error(place, "pengodean berkas bukan UTF-8 dan bukan cp1252", hint)]
    message = "berkas bukan UTF-8, dibaca sebagai cp1252 (Windows)"
    hint = "jalankan renstra fmt agar tersimpan sebagai UTF-8"
    return text, [reading_warning(place, message, hint)]

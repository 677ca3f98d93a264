"""Recognise a picture by its first bytes, and read it within limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from renstra_doc.picture.fault import PictureError
from renstra_doc.picture.jpeg import read_jpeg
from renstra_doc.picture.png import read_png

MAX_BYTES = 20 * 10**6
MAX_PIXELS = 100 * 10**6
PNG, JPEG = "png", "jpeg"
SAVE_AGAIN = "simpan ulang sebagai PNG atau JPEG (RGB) dari program gambar"
# What people have instead, by the first bytes.
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS", "PSD"),
    (b"%PDF", "PDF"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
)


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture of pixels: its kind, width and height, and its bytes without metadata.

    `is_turned` tells that a camera noted another way up, which no reader of a .docx follows.
    """

    jenis: str
    lebar: int
    tinggi: int
    isi: bytes = field(repr=False)
    is_turned: bool = False


def read_picture(content: bytes) -> Bitmap:
    """Return a picture as it may be printed.

    Raises PictureError, with kind and limit: no PNG or JPEG, cut short, animated, CMYK, larger than
    20 MB or 100 megapixels.
    """
    # Before anything is read: the limit is what protects the memory.
    if len(content) > MAX_BYTES:
        message = f"berkas gambar ini lebih dari {MAX_BYTES // 10**6} MB"
        raise PictureError(message, "kecilkan gambarnya, lalu simpan ulang")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        # By its first bytes, not by its name: a JPEG called .png is usual.
        jenis, (width, height, kept, is_turned) = PNG, read_png(content, MAX_PIXELS)
    elif content.startswith(b"\xff\xd8\xff"):
        jenis, (width, height, kept, is_turned) = JPEG, read_jpeg(content, MAX_PIXELS)
    else:
        raise PictureError(_name_kind(content), SAVE_AGAIN)
    return Bitmap(jenis, width, height, kept, is_turned)


def _name_kind(content: bytes) -> str:
    if not content:
        return "berkas gambar ini kosong"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "berkas ini WebP, bukan PNG atau JPEG"
    if content[4:8] == b"ftyp":
        return "berkas ini HEIC atau AVIF, bukan PNG atau JPEG"
    for start, name in _OTHERS:
        if content.startswith(start):
            return f"berkas ini {name}, bukan PNG atau JPEG"
    return "isi berkas ini bukan gambar PNG atau JPEG"

"""JPEG (ITU-T T.81, JFIF): segments read one by one, EXIF, XMP, IPTC and comments left out."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from renstra_doc.picture.fault import PictureError
from renstra_doc.picture.png import refuse_large

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names of T.81: end of image, start of scan, application segments.
EOI, SOS, APP0, APP1, APP2, APP14, COMMENT = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
# Start of frame: every coding but the tables and marks between them (C4, C8, CC).
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_READABLE = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: what Word shows
FILL = 0xFF
_RESTARTS = frozenset(range(0xD0, 0xD8))
_APPLICATIONS = frozenset(range(0xE0, 0xF0))
_CMYK = 4  # components
_UPRIGHT = (0, 1)
_DAMAGED = "gambar JPEG ini terpotong atau rusak"
_FETCH_AGAIN = "ambil lagi berkas aslinya, atau buka dan simpan ulang sebagai JPEG"


def read_jpeg(content: bytes, most_pixels: int) -> tuple[int, int, bytes, bool]:
    """Return width, height, the file without metadata, and whether a camera noted it as turned."""
    kept, size, is_turned, has_scan = [b"\xff\xd8"], (0, 0), False, False
    for marker, segment, pixels in _list_segments(content):
        if marker in _FRAMES:
            # A second frame would let the first, harmless one stand for the size.
            if size != (0, 0):
                raise PictureError(_DAMAGED, _FETCH_AGAIN)
            size = _read_frame(marker, segment, most_pixels)
        is_turned = is_turned or (marker == APP1 and _is_turned(segment[2:]))
        has_scan = has_scan or marker == SOS
        if _is_kept(marker, segment[2:]):
            kept += [bytes((0xFF, marker)), segment, pixels]
    if size == (0, 0) or not has_scan:
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    # The end mark is written anew: what follows it in the file is left out.
    return *size, b"".join([*kept, b"\xff\xd9"]), is_turned


def _list_segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each segment up to the end of the image (B.1.1.4).

    Its marker, its length and body, and the coded pixels that follow a start of scan.
    """
    place = 2
    while True:
        marker, start = _next_marker(content, place)
        if marker == EOI:
            return
        end = start + _length(content, start)
        place = _skip_scan(content, end) if marker == SOS else end
        yield marker, content[start:end], content[end:place]


def _next_marker(content: bytes, place: int) -> tuple[int, int]:
    """Return the marker that stands at a place, and where its segment begins."""
    if content[place : place + 1] != b"\xff":
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    # Any number of FF may stand before a marker.
    while content[place : place + 1] == b"\xff":  # fill bytes (B.1.1.2)
        place += 1
    if place >= len(content):
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    return content[place], place + 1


def _length(content: bytes, start: int) -> int:
    if start + 2 > len(content):
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    (length,) = struct.unpack_from(">H", content, start)
    if length < 2 or start + length > len(content):  # noqa: PLR2004 — the length counts itself
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    return int(length)


def _read_frame(marker: int, segment: bytes, most_pixels: int) -> tuple[int, int]:
    if len(segment) < 8 or marker not in _READABLE:  # noqa: PLR2004 — up to the number of components
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    # After the precision, in the order of B.2.2: height, width, components.
    height, width, components = struct.unpack_from(">HHB", segment, 3)
    if not width or not height:
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    if components == _CMYK:
        message = "gambar JPEG ini berwarna CMYK (untuk percetakan)"
        raise PictureError(message, "simpan ulang sebagai JPEG RGB dari program gambar")
    refuse_large(width, height, most_pixels)
    return width, height


def _skip_scan(content: bytes, place: int) -> int:
    """Return where the coded pixels end.

    At the next marker that is neither a stuffed byte nor a restart.
    """
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise PictureError(_DAMAGED, _FETCH_AGAIN)
        # FF FF: the second may begin the marker.
        if content[place + 1] == FILL:
            place += 1
        # FF 00 is a coded FF; a restart mark stands within the pixels.
        elif content[place + 1] and content[place + 1] not in _RESTARTS:
            return place
        else:
            place += 2


def _is_kept(marker: int, body: bytes) -> bool:
    """Tell whether a segment decides how the pixels look."""
    if marker == APP0:
        # Thumbnails and notes of cameras use the same segments under other names.
        return body.startswith(b"JFIF\0")
    if marker == APP2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == APP14:
        # Adobe's segment says how the colours are coded: without it they turn false.
        return body.startswith(b"Adobe")
    return marker not in _APPLICATIONS and marker != COMMENT


def _is_turned(body: bytes) -> bool:
    """Tell whether EXIF says that the picture is to be turned or mirrored (tag 0112)."""
    if not body.startswith(b"Exif\0\0") or len(body) < 14:  # noqa: PLR2004 — up to the first directory
        return False
    data = body[6:]
    # II: least byte first (Intel); MM: greatest first (Motorola).
    order = "<" if data.startswith(b"II") else ">"
    (first,) = struct.unpack_from(f"{order}I", data, 4)
    if first + 2 > len(data):
        return False
    (count,) = struct.unpack_from(f"{order}H", data, first)
    # A directory has a dozen entries; a count of thousands is a fault or an attack.
    for number in range(min(count, 200)):
        entry = first + 2 + 12 * number
        if entry + 12 > len(data):
            return False
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", data, entry)
        if tag == 0x0112:  # noqa: PLR2004 — Orientation
            return value not in _UPRIGHT
    return False

"""PNG (ISO/IEC 15948): chunks checked one by one, those that say where or by whom left out."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from renstra_doc.picture.fault import PictureError

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What decides how the pixels look; text, times and EXIF do not.
# A list of what is kept: chunks of tomorrow are left out.
_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
    | {b"bKGD", b"pHYs"}
)
# Of an animation nobody knows which frame was meant.
_ANIMATION = frozenset({b"acTL", b"fcTL", b"fdAT"})
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# Adam7: where each pass begins and how far apart its pixels stand, across and down.
_PASSES = (
    (0, 8, 0, 8),
    (4, 8, 0, 8),
    (0, 4, 4, 8),
    (2, 4, 0, 4),
    (0, 2, 2, 4),
    (1, 2, 0, 2),
    (0, 1, 1, 2),
)
_PIECE = 1 << 16
_DAMAGED = "gambar PNG ini terpotong atau rusak"
_FETCH_AGAIN = "ambil lagi berkas aslinya, atau buka dan simpan ulang sebagai PNG"


def read_png(content: bytes, most_pixels: int) -> tuple[int, int, bytes, bool]:
    """Return width, height, the file without metadata, and False: a PNG is never turned."""
    kept = [SIGNATURE]
    data: list[bytes] = []
    header = b""
    for kind, body, raw in _chunks(content):
        if kind in _ANIMATION:
            message = "gambar PNG ini beranimasi"
            raise PictureError(message, "simpan satu bingkainya sebagai PNG biasa")
        if kind == b"IHDR" and not header:
            header = body
            _check_header(header, most_pixels)
        # IHDR is the first chunk (5.6 of the standard).
        elif not header:
            raise PictureError(_DAMAGED, _FETCH_AGAIN)
        if kind == b"IDAT":
            data.append(body)
        if kind in _KEPT:
            kept.append(raw)
        elif kind[0] & 0x20 == 0:  # a critical chunk that nobody knows (5.4 of the standard)
            raise PictureError(_DAMAGED, _FETCH_AGAIN)
    width, height = struct.unpack(">II", header[:8])
    _check_pixels(data, _raw_size(header))
    return width, height, b"".join(kept), False


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (kind, body, whole chunk) up to IEND.

    PictureError where one is cut short or its sum differs.
    """
    place = len(SIGNATURE)
    while True:
        if place + 12 > len(content):
            raise PictureError(_DAMAGED, _FETCH_AGAIN)
        (length,) = struct.unpack_from(">I", content, place)
        end = place + 12 + length
        kind, body = content[place + 4 : place + 8], content[place + 8 : end - 4]
        # The sum covers kind and body, not the length.
        if end > len(content) or content[end - 4 : end] != struct.pack(
            ">I", zlib.crc32(kind + body)
        ):
            raise PictureError(_DAMAGED, _FETCH_AGAIN)
        yield kind, body, content[place:end]
        if kind == b"IEND":
            return
        place = end


def _check_header(header: bytes, most_pixels: int) -> None:
    if len(header) != 13:  # noqa: PLR2004 — the length of IHDR
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    width, height, depth, color, compression, filtering, interlace = struct.unpack(
        ">IIBBBBB", header
    )
    # The one compression and the one filtering that the standard has are 0.
    is_known = depth in _DEPTHS.get(color, ()) and not compression and not filtering
    if not is_known or interlace > 1 or not width or not height:
        raise PictureError(_DAMAGED, _FETCH_AGAIN)
    # Before anything is unpacked: a small file can promise a huge picture.
    refuse_large(width, height, most_pixels)


def refuse_large(width: int, height: int, most_pixels: int) -> None:
    """Raise PictureError for more pixels than anybody prints."""
    if width * height > most_pixels:
        size = f"{width * height / 10**6:.0f}"
        message = f"gambar ini {size} megapiksel, paling besar {most_pixels // 10**6} megapiksel"
        raise PictureError(message, "kecilkan ukurannya (resize), lalu simpan ulang")


def _raw_size(header: bytes) -> int:
    """Return how many bytes the pixels take with the filter byte of each line."""
    width, height, depth, color, _, _, interlace = struct.unpack(">IIBBBBB", header)
    bits = depth * _CHANNELS[color]
    if not interlace:
        # Lines begin at a whole byte; one more says how it is filtered.
        return int(height * (1 + (width * bits + 7) // 8))
    total: int = 0
    for x, across, y, down in _PASSES:
        # Rounded up; a pass may be empty in a small picture.
        columns, rows = -(-(width - x) // across), -(-(height - y) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _check_pixels(data: list[bytes], size: int) -> None:
    """Unpack the pixels piece by piece and forget them: they must be all there, and no more."""
    unpacker = zlib.decompressobj()
    found = 0
    try:
        for body in data:
            rest = body
            while rest and not unpacker.eof:
                # In pieces of 64 KiB: only their length is needed, the pixels never stand in
                # memory.
                found += len(unpacker.decompress(rest, _PIECE))
                rest = unpacker.unconsumed_tail
                # More than the header promises: stop before it fills the memory.
                if found > size:
                    raise PictureError(_DAMAGED, _FETCH_AGAIN)
    except zlib.error as error:
        raise PictureError(_DAMAGED, _FETCH_AGAIN) from error
    while not unpacker.eof and found <= size:
        more = unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
        if not more:
            break
        found += len(more)
    if found != size:
        raise PictureError(_DAMAGED, _FETCH_AGAIN)


def pack_png(width: int, height: int, depth: int, colour: int, lines: bytes) -> bytes:
    """Return lines of pixels, each after a zero (no filter), as a PNG of a colour type (11.2.2)."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    )

"""Pictures that a document carries: known by their digest, whatever the part is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_bytes
from renstra_doc.picture.png import pack_png
from renstra_doc.view import PictureItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.view import Item

_SVG_ENDING = ".svg"


@dataclass(frozen=True, slots=True)
class CarriedPicture:
    """A picture in a package: its file name in the data, its digest, its size in pixels."""

    nama: str
    sidik: str
    lebar: int
    tinggi: int

    @property
    def ukuran(self) -> str:
        """Its size as it is written down."""
        return f"{self.lebar} {self.tinggi}"


def list_pictures(items: Iterable[Item]) -> tuple[CarriedPicture, ...]:
    """Return the pictures of a view, each file once; a drawing with the picture beside it."""
    found: dict[str, CarriedPicture] = {}
    for item in items:
        if not isinstance(item, PictureItem):
            continue
        picture = item.picture
        size = picture.lebar, picture.tinggi
        name = picture.berkas
        if picture.svg:
            found[name] = CarriedPicture(name, digest_bytes(picture.svg), *size)
            # The picture that other readers show stands beside the drawing under the same name.
            name = f"{name[: -len(_SVG_ENDING)]}.png"
        found[name] = CarriedPicture(name, digest_bytes(picture.isi), *size)
    return tuple(found[name] for name in sorted(found))


def find_pictures(
    carried: Iterable[CarriedPicture], parts: Mapping[str, bytes]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the carried pictures by file name, and the names of those that are no longer there.

    Another program may have renamed the parts; a picture that is gone is an empty one of its size,
    so that what stands around it can still be read.
    """
    media = {
        digest_bytes(content): content
        for name, content in parts.items()
        if name.startswith("word/media/")
    }
    pictures, missing = {}, []
    for one in carried:
        if one.sidik not in media:
            missing.append(one.nama)
        empty = _EMPTY_SVG if one.nama.lower().endswith(_SVG_ENDING) else _blank(one)
        pictures[one.nama] = media.get(one.sidik, empty)
    return pictures, tuple(missing)


_EMPTY_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def _blank(one: CarriedPicture) -> bytes:
    """Return a white PNG of the size of a picture, one bit a pixel."""
    width, height = max(one.lebar, 1), max(one.tinggi, 1)
    rows = (b"\0" + b"\xff" * ((width + 7) // 8)) * height
    return pack_png(width, height, 1, 0, rows)

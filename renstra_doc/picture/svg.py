"""SVG: a drawing that Word shows in place of the PNG beside it.

Anything active in it, or fetched from elsewhere, is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.picture.fault import PictureError

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
# What runs, or changes by itself: a printed document shows one state.
_ACTIVE = frozenset({"script", "foreignObject", "animate", "set", "animateMotion", "iframe"})
_DROPPED = frozenset({"metadata", "title", "desc"})
# In styles too: `url(#…)` leads into the file itself, every other one out of it.
_EXTERNAL = re.compile(r"url\(\s*['\"]?(?!#)|@import", re.IGNORECASE)
_SAFE_HREF = re.compile(r"#|data:image/(?:png|jpeg);base64,")
_SAVE = "simpan ulang sebagai SVG biasa (tanpa skrip dan tautan keluar), atau pakai PNG-nya saja"


def clean_svg(content: bytes) -> bytes:
    """Return an SVG without its metadata.

    Raises PictureError for what is no SVG, or holds a declaration, a script, animation, or anything
    that is fetched from elsewhere.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415 — most documents hold no SVG

    # A declaration can blow a small file up in memory; NUL hides UTF-16 from this look.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
        message = "gambar SVG ini memuat deklarasi DOCTYPE"
        raise PictureError(message, _SAVE)
    try:
        root = ET.fromstring(content)  # noqa: S314 — a DOCTYPE is refused above
    except (ET.ParseError, ValueError, RecursionError) as error:
        message = "gambar SVG ini terpotong atau rusak"
        raise PictureError(message, _SAVE) from error
    if root.tag != f"{{{_SVG}}}svg":
        message = "isi berkas ini bukan gambar SVG"
        raise PictureError(message, _SAVE)
    for node in root.iter():
        _refuse_active(node)
    _drop_metadata(root)
    # Else every element would bear a made-up prefix (ns0).
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    try:
        written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    except RecursionError as error:  # it is written by a function that calls itself
        message = "gambar SVG ini bersarang terlalu dalam"
        raise PictureError(message, _SAVE) from error
    return written


def _refuse_active(node: ET.Element) -> None:
    name = _local(node.tag)
    if name in _ACTIVE:
        message = f"gambar SVG ini memuat <{name}>"
        raise PictureError(message, _SAVE)
    for key, value in node.attrib.items():
        # By the local name: `xlink:href` and `href` are one thing.
        local = _local(key)
        is_event = local.lower().startswith("on")
        leads_out = local == "href" and not _SAFE_HREF.match(value.strip())
        if is_event or leads_out or _EXTERNAL.search(value):
            message = f"gambar SVG ini mengambil isi dari luar, atau menjalankan skrip ({local})"
            raise PictureError(message, _SAVE)
    if name == "style" and _EXTERNAL.search(node.text or ""):
        message = "gambar SVG ini mengambil isi dari luar (style)"
        raise PictureError(message, _SAVE)


def _drop_metadata(root: ET.Element) -> None:
    for parent in list(root.iter()):
        # `list`, for the tree changes under the walk.
        for child in list(parent):
            if _local(child.tag) in _DROPPED:
                parent.remove(child)


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]

"""View + template → the bytes of a .docx."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_file
from renstra_doc.render.anchored import anchor_body
from renstra_doc.render.body import build_body
from renstra_doc.render.carried import list_pictures
from renstra_doc.render.cell_styles import add_cell_styles
from renstra_doc.render.identity import Fixed, Identity, add_identity, find_used_furniture
from renstra_doc.render.listing_tabs import fit_labels, fit_tabs, read_stops
from renstra_doc.render.media import add_resources, finish_document
from renstra_doc.render.numbering import numbering_xml
from renstra_doc.render.package import core_properties, pack
from renstra_doc.render.pages import find_engine, measure
from renstra_doc.render.watermark import add_headers, add_watermark
from renstra_doc.template.read import BODY_SLOT, read_template
from renstra_doc.template.starting import packaged_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.model.kept_pages import Pages
    from renstra_doc.render.body_parts import Body, SectionStart
    from renstra_doc.render.listing import Entry
    from renstra_doc.template.read import TemplateLook
    from renstra_doc.view import View

DOCUMENT, NUMBERING, CORE = "word/document.xml", "word/numbering.xml", "docProps/core.xml"


@dataclass(frozen=True)
class Rendered:
    """A document that is written but for its page numbers."""

    body: Body
    skeleton: str
    parts: Mapping[str, bytes]
    identity: Identity | None = None

    @property
    def entries(self) -> list[Entry]:
        """Headings and captions, in order."""
        return self.body.entries

    @property
    def sections(self) -> list[SectionStart]:
        """Sections, in order."""
        return self.body.sections

    def fingerprint(self) -> str:
        """Return a short hash of everything that can move a page break.

        All parts but the page numbers.
        """
        # Without page numbers: they would change the fingerprint that they are kept under.
        digest = hashlib.sha256(self.to_document_xml({}).encode())
        for name in sorted(self.parts):
            # Title and author move no page break.
            if name != CORE:
                digest.update(name.encode() + b"\0" + self.parts[name])
        return digest.hexdigest()[:16]

    def to_document_xml(self, pages: Mapping[str, str]) -> str:
        """Return word/document.xml with the page numbers by bookmark."""
        return self.skeleton.replace(BODY_SLOT, self.body.to_xml(pages), 1)

    def measure(self, pages: Mapping[str, str], engine: str) -> Pages:
        """Measure the page numbers with LibreOffice.

        In: the numbers to print meanwhile (their width hardly matters), the path of LibreOffice.
        Raises MeasureError.
        """
        # Without data and anchors, which LibreOffice would only have to load.
        bare = replace(self, identity=None).to_bytes(pages)
        return measure(bare, self.entries, self.sections, self.fingerprint(), engine)

    def measure_pages(self) -> dict[str, str]:
        """Return the page number of each heading and caption by its bookmark, for `to_bytes`.

        {} without LibreOffice.

        Raises MeasureError where LibreOffice is there but gives no usable PDF.
        """
        engine = find_engine()
        return self.measure({}, engine).by_bookmark(self.entries) if engine and self.entries else {}

    def to_bytes(self, pages: Mapping[str, str]) -> bytes:
        """Return the finished .docx."""
        return pack(self.to_parts(pages))

    def to_parts(self, pages: Mapping[str, str]) -> dict[str, bytes]:
        """Return the parts of the finished .docx; where the data are known they travel in it."""
        # Anchors last, so that redlines and fingerprints know nothing of them.
        draft = self if self.identity is None else replace(self, body=anchor_body(self.body))
        document, parts = finish_document(
            draft.to_document_xml(pages), self.parts, self.body.styles
        )
        parts[DOCUMENT] = document.encode()
        if self.identity is None:
            return parts
        numbers = tuple((*entry.key, pages.get(entry.bookmark, "")) for entry in self.entries)
        return add_identity(parts, replace(self.identity, halaman=numbers))


def render_view(
    view: View,
    template: Path | str | None = None,
    *,
    watermark: str = "",
    sources: Mapping[str, str] | None = None,
) -> Rendered:
    """Write a view into a template.

    In: the view, the .docx template (none: the starting template of `renstra new`), a word to be
    printed across every page (empty: none), the data that shall travel in the document, by file
    name. Out: the document but for the page numbers. Raises InputError for what the template lacks.
    """
    template = Path(template or packaged_template())
    look = _read_look(template, digest_file(template), tuple(view.dokumen.items()))
    # Before the body, whose sections then name these headers.
    if watermark:
        look = add_headers(look)
    numbering, offset = numbering_xml(view.lists, look.numbering, look.indents)
    body = build_body(view, look, offset)
    own = {NUMBERING: numbering.encode(), CORE: core_properties(view.dokumen)}
    parts = _furnish({**look.parts, **own}, body, look, watermark)
    body.stops = read_stops(parts, look.styles)
    identity = _identify(view, body, look, parts, template, watermark, sources)
    return Rendered(body, look.skeleton, parts, identity)


def _furnish(
    parts: dict[str, bytes], body: Body, look: TemplateLook, watermark: str
) -> dict[str, bytes]:
    """Return the parts with all that the body needs of them, and the watermark if there is one."""
    roomy = fit_labels(parts, look.styles, body.entries, body.listing_width)
    fitted = fit_tabs(roomy, look.styles, body.listing_width)
    tied = add_resources(add_cell_styles(fitted, body.cell_styles), body.resources.values())
    return add_watermark(tied, watermark) if watermark else tied


@lru_cache(maxsize=8)
def _read_look(template: Path, _digest: str, facts: tuple[tuple[str, str], ...]) -> TemplateLook:
    """Read a template once for the same content and facts.

    A rebuild in the same process pays only for what changed.
    """
    return read_template(template, dict(facts))


def _identify(
    view: View,
    body: Body,
    look: TemplateLook,
    parts: Mapping[str, bytes],
    template: Path,
    watermark: str,
    sources: Mapping[str, str] | None,
) -> Identity | None:
    if sources is None:
        return None
    return Identity(
        templat=digest_file(template),
        tanda=watermark,
        berkas=sources,
        akar=look.skeleton[: look.skeleton.index(BODY_SLOT)],
        tetap=tuple(Fixed(position, xml) for position, xml in body.find_fixed()),
        perabot=find_used_furniture(parts, body.to_xml({})),
        gambar=list_pictures(view.items),
    )

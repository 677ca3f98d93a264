"""Fill the facts into the fixed text of a template: the only module that knows docxtpl."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from renstra_doc.expression.language import TAG, ExpressionError, as_namespace, check_tag
from renstra_doc.files.zipfiles import open_zip, read_zip, zip_parts
from renstra_doc.finding import refuse_input
from renstra_doc.words.numbers import format_tanggal, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import _Element

    from renstra_doc.place import Place

TEMPLATE_TYPE, DOCUMENT_TYPE = b".template.main+xml", b".document.main+xml"
TYPES = "[Content_Types].xml"


def fill_template(path: Path, dokumen: Mapping[str, str], place: Place) -> WordDocument:
    """Replace the tags of body, headers and footers by docxtpl, after checking what they hold."""
    from jinja2 import TemplateError  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    template = _make_template(io.BytesIO(as_document(path.read_bytes())))
    template.init_docx()  # what it says of a damaged package is English, and names no file
    try:
        context = {
            "dokumen": as_namespace(dokumen),
            "tanggal": lambda teks: format_tanggal(parse_tanggal(teks)),
        }
        _check_tags(template, context)
        template.render(context, _make_environment(), autoescape=True)
    except (ExpressionError, TemplateError, LookupError, TypeError, ValueError, LxmlError) as error:
        hint = "yang boleh dalam templat hanya {{ dokumen.KUNCI }} dan {{ tanggal(dokumen.KUNCI) }}"
        raise refuse_input(
            place, f"tanda dalam templat tidak dapat diisi: {error}", hint
        ) from error
    word: WordDocument = template.docx
    return word


def _make_template(content: BinaryIO) -> DocxTemplate:
    """Return docxtpl's template, which puts the filled body in as text.

    Its own way moves the body into another tree: a time quadratic in what is below it.
    """
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docxtpl import DocxTemplate  # noqa: PLC0415 — 110 ms that only rendering pays
    from lxml import etree  # noqa: PLC0415

    class Template(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
        def map_tree(self, tree: _Element) -> None:
            part = self.docx.part  # type: ignore[has-type]
            part.element.body.clear()
            root = etree.tostring(part.element, encoding="unicode")
            body = etree.tostring(tree, encoding="unicode")
            if "<w:body/>" not in root or "</w:body>" not in body:
                super().map_tree(tree)
                return
            # The root has declared the names of the body already.
            inner = body.partition(">")[2]
            part._element = parse_xml(root.replace("<w:body/>", f"<w:body>{inner}", 1))  # noqa: SLF001
            self.docx = part.document

    return Template(content)


def as_document(content: bytes) -> bytes:
    """Return a package as one of a document: a .dotx differs from it by one content type."""
    with open_zip(content) as archive:
        if TEMPLATE_TYPE not in archive.read(TYPES):
            return content
    parts = read_zip(content)
    parts[TYPES] = parts[TYPES].replace(TEMPLATE_TYPE, DOCUMENT_TYPE)
    return zip_parts(parts)


def _check_tags(template: DocxTemplate, context: Mapping[str, object]) -> None:
    parts = [
        part
        for uri in (template.HEADER_URI, template.FOOTER_URI)
        for _, part in template.get_headers_footers(uri)
    ]
    for xml in (template.get_xml(), *map(template.get_part_xml, parts)):
        for tag in set(TAG.findall(template.patch_xml(xml))):
            check_tag(tag, context)


def _make_environment() -> SandboxedEnvironment:
    """Return a jinja2 environment that cannot reach Python and refuses unknown names.

    It escapes XML. That a tag says no more than the small language is checked before.
    """
    from jinja2 import StrictUndefined  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    # jinja2's folding of constants is quadratic in a long sum: 500 letters would take seconds.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, optimized=False
    )
    environment.globals.clear()
    return environment

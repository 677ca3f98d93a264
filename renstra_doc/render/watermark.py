"""What a draft says on every page: a line in each header, and its first word across the page.

The word is a shape as Word itself makes its watermarks; behind shaded rows it cannot be seen, the
line can.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W, quoteattr, text_xml
from renstra_doc.render.package import OFFICE, RELATIONS, TYPES, relation_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.template.read import TemplateLook

_MARK = re.compile(
    r"DRAF(?: · \d{1,2} [A-Z][a-z]{2,8} \d{4})?"
    r"(?: · data [0-9a-f]{12} · [0-9.]{1,9} kesalahan terbuka)?"
)
_HEADER = re.compile(r"word/header\d*\.xml")
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_RELATION = "rIdDraf"
_REFERENCE = re.compile(r"<w:headerReference\b[^<>]*>")
_KIND = re.compile(r'w:type="(\w+)"')


def add_watermark(parts: Mapping[str, bytes], word: str) -> dict[str, bytes]:
    """Return the parts with a line in every header, its first word laid across the page."""
    marked = dict(parts)
    for number, name in enumerate(
        sorted(name for name in parts if _HEADER.fullmatch(name)), start=1
    ):
        xml = parts[name].decode()
        end = xml.rindex("</w:hdr>")
        added = _watermark_xml(word.partition(" ")[0], number) + _line_xml(word)
        # Behind the template's own content, so that its first line stays where it was.
        marked[name] = (xml[:end] + added + xml[end:]).encode()
    return marked


def add_headers(look: TemplateLook) -> TemplateLook:
    """Return a look with a header for the mark on every page that the template leaves without."""
    rels, types = (look.parts.get(name, b"").decode() for name in (RELATIONS, TYPES))
    # Only then does Word print a header for even pages.
    parts_even = b"<w:evenAndOddHeaders" in look.parts.get("word/settings.xml", b"")
    sections = {
        name: replace(section, properties=_add_missing(section.properties, parts_even=parts_even))
        for name, section in look.sections.items()
    }
    if sections == look.sections or not rels or not types:
        return look
    name = next(f"header{n}.xml" for n in count(1) if f"word/header{n}.xml" not in look.parts)
    relation = relation_xml(_RELATION, "header", name)
    override = f'<Override PartName="/word/{name}" ContentType="{_CONTENT}"/>'
    parts = {
        **look.parts,
        RELATIONS: rels.replace("</Relationships>", f"{relation}</Relationships>").encode(),
        TYPES: types.replace("</Types>", f"{override}</Types>").encode(),
        f"word/{name}": f'<w:hdr xmlns:w="{W}"></w:hdr>'.encode(),
    }
    return replace(look, sections=sections, parts=parts)


def _add_missing(section: str, *, parts_even: bool) -> str:
    """Return a w:sectPr with our header for each kind of its pages that has none (17.10.5)."""
    found = {
        kind[1] for reference in _REFERENCE.findall(section) if (kind := _KIND.search(reference))
    }
    wanted = {"default": True, "first": "<w:titlePg" in section, "even": parts_even}
    references = "".join(
        f'<w:headerReference xmlns:r="{OFFICE}" w:type="{kind}" r:id="{_RELATION}"/>'
        for kind, is_used in wanted.items()
        if is_used and kind not in found
    )
    return section.replace(">", f">{references}", 1) if references else section


def is_draft_mark(text: str) -> bool:
    """Return whether this program marks drafts so; a forged document may claim any text."""
    return text == "" or _MARK.fullmatch(text) is not None


def _line_xml(text: str) -> str:
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>'
        '<w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="C00000"/><w:sz w:val="16"/>'
        f"</w:rPr>{text_xml(text)}</w:r></w:p>"
    )


def _watermark_xml(word: str, number: int) -> str:
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:420pt;height:168pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        "</w:pPr><w:r><w:pict "
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f '
        'eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 '
        '@3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" '
        'fitshape="t"/></v:shapetype>'
        f'<v:shape id="DRAF{number}" type="#_x0000_t136" style="{style}" '
        'fillcolor="#bfbfbf" stroked="f">'
        '<v:fill opacity=".5"/>'
        '<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" '
        f"string={quoteattr(word)}/>"
        "</v:shape></w:pict></w:r></w:p>"
    )

"""Nothing in a template runs, asks or fetches: parts, relations, elements and fields, each tried through `find_active`.

The cases are parts of a package; what is harmless says nothing.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from renstra_doc.place import Place
from renstra_doc.template.dangers import find_active
from renstra_doc.template.fields import find_active_fields

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VML = "urn:schemas-microsoft-com:vml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def body(xml: str) -> bytes:
    return f'<w:document xmlns:w="{W}" xmlns:v="{VML}"><w:body>{xml}</w:body></w:document>'.encode()


def relation(kind: str, target: str, mode: str = "") -> bytes:
    stated = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationships><Relationship Id="x" Type="{kind}" Target="{target}"{stated}/></Relationships>'.encode()


def typed(name: str, kind: str) -> bytes:
    return f'<Types><Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()


def find(**parts: bytes) -> list[str]:
    """Return what is said of the parts; `__` in a name stands for a slash, `RELS` and `TYPES` for the usual ones."""
    names = {
        "RELS": "word/_rels/document.xml.rels",
        "TYPES": "[Content_Types].xml",
        "DOC": "word/document.xml",
    }
    package = {names.get(name, name.replace("__", "/")): content for name, content in parts.items()}
    xml = {name: ET.fromstring(part) for name, part in package.items() if part.startswith(b"<")}  # noqa: S314 — ours
    return [finding.message for finding in find_active(package, xml, Place("t.docx"))]


def field(*pieces: str, result: str = "") -> str:
    """Return a field whose code comes in pieces; a piece of XML is taken as it is."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    runs = (
        p if p.startswith("<") else f"<w:r><w:instrText>{p}</w:instrText></w:r>" for p in pieces
    )
    text = f"<w:r><w:t>{result}</w:t></w:r>"
    return mark("begin") + "".join(runs) + mark("separate") + text + mark("end")


ACTIVE: dict[str, tuple[dict[str, bytes], str]] = {
    "macro under another name": (
        {
            "word__media__a.bin": b"x",
            "TYPES": typed("word/media/a.bin", "application/vnd.ms-office.vbaProject"),
        },
        "templat memuat makro",
    ),
    "macro by its relation": (
        {
            "RELS": relation(
                "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "media/a.bin"
            )
        },
        "templat memuat makro (media/a.bin)",
    ),
    "document of macros": (
        {
            "DOC": body(""),
            "TYPES": typed(
                "word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
            ),
        },
        "templat memuat makro",
    ),
    "buttons of its own": (
        {
            "RELS": relation(
                "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility", "ui.xml"
            )
        },
        "templat memuat objek yang tidak diizinkan (relasi extensibility: ui.xml, di word/_rels/document.xml.rels)",
    ),
    "ActiveX under another name": (
        {
            "word__ax__a.dat": b"x",
            "TYPES": typed("word/ax/a.dat", "application/vnd.ms-office.activeX+xml"),
        },
        "templat memuat objek yang menjalankan program lain (word/ax/a.dat)",
    ),
    "OLE under another name": (
        {"word__media__image1.png": OLE},
        "templat memuat objek yang menjalankan program lain (word/media/image1.png)",
    ),
    "OLE by its relation": (
        {"RELS": relation(f"{OFFICE}/oleObject", "obj/o.dat")},
        "templat memuat objek yang tidak diizinkan (relasi oleObject: obj/o.dat, di word/_rels/document.xml.rels)",
    ),
    "an embedded package": (
        {"word__embeddings__a.xlsx": b"x"},
        "templat memuat objek yang menjalankan program lain (word/embeddings/a.xlsx)",
    ),
    "a page of HTML": (
        {"RELS": relation(f"{OFFICE}/aFChunk", "a.html")},
        "templat memuat objek yang tidak diizinkan (relasi aFChunk: a.html, di word/_rels/document.xml.rels)",
    ),
    "a target elsewhere that does not say so": (
        {"RELS": relation(f"{OFFICE}/image", "http://jahat/x.png")},
        "templat menunjuk ke luar berkas (relasi eksternal image: http://jahat/x.png, di word/_rels/document.xml.rels)",
    ),
    "relations under a name in capitals": (
        {"word___rels__DOCUMENT.XML.RELS": relation(f"{OFFICE}/image", "file:///x", "External")},
        "templat menunjuk ke luar berkas (relasi eksternal image: file:///x, di word/_rels/DOCUMENT.XML.RELS)",
    ),
    "a target above the package": (
        {"RELS": relation(f"{OFFICE}/image", "../../../etc/passwd")},
        (
            "templat memuat objek yang tidak diizinkan "
            "(relasi image: ../../../etc/passwd, di word/_rels/document.xml.rels)"
        ),
    ),
    "a template attached": (
        {"RELS": relation(f"{OFFICE}/attachedTemplate", "file:///x.dotm", "External")},
        (
            "templat menunjuk ke luar berkas "
            "(relasi eksternal attachedTemplate: file:///x.dotm, di word/_rels/document.xml.rels)"
        ),
    ),
    "a link that runs": (
        {"RELS": relation(f"{OFFICE}/hyperlink", "javascript:alert(1)", "External")},
        (
            "templat menunjuk ke luar berkas "
            "(relasi eksternal hyperlink: javascript:alert(1), di word/_rels/document.xml.rels)"
        ),
    ),
    "mail merge": (
        {"word__settings.xml": body("<w:mailMerge/>")},
        "templat mengambil data dari luar (mailMerge, di word/settings.xml)",
    ),
    "a picture of VML": (
        {"DOC": body('<v:imagedata src="http://jahat/x.png"/>')},
        "templat menunjuk ke luar berkas (gambar http://jahat/x.png, di word/document.xml)",
    ),
    "a picture of VML from the disk": (
        {"DOC": body('<v:fill src="file:///c:/x.png"/>')},
        "templat menunjuk ke luar berkas (gambar file:///c:/x.png, di word/document.xml)",
    ),
    "a macro of a form": (
        {"DOC": body('<w:entryMacro w:val="x"/>')},
        "templat memanggil makro (entryMacro, di word/document.xml)",
    ),
    "a field in the notes": (
        {
            "word__footnotes.xml": body(
                "<w:p><w:r><w:t>Lihat </w:t></w:r>" + field(" DATE ") + "</w:p>"
            )
        },
        "templat memuat bidang DATE, yang tidak diizinkan dalam dokumen resmi (word/footnotes.xml, sesudah “Lihat”)",
    ),
}


@pytest.mark.parametrize("name", ACTIVE)
def test_what_acts_is_told_whatever_its_name(name: str) -> None:
    parts, message = ACTIVE[name]

    assert find(**parts) == [message]


@pytest.mark.parametrize(
    "parts",
    [
        {"RELS": relation(f"{OFFICE}/hyperlink", "https://contoh.go.id", "External")},
        {"RELS": relation(f"{OFFICE}/image", "../media/a.png")},
        {"RELS": relation(f"{OFFICE}/image", "/word/media/a.png")},
        {
            "RELS": relation(
                "http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"
            )
        },
        {"word__media__a.png": b"\x89PNG"},
        {"DOC": body('<v:shape href="https://contoh.go.id"/>')},
    ],
)
def test_what_is_harmless_is_let_through(parts: dict[str, bytes]) -> None:
    assert find(**parts) == []


@pytest.mark.parametrize(
    ("xml", "names"),
    [
        (field(" PAGE "), []),
        (field(" PA", "GE \\* roman "), []),
        (field(' TOC \\o "1-3" \\h \\z \\u ', result=field(" PAGEREF _Toc1 \\h ")), []),
        (field(" = ", field(" NUMPAGES "), " - 2 "), []),
        (field(" HYPERLINK \\l _Toc1 "), []),
        (field(' HYPERLINK "https://contoh.go.id" \\o "Situs" '), []),
        (field(" DD", "EAUTO c:\\x "), ["DDEAUTO"]),
        (field(" PAGE ") + field(" DD", "E c:\\x "), ["DDE"]),
        (
            field(" IF 1 = 1 ", field(" INCL", 'UDEPICTURE "http://jahat/x.png" '), ' "b" '),
            ["INCLUDEPICTURE"],
        ),
        (
            field(field(" QUOTE 68 68 69 "), " c:\\x "),
            ["QUOTE", "\N{OBJECT REPLACEMENT CHARACTER} c:\\x"],
        ),
        (field(" PA", field(" PAGE "), "GE "), ["PA\N{OBJECT REPLACEMENT CHARACTER}GE"]),
        (field(' HYPERLINK "file:///c:/x.exe" '), ["HYPERLINK"]),
        (field(" HYPERLINK ", field(" PAGE ")), ["HYPERLINK"]),
        (field(" page "), []),
        (field(" macrobutton Jahat klik "), ["MACROBUTTON"]),
        (field(), ["tanpa nama"]),
        ('<w:fldSimple w:instr=" INCLUDETEXT x "/>', ["INCLUDETEXT"]),
        ('<w:fldSimple w:instr="PAGE"/>', []),
        ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDE x</w:instrText></w:r>', ["DDE"]),
        ("<w:r><w:instrText>DD</w:instrText><w:instrText>E x</w:instrText></w:r>", ["DDE"]),
        (
            '</w:p><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:p>'
            + field(" FILLIN "),
            ["FILLIN"],
        ),
    ],
)
def test_only_fields_that_reckon_from_the_document_are_harmless(xml: str, names: list[str]) -> None:
    root = ET.fromstring(body(f"<w:p>{xml}</w:p>"))  # noqa: S314 — ours

    assert [name for name, _ in find_active_fields(root)][: len(names) or 1] == names

"""What no validator looks at in a .docx: bookmarks, fields, cells, merges, references, drawings, lists, styles.

Every function takes the parsed parts of a package and gives a list of what is wrong; nothing here uses the program's
own code.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

Element = etree._Element  # noqa: SLF001 — lxml has no public name for it
Parts = Mapping[str, Element]
NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}
W, R = f"{{{NS['w']}}}", f"{{{NS['r']}}}"
BODY = "word/document.xml"
STORIES = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


def read_parts(path: Path) -> dict[str, Element]:
    """Return every part of a package by its name; one that is not well-formed raises.

    Pictures and workbooks are an empty element.
    """
    with zipfile.ZipFile(path) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            if name.endswith((".xml", ".rels"))
            else etree.Element("binary")
            for name in archive.namelist()
        }


def find(element: Element, path: str) -> list[Element]:
    """Return the elements of an XPath with the prefixes of this module."""
    found = element.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [node for node in found if isinstance(node, Element)]


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute of WordprocessingML; empty where there is none."""
    return "" if element is None else element.get(W + name, "")


def values(element: Element, path: str, name: str = "val") -> list[str]:
    """Return the attribute of every element of an XPath."""
    return [value(node, name) for node in find(element, path)]


def text_of(element: Element) -> str:
    """Return the printed text below an element: w:t, with a line break for w:br, a tab for w:tab."""
    signs = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t"}
    return "".join(
        node.text or "" if node.tag == W + "t" else signs[str(node.tag)]
        for node in element.iter(W + "t", W + "br", W + "cr", W + "tab")
        if (parent := node.getparent()) is not None
        and parent.tag == W + "r"
        and value(node, "type") != "page"
    )


def style_names(parts: Parts) -> dict[str, str]:
    """Return the name of each style by its id."""
    return {
        value(style, "styleId"): value(style.find(W + "name"))
        for style in find(parts["word/styles.xml"], "w:style")
    }


def repeated(items: list[str]) -> list[str]:
    """Return what stands more than once."""
    return [item for item, count in Counter(items).items() if count > 1]


def bookmark_faults(parts: Parts) -> list[str]:
    """Every bookmark has one start and one end, in this order; ids and names are unique."""
    root = parts[BODY]
    starts, ends = find(root, "//w:bookmarkStart"), find(root, "//w:bookmarkEnd")
    order = {id(node): number for number, node in enumerate(root.iter())}
    where = {value(end, "id"): order[id(end)] for end in ends}
    faults = [
        f"bookmark id twice: {number}"
        for number in repeated([value(node, "id") for node in starts])
    ]
    faults += [
        f"bookmark end twice: {number}" for number in repeated([value(node, "id") for node in ends])
    ]
    faults += [
        f"bookmark name twice: {name}"
        for name in repeated([value(node, "name") for node in starts])
    ]
    faults += [
        f"bookmark without a later end: {value(start, 'name')}"
        for start in starts
        if where.get(value(start, "id"), -1) < order[id(start)]
    ]
    faults += [
        f"bookmark name too long: {name}"
        for name in values(root, "//w:bookmarkStart", "name")
        if len(name) > 40
    ]
    unknown = {value(end, "id") for end in ends} - {value(start, "id") for start in starts}
    return faults + [f"bookmark end without start: {number}" for number in sorted(unknown)]


def field_faults(parts: Parts) -> list[str]:
    """In each story the parts of the fields nest: begin, separate, end; an instruction stands inside of one."""
    return [
        f"{name}: {fault}"
        for name, root in parts.items()
        if STORIES.fullmatch(name)
        for fault in _fields(root)
    ]


def _fields(root: Element) -> Iterator[str]:
    open_fields: list[str] = []
    for node in root.iter(W + "fldChar", W + "instrText"):
        kind = value(node, "fldCharType")
        if kind == "begin":
            open_fields.append("begin")
        elif not open_fields:
            yield f"{kind or 'instruction'} outside of a field"
        elif kind == "end":
            open_fields.pop()
        elif open_fields[-1] != "begin":
            yield f"{kind or 'instruction'} after separate"
        elif kind == "separate":
            open_fields[-1] = kind
    if open_fields:
        yield f"{len(open_fields)} fields do not end"


def cell_faults(parts: Parts) -> list[str]:
    """Each cell ends in a paragraph, each row has a cell, each table a row and is followed by no other table."""
    root = parts[BODY]
    faults = [
        "a cell does not end in a paragraph"
        for cell in find(root, "//w:tc")
        if cell[-1].tag != W + "p"
    ]
    faults += ["a row without a cell" for row in find(root, "//w:tr") if row.find(W + "tc") is None]
    faults += [
        "a table without a row" for table in find(root, "//w:tbl") if table.find(W + "tr") is None
    ]
    return faults + [
        "two tables touch" for _ in find(root, "//w:tbl[following-sibling::*[1][self::w:tbl]]")
    ]


def grid_faults(parts: Parts) -> list[str]:
    """List rows whose cells do not fill the grid or differ from its widths, and vertical merges without a start."""
    return [
        f"table {number}, row {line}: {fault}"
        for number, table in enumerate(find(parts[BODY], "//w:tbl"), start=1)
        for line, fault in _grid(table)
    ]


def _grid(table: Element) -> Iterator[tuple[int, str]]:
    widths = [int(width) for width in values(table, "w:tblGrid/w:gridCol", "w")]
    above: dict[int, int] = {}
    for line, row in enumerate(find(table, "w:tr"), start=1):
        place, merged = 0, dict[int, int]()
        for cell in find(row, "w:tc"):
            span = int(value(cell.find(f"{W}tcPr/{W}gridSpan")) or 1)
            width = int(value(cell.find(f"{W}tcPr/{W}tcW"), "w") or 0)
            if width != sum(widths[place : place + span]):
                yield line, f"a cell of {width} over a grid of {sum(widths[place : place + span])}"
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                merged[place] = span
                if value(merge) != "restart" and above.get(place) != span:
                    yield line, "a vertical merge without a start"
                if value(merge) != "restart" and text_of(cell):
                    yield line, f"text hidden in a merged cell: {text_of(cell)}"
            place += span
        above = merged
        if place != len(widths):
            yield line, f"{place} grid columns of {len(widths)}"


def reference_faults(parts: Parts) -> list[str]:
    """Each PAGEREF and each inner hyperlink points at a bookmark."""
    root = parts[BODY]
    known = set(values(root, "//w:bookmarkStart", "name"))
    wanted = {
        match[1]
        for node in root.iter(W + "instrText")
        if (match := re.match(r"\s*PAGEREF (\S+)", node.text or ""))
    }
    wanted |= {anchor for anchor in values(root, "//w:hyperlink", "anchor") if anchor}
    return [f"points at nothing: {name}" for name in sorted(wanted - known)]


def drawing_faults(parts: Parts) -> list[str]:
    """Each drawing has an id of its own and an alternative text."""
    drawings = [node for root in parts.values() for node in root.iter(f"{{{NS['wp']}}}docPr")]
    faults = [
        f"docPr id twice: {number}"
        for number in repeated([node.get("id", "") for node in drawings])
    ]
    return faults + [
        "a drawing without alternative text"
        for node in drawings
        if not node.get("descr", "").strip()
    ]


def style_faults(parts: Parts) -> list[str]:
    """Each style that is used is there, and of its kind."""
    kinds = {
        value(style, "styleId"): value(style, "type")
        for style in find(parts["word/styles.xml"], "w:style")
    }
    used = {
        (value(node), kind)
        for name, root in parts.items()
        if STORIES.fullmatch(name)
        for tag, kind in (("pStyle", "paragraph"), ("rStyle", "character"), ("tblStyle", "table"))
        for node in root.iter(W + tag)
    }
    return [f"no {kind} style {name}" for name, kind in sorted(used) if kinds.get(name) != kind]


def list_faults(parts: Parts) -> list[str]:
    """Each list that is used is defined, for the level that is used."""
    numbering = parts["word/numbering.xml"]
    levels = {
        value(abstract, "abstractNumId"): set(values(abstract, "w:lvl", "ilvl"))
        for abstract in find(numbering, "w:abstractNum")
    }
    instances = {
        value(number, "numId"): levels.get(value(number.find(W + "abstractNumId")), set())
        for number in find(numbering, "w:num")
    }
    used = {
        (value(node.find(W + "numId")), value(node.find(W + "ilvl")))
        for node in parts[BODY].iter(W + "numPr")
    }
    faults = [
        f"list {number} has no level {level}"
        for number, level in sorted(used)
        if level not in instances.get(number, ())
    ]
    return faults + [
        f"list id twice: {number}" for number in repeated(values(numbering, "w:num", "numId"))
    ]


def package_faults(parts: Parts) -> list[str]:
    """Each relationship leads to a part, each r:id to a relationship, each part has a content type."""
    types = parts["[Content_Types].xml"]
    overrides = {node.get("PartName", "") for node in find(types, "ct:Override")}
    endings = {node.get("Extension", "") for node in find(types, "ct:Default")}
    faults = [
        f"content type of nothing: {name}"
        for name in sorted(overrides)
        if name.lstrip("/") not in parts
    ]
    faults += [
        f"no content type: {name}"
        for name in parts
        if name.rpartition(".")[2] not in endings and f"/{name}" not in overrides
    ]
    for name, root in parts.items():
        path = PurePosixPath(name)
        relations = parts.get(str(path.parent / "_rels" / f"{path.name}.rels"))
        targets = (
            {node.get("Id", ""): node.get("Target", "") for node in relations}
            if relations is not None
            else {}
        )
        folder = "" if str(path.parent) == "." else str(path.parent)
        wanted = {
            target: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            for target in targets.values()
            if not target.startswith(("http:", "https:", "mailto:"))
        }
        faults += [
            f"{name}: {target} is missing" for target, part in wanted.items() if part not in parts
        ]
        used = {
            text
            for node in root.iter()
            for key, text in node.attrib.items()
            if str(key).startswith(R)
        }
        faults += [
            f"{name}: no relationship {number}"
            for number in sorted(map(str, used))
            if number not in targets
        ]
    return faults


def asking_faults(parts: Parts) -> list[str]:
    """Nothing asks the reader to update anything, and nothing tells of the machine that wrote it."""
    faults = [
        f"updateFields in {name}" for name, root in parts.items() if find(root, "//w:updateFields")
    ]
    for name, root in parts.items():
        faults += [f"{name}: dirty field" for node in root.iter() if W + "dirty" in node.attrib]
        faults += [
            f"{name}: rsid"
            for node in root.iter()
            if any("rsid" in str(key) for key in node.attrib)
        ][:1]
    return faults + [f"{name} is left" for name in parts if "thumbnail" in name]


Check = Callable[[Parts], list[str]]
CHECKS: tuple[Check, ...] = (
    bookmark_faults,
    field_faults,
    cell_faults,
    grid_faults,
    reference_faults,
    drawing_faults,
    style_faults,
    list_faults,
    package_faults,
    asking_faults,
)


def faults_of(path: Path) -> list[str]:
    """Return everything that is wrong with a .docx, each with the name of its check."""
    parts = read_parts(path)
    return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(parts)]

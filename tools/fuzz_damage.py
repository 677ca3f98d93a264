"""Chance: texts that are made, files, templates and XML that are damaged, for `fuzz.py`."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

from fuzz_words import ENCODINGS, EXPRESSIONS, MARKS, NUMBERS, PIECES, TEXTS, USUAL, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random


def make_text(chance: Random, dictionary: Sequence[str]) -> str:
    """Return a text of known pieces, letters of any kind and slips."""
    pieces = [chance.choice(dictionary) for _ in range(chance.randint(1, 4))]
    text = chance.choice(["", "", " ", "\n"]).join(pieces)
    for _ in range(chance.choice([0, 0, 1, 2, 5])):
        at = chance.randint(0, len(text))
        text = text[:at] + any_letter(chance) + text[at + chance.randint(0, 2) :]
    return text


def any_letter(chance: Random) -> str:
    """Return a letter: mostly the marks that mean something, sometimes any of Unicode."""
    if chance.random() < 0.7:  # noqa: PLR2004
        return chance.choice("0123456789.,-+()% {}[]*\\'\"#=<>&;:_\n\taZ")
    return chr(
        chance.choice(
            [chance.randrange(0x250), chance.randrange(0x3000), chance.randrange(0x110000)]
        )
    )


def make_expression(chance: Random) -> str:
    """Return a text with one to three expressions, damaged or not."""
    parts = []
    for _ in range(chance.choice([1, 1, 2])):
        inner = chance.choice(EXPRESSIONS if chance.random() < 0.5 else USUAL)  # noqa: PLR2004
        if chance.random() < 0.3:  # noqa: PLR2004
            inner = chance.choice(
                ["{0} + {1}", "angka({0})", "sebut({1})", "({0})", "nilai({0}, {1}, 'a')", "{0}{1}"]
            ).format(inner, chance.choice(chance.choice([EXPRESSIONS, USUAL])))
        if chance.random() < 0.3:  # noqa: PLR2004
            at = chance.randint(0, len(inner))
            inner = inner[:at] + any_letter(chance) + inner[at + chance.randint(0, 1) :]
        parts.append(
            chance.choice(["{{ %s }}"] * 8 + ["{%% %s %%}", "{# %s #}", "{{ %s", "{{%s}}}}"])
            % inner
        )
    return chance.choice(["", " teks "]).join(parts)


def damage_files(chance: Random, files: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Return what becomes of the files that are damaged; None: gone."""
    damaged: dict[str, bytes | None] = {}
    for _ in range(chance.choice([1, 1, 2, 4])):
        name = chance.choice(list(files))
        content = damaged.get(name, files[name])
        if content is None:
            continue
        if chance.random() < 0.02:  # noqa: PLR2004
            damaged[name] = chance.choice([None, b"", chance.choice(list(files.values()))])
        elif chance.random() < 0.8:  # noqa: PLR2004
            damaged[name] = damage_cells(chance, content)
        else:
            damaged[name] = damage_bytes(chance, content)
    return damaged


def damage_cells(chance: Random, content: bytes) -> bytes:
    """Change a cell, a row or a column, and write the file as a program would: what is wrong is only what it says."""
    rows = list(
        csv.reader(io.StringIO(content.decode("utf-8", "replace").replace("\0", ""), newline=""))
    )
    if len(rows) < 2:  # noqa: PLR2004 — a header and a row
        return content
    row = chance.randrange(len(rows) if chance.random() < 0.1 else len(rows) - 1) + 1  # noqa: PLR2004
    target = rows[row % len(rows)]
    at = chance.randrange(len(target)) if target else 0
    act = chance.random()
    if act < 0.7 and target:  # noqa: PLR2004
        target[at] = make_cell(chance, rows, at)
    elif act < 0.8:  # noqa: PLR2004
        rows.insert(chance.randrange(1, len(rows)), list(target))
    elif act < 0.88:  # noqa: PLR2004
        del rows[row % len(rows)]
    elif act < 0.94:  # noqa: PLR2004
        other = chance.randrange(1, len(rows))
        rows[row % len(rows)], rows[other] = rows[other], rows[row % len(rows)]
    elif target:
        for cells in rows:
            if at < len(cells):
                cells.pop(at) if act < 0.97 else cells.insert(at, cells[at])  # noqa: PLR2004
    stream = io.StringIO()
    csv.writer(
        stream,
        lineterminator=chance.choice(["\n", "\n", "\r\n"]),
        delimiter=chance.choice(",,,;\t"),
    ).writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def make_cell(chance: Random, rows: Sequence[Sequence[str]], at: int) -> str:
    """Return a cell: one of the same column, a word of the language, a number, a text, an expression."""
    choice = chance.randrange(6)
    if choice == 0:
        row = chance.choice(rows)
        return row[at] if at < len(row) else ""
    if choice == 1:
        return chance.choice(chance.choice(rows) or [""])
    return (
        chance.choice(WORDS) if choice == 2  # noqa: PLR2004
        else make_text(chance, NUMBERS) if choice == 3  # noqa: PLR2004
        else make_text(chance, TEXTS) if choice == 4  # noqa: PLR2004
        else make_expression(chance)
    )  # fmt: skip


def swap_one(content: bytes, chance: Random) -> bytes:
    """Replace one usual piece by another, once or everywhere."""
    old, new = chance.sample([b"1", b"0", b"a", b"-", b".", b"i", b"id"], 2)
    return content.replace(old, new, chance.choice([1, -1]))


def damage_bytes(chance: Random, content: bytes) -> bytes:
    """Flip, cut, insert, swap lines, change the delimiter, the line ends or the encoding."""
    at = chance.randint(0, len(content))
    lines = content.splitlines(keepends=True)
    acts: list[Callable[[], bytes]] = [
        lambda: content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :],
        lambda: content[:at],
        lambda: content[at:],
        lambda: content[:at] + chance.choice(PIECES) + content[at:],
        lambda: content[:at] + chance.choice(PIECES) + content[at + chance.randint(0, 30) :],
        lambda: b"".join(chance.sample(lines, len(lines))),
        lambda: b"".join(line for line in lines if chance.random() < 0.9),  # noqa: PLR2004
        lambda: b"".join(line * chance.choice([1, 1, 1, 2]) for line in lines),
        lambda: content.replace(b",", chance.choice([b";", b"\t", b"|", b", "])),
        lambda: content.replace(b",", b";", chance.randint(1, 5)),
        lambda: content.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b"\n\r"])),
        lambda: content.replace(
            b'"', chance.choice([b"", b"'", b'""', "“".encode()]), chance.choice([1, -1])
        ),
        lambda: content.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace"),
        lambda: content[:at] + content[chance.randint(0, len(content)) :],
        lambda: content.replace(chance.choice(MARKS), chance.choice(MARKS), chance.choice([1, -1])),
    ]
    return chance.choice(acts)()


def damage_template(chance: Random, content: bytes) -> bytes:
    """Damage the bytes of the package, or those of one part of it, or drop a part."""
    if chance.random() < 0.4:  # noqa: PLR2004
        return damage_bytes(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    act = chance.random()
    if act < 0.15:  # noqa: PLR2004
        del parts[name]
    elif act < 0.5:  # noqa: PLR2004
        parts[name] = damage_bytes(chance, parts[name])
    else:
        name = chance.choice([name, "word/document.xml"])
        parts[name] = damage_xml(chance, parts[name].decode("utf-8", "replace")).encode(
            "utf-8", "surrogatepass"
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return stream.getvalue()


def damage_xml(chance: Random, text: str) -> str:
    """Put a piece of text or markup between two elements, or change an attribute's value."""
    marks = [at for at, letter in enumerate(text) if letter == chance.choice('>">')]
    at = chance.choice(marks) + 1 if marks else 0
    piece = chance.choice(
        [*TEXTS, make_expression(chance), "[[tabel: umum]]", "<w:p/>", "<w:tbl/>", "-1", "1e9", "a"]
    )
    return text[:at] + piece + text[at + chance.choice([0, 0, 1, 3]) :]

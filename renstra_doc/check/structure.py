"""Structure: numbers of tables and rows, units, ranges, pairs, references, years, lists."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Ref, cell_finding, list_numbers
from renstra_doc.check.prose_text import block_finding
from renstra_doc.check.reference import find_reference
from renstra_doc.check.register import kind
from renstra_doc.finding import Finding
from renstra_doc.model.rules import RuleError, follow_pattern, same_words
from renstra_doc.place import Place
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.model import Document, Table
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Cell

_REFERENCE = re.compile(
    r"\btabel\s+(\d+(?:\.\d+)*)((?:\s*(?:,|dan|atau|sampai|s\.?d\.?)\s*\d+(?:\.\d+)+)*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
# The figures of `2.1`, and of `IV.2` the 2, but no digit within a word.
_PLAIN = re.compile(r"(?<![\w.])\d+|(?<=\.)\d+")
NO_UNIT = "tanpa satuan"
_COUNT = re.compile(r"(#|\d+(?:\.\d+)*)[.)]?")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*(.*)")


def _table_finding(
    rule: Rule, table: Table, message: str, *, expected: str = "", actual: str = "", hint: str = ""
) -> Finding:
    return Finding(
        rule.id,
        message,
        table.place,
        rule.bobot,
        table=table.number,
        row_id=table.id,
        expected=expected,
        actual=actual,
        hint=hint,
    )


def _printed_tables(document: Document) -> list[Table]:
    wanted = [block.acuan for block in document.blocks if block.jenis == "tabel"]
    return [document.tables[name] for name in wanted if name in document.tables]


@kind("nomor_tabel")
def check_table_numbers(document: Document, rule: Rule) -> Iterator[Finding]:
    """Table numbers are unique, rise in printed order and belong to their chapter.

    Every described table is printed once. A table without a number, and one whose number the
    program makes, is right by itself.
    """
    seen: dict[str, Table] = {}
    last: tuple[int, ...] = ()
    for table in _printed_tables(document):
        if not table.nomor:
            continue
        number = tuple(map(int, _PLAIN.findall(table.nomor)))
        yield from _check_taken(rule, table, seen.get(table.nomor))
        if not table.is_made:
            # A number that another table bears by right is wrong for that reason, told above.
            if table.nomor not in seen or any(_check_chapter(document, rule, seen[table.nomor])):
                yield from _check_chapter(document, rule, table)
            yield from _check_order(rule, table, number, last)
        # A made number sets the count anew; a typed one that falls back is wrong and must not.
        last = (number or last) if table.is_made else max(last, number)
        seen.setdefault(table.nomor, table)
    yield from _check_figures(document, rule)
    yield from _check_prints(document, rule)


def _check_taken(rule: Rule, table: Table, other: Table | None) -> Iterator[Finding]:
    """Find a number that another table bears."""
    if other is not None:
        message = f"nomor tabel {table.nomor} sudah dipakai tabel “{other.id}”"
        yield _table_finding(rule, table, message, actual=table.nomor, hint="beri nomor berikutnya")


def _check_order(
    rule: Rule, table: Table, number: tuple[int, ...], last: tuple[int, ...]
) -> Iterator[Finding]:
    """Find a number that falls back behind the `last` one, or leaves some out."""
    if number < last:
        message = f"nomor tabel {table.nomor} muncul setelah {_join(last)}"
        yield _table_finding(rule, table, message, actual=table.nomor)
    elif number and number[-1] > (following := _next_number(number, last))[-1]:
        goes_on = last and number[:-1] == last[:-1]
        jump = f"melompat dari {_join(last)} ke" if goes_on else "dalam babnya mulai dari"
        message = f"nomor tabel {jump} {table.nomor}"
        yield _table_finding(rule, table, message, expected=_join(following), actual=table.nomor)


def _join(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))


def _check_prints(document: Document, rule: Rule) -> Iterator[Finding]:
    """Find a table that is printed more than once, or nowhere."""
    printed = Counter(table.id for table in _printed_tables(document))
    for name, table in document.tables.items():
        if printed[name] != 1:
            message = f"tabel “{name}” dicetak {printed[name]} kali dalam naskah"
            yield _table_finding(rule, table, message)


def _check_chapter(document: Document, rule: Rule, table: Table) -> Iterator[Finding]:
    """Find a number such as 2.3 that is printed in another chapter than the second."""
    chapter, own = document.numbers.bab.get(table.id, ""), table.nomor.partition(".")[0]
    if "." in table.nomor and chapter and own != chapter:
        message = f"tabel bernomor {table.nomor} dicetak di bab {chapter}"
        hint = "perbaiki nomornya, atau kosongkan nomor agar program yang menghitung"
        expected = f"{chapter}.{table.nomor.partition('.')[2]}"
        yield _table_finding(rule, table, message, expected=expected, actual=table.nomor, hint=hint)


def _check_figures(document: Document, rule: Rule) -> Iterator[Finding]:
    """Find a picture, tree or graph whose given number belongs to another chapter."""
    for block in document.blocks:
        label = document.numbers.label.get(block.id, "")
        number = label.rpartition(" ")[2]
        chapter, own = document.numbers.bab.get(block.id, ""), number.partition(".")[0]
        if "." in number and chapter and own != chapter:
            message = f"{label} dicetak di bab {chapter}"
            hint = "perbaiki nomornya, atau kosongkan agar program yang menghitung"
            yield block_finding(rule, block, message, actual=number, hint=hint)


def _next_number(number: tuple[int, ...], last: tuple[int, ...]) -> tuple[int, ...]:
    """Return the number that should stand after `last`.

    One more in the same chapter, the first one in another.
    """
    goes_on = bool(last) and number[:-1] == last[:-1]
    return (*number[:-1], last[-1] + 1 if goes_on else 1)


@kind("urut")
def check_row_numbers(document: Document, rule: Rule) -> Iterator[Finding]:
    """The numbers of a column of row numbers go up by one.

    They may begin again under another parent (`induk`).
    """
    for name in rule.tabel or tuple(document.tables):
        table = document.tables[name]
        own = [column.kolom for column in table.columns if column.jenis == "urut"]
        columns = rule.select_columns(table) if rule.kolom else own
        for kolom in columns:
            yield from _check_counting(rule, table, kolom)


def _check_counting(rule: Rule, table: Table, kolom: str) -> Iterator[Finding]:
    last: tuple[int, ...] = (0,)
    induk = ""
    for row in table.rows:
        number = _read_count(table.cell(row, kolom).teks.strip(), last)
        if not number:
            continue
        begins_again = row.induk != induk and number == (1,)
        induk = row.induk
        if not _follows(number, last) and not begins_again:
            yield _tell_jump(rule, Ref(table, row, kolom), number, last)
        last = number


def _read_count(text: str, last: tuple[int, ...]) -> tuple[int, ...]:
    """Read `2`, `2.1.`, `2)`; `#` is one more than the last; () for anything else."""
    match = _COUNT.fullmatch(text)
    if match is None:
        return ()
    return (last[0] + 1,) if match[1] == "#" else tuple(map(int, match[1].split(".")))


def _tell_jump(rule: Rule, ref: Ref, number: tuple[int, ...], last: tuple[int, ...]) -> Finding:
    expected = _join((*last[:-1], last[-1] + 1))
    message = f"nomor {_join(number)} muncul setelah {_join(last)}"
    hint = f"seharusnya {expected}?"
    return cell_finding(rule, ref, message, expected=expected, actual=_join(number), hint=hint)


def _follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Return whether a number may come next.

    One more at some level or the same, and deeper levels begin at 1.
    """
    # After 2.1.3 come 2.1.3.1, 2.1.4, 2.2 and 3.
    nexts = [last, *((*last[:level], last[level] + 1) for level in range(len(last)))]
    return number != last and any(
        number[: len(start)] == start and set(number[len(start) :]) <= {1} for start in nexts
    )


@kind("satuan_tetap")
def check_units(document: Document, rule: Rule) -> Iterator[Finding]:
    """Along a row, the targets of all years bear the same unit."""
    for table in rule.select_tables(document):
        columns = rule.select_columns(table)
        for row in rule.select_rows(table):
            first: dict[str, Ref] = {}
            for ref in list_numbers(table, (row,), columns):
                if ref.satuan or ref.angka:  # a dash has no unit, nor has a bare 0
                    first.setdefault(ref.satuan, ref)
            if len(first) > 1:
                yield _tell_units(rule, [*first.values()])


def _tell_units(rule: Rule, refs: list[Ref]) -> Finding:
    """Tell of the units of a row, each with the first cell that bears it."""
    names = [ref.satuan or NO_UNIT for ref in refs]
    pairs = zip(names, refs, strict=True)
    shown = ", ".join(f"“{name}” ({ref.kolom})" for name, ref in pairs)
    message = f"satuan berubah sepanjang baris: {shown}"
    actual = " | ".join(names[1:])
    return cell_finding(rule, refs[-1], message, expected=names[0], actual=actual)


@kind("rentang")
def check_range(document: Document, rule: Rule) -> Iterator[Finding]:
    """Values lie within `acuan` = `0..100`.

    With a unit after it (`0..100 %`), only values of that unit.
    """
    match = _RANGE.fullmatch(rule.acuan.strip())
    if match is None:
        message = f"rentang “{rule.acuan}” tidak dipahami"
        raise RuleError(
            message, "acuan", "tulis misalnya 0..100, atau 0..100 % untuk nilai bersatuan %"
        )
    low, high = Decimal(match[1]), Decimal(match[2])
    units = tuple(unit.strip().lower() for unit in match[3].split("|"))
    for table in rule.select_tables(document):
        for ref in list_numbers(table, rule.select_rows(table), rule.select_columns(table)):
            value = ref.angka if ref.satuan in units else None
            if value is not None and not low <= value <= high:
                message = f"{ref.cetak} di luar rentang wajar {match[1]} sampai {match[2]}"
                expected = f"{match[1]}..{match[2]}"
                yield cell_finding(rule, ref, message, expected=expected, actual=str(value))


@kind("berpasangan")
def check_pairs(document: Document, rule: Rule) -> Iterator[Finding]:
    """Where one column of a pair prints a value, so does the other.

    `kolom` = `target_*`, `acuan` = `rp_*`.

    A dash is no value: a target without rupiah is one beside an empty cell and beside a dash. 0
    asks for nothing.
    """
    for table in rule.select_tables(document):
        pairs = [
            (left, follow_pattern(rule.kolom, left, rule.acuan))
            for left in rule.select_columns(table)
        ]
        if not any(right in table.index for _, right in pairs):
            message = f"“{rule.acuan}” tidak menunjuk kolom tabel “{table.id}”"
            raise RuleError(message, "acuan", "tulis misalnya kolom = target_*, acuan = rp_*")
        for left, right in pairs:
            if right in table.index:
                yield from _check_pair(rule, table, left, right)


def _check_pair(rule: Rule, table: Table, left: str, right: str) -> Iterator[Finding]:
    places = table.index[left], table.index[right]
    for row in rule.select_rows(table):
        has_value = [_has_value(row.cells[place]) for place in places]
        if has_value[0] == has_value[1]:
            continue
        refs = Ref(table, row, left), Ref(table, row, right)
        printed, empty = refs if has_value[0] else refs[::-1]
        if printed.angka == 0:
            continue
        state = f"tercetak {empty.cetak}" if empty.is_printed else "kosong"
        message = f"{printed.kolom} tercetak {printed.cetak}, tetapi {empty.kolom} {state}"
        yield cell_finding(rule, empty, message, actual=empty.teks)


def _has_value(cell: Cell) -> bool:
    """Whether anything but a dash is printed in a cell."""
    return bool(cell.teks.strip()) and not (cell.besaran is not None and cell.besaran.strip)


@kind("acuan_silang")
def check_references(document: Document, rule: Rule) -> Iterator[Finding]:
    """A table that the prose mentions by number is printed."""
    numbers = {table.nomor for table in _printed_tables(document)}
    has_chapters = all("." in number for number in numbers)
    for block in document.blocks:
        for number in _list_mentioned(block.teks):
            # Where tables are numbered by chapter, “tabel 3 tahun” names none.
            if number not in numbers and not (has_chapters and "." not in number):
                message = f"naskah menyebut tabel {number}, yang tidak ada"
                yield block_finding(rule, block, message, actual=number)


def _list_mentioned(text: str) -> Iterable[str]:
    """Return the numbers of tables that a text mentions, each once: `tabel 2.1, 2.2 dan 2.3`."""
    groups = (_NUMBER.findall(f"{first} {more}") for first, more in _REFERENCE.findall(text))
    return dict.fromkeys(number for group in groups for number in group)


@kind("daftar_terbit")
def check_published_lists(document: Document, rule: Rule) -> Iterator[Finding]:
    """A published list of contents says what the headings and captions say.

    `acuan` = a CSV of the data folder with `id,jenis,acuan,teks`: the printed line (`jenis` bab,
    subbab or tabel) and the block or table it stands for (empty: none known).
    """
    source = find_reference(document, rule.acuan, ("id", "jenis", "acuan", "teks"))
    printed = _printed_lines(document)
    listed: set[str] = set()
    for line, record in source.records():
        listed.add(record["acuan"])
        text, wanted = record["teks"], printed.get(record["acuan"])
        message = _compare_line(text, wanted)
        if message:
            place = Place(source.file, line, "teks")
            found = _list_finding(rule, place, message, record["id"], text)
            yield replace(found, expected=wanted or "", actual=text)
    for target, wanted in printed.items():
        if target not in listed:
            message = f"“{wanted}” tidak tercantum dalam daftar"
            found = _list_finding(rule, Place(source.file), message, target, wanted)
            yield replace(found, expected=wanted)


def _compare_line(text: str, wanted: str | None) -> str:
    """Return what is wrong with a printed line, or ""."""
    if wanted is None:
        return f"“{text}” tercantum dalam daftar, tetapi tidak ada dalam dokumen"
    is_same = same_words(text) == same_words(wanted)
    return "" if is_same else f"daftar mencantumkan “{text}”, dokumen memuat “{wanted}”"


def _list_finding(rule: Rule, place: Place, message: str, name: str, text: str) -> Finding:
    """Return a finding about a line of a published list."""
    return Finding(rule.id, message, place, rule.bobot, row=text, row_id=name)


def _printed_lines(document: Document) -> dict[str, str]:
    """Return the text of each heading and caption by the id of its block or table."""
    lines = {
        block.id: plain_text(block.teks)
        for block in document.blocks
        if block.jenis == "bab" or (block.jenis == "subbab" and block.tingkat in (0, 2))
    }
    for table in _printed_tables(document):
        lines[table.id] = table.caption
    return lines

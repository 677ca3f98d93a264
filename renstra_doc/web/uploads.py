"""Files that were dragged in: kept for a while in a folder of the server, under keys of its own.

Nothing of a name that a browser sends becomes a path: of it only the ending serves, and its plain
letters for the messages.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from renstra_doc.finding import refuse_input
from renstra_doc.intake.open_source import read_source
from renstra_doc.intake.questions import KEPT
from renstra_doc.intake.table_choice import describe_table
from renstra_doc.model.canonical import write_csv
from renstra_doc.place import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.web.call import Call, Upload

ANSWERS = "jawaban"
MOST_LETTERS, MOST_SHEETS = 60, 40
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_KEY = re.compile(r"[0-9a-f]{24}")
_UNSAFE = re.compile(r"[^\w .()-]+")
_ENDING = re.compile(r"\.[a-z0-9]{1,10}")


def keep_upload(home: Path, upload: Upload) -> str:
    """Keep a file; out: its key. Raises InputError where nothing was chosen."""
    if not upload.name:
        hint = "pilih berkasnya, atau seret ke kotak itu"
        raise refuse_input(NOWHERE, "belum ada berkas yang dipilih", hint)
    if not upload.content:
        hint = "berkas itu belum selesai disalin atau diunduh; buka dahulu, simpan, lalu pilih lagi"
        raise refuse_input(upload.name, "berkas ini kosong (0 byte)", hint)
    key = secrets.token_hex(12)
    # A folder for each, so that the file keeps its name.
    folder = home / key
    folder.mkdir(mode=0o700)
    (folder / clean_name(upload.name)).write_bytes(upload.content)
    return key


def clean_name(name: str) -> str:
    """Return a name of plain letters with the ending of the one that was sent."""
    # A browser on Windows may send the whole path.
    last = PurePosixPath(name.replace("\\", "/")).name
    path = PurePosixPath(last)
    ending = path.suffix.lower() if _ENDING.fullmatch(path.suffix.lower()) else ""
    stem = _UNSAFE.sub("_", path.stem).strip(" .")[:MOST_LETTERS] or "berkas"
    return f"{stem}{ending}"


def plain_name(text: str) -> str:
    """Return a name of small letters, digits and dashes from what a person calls something."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_PLAIN.sub("-", plain).strip("-")[:MOST_LETTERS].strip("-") or "renstra"


def find_upload(home: Path, key: str) -> Path:
    """Return the file of a key. Raises InputError for one that is not kept any more."""
    # A key is hexadecimal, so it cannot lead out of the folder.
    found = sorted((home / key).glob("*")) if _KEY.fullmatch(key) else []
    found = [path for path in found if path.name != ANSWERS]
    if not found:
        message = "berkas yang diunggah ini tidak tersimpan lagi"
        raise refuse_input(NOWHERE, message, "unggah sekali lagi")
    return found[0]


def read_answers_of(call: Call) -> dict[tuple[str, str], str]:
    """Return the answers of a form of questions, by column and kind."""
    answers = {}
    for name in call.form:
        if name.startswith("jawab:") and call.text(name):
            number = name.removeprefix("jawab:")
            # By column and kind: the number of a question is another one in the next form.
            answers[call.text(f"kolom:{number}"), call.text(f"jenis:{number}")] = call.text(name)
    return answers


def gather_answers(call: Call) -> dict[tuple[str, str], str]:
    """Return the answers of this form and those of the forms before it."""
    names = ("lalu_kolom", "lalu_jenis", "lalu_jawab")
    before = zip(*(call.form.get(name, ()) for name in names), strict=False)
    return {**{(column, kind): text for column, kind, text in before}, **read_answers_of(call)}


def list_sheets(file: Path) -> list[tuple[str, str]]:
    """Return the tables of a file, the first of many: the name of each and what it holds."""
    tables = read_source(file)[:MOST_SHEETS]
    return [(table.name, describe_table(table, at)) for at, table in enumerate(tables, 1)]


def write_answers(file: Path, table: str, answers: Mapping[tuple[str, str], str]) -> Path:
    """Write answers beside an upload, as `--jawab` reads them."""
    # Beside the upload, under a name that is none of an upload's.
    path = file.with_name(ANSWERS)
    rows = [(table, column, kind, text) for (column, kind), text in answers.items()]
    path.write_bytes(write_csv([KEPT, *rows]))
    return path

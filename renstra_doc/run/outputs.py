"""Write a document or report where a file may lie already, and lose nothing that a person did.

A document that this program built says in itself which bytes it was built with. One that is no
longer these, or that another program made, is kept as a copy beside the new one; so are a workbook
that another program saved, questions in which answers stand, and a PDF that somebody has signed.
"""

from __future__ import annotations

import csv
import io
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import refuse_protected, write_file, written
from renstra_doc.files.zipfiles import OLE, ZipError, read_zip, zip_parts
from renstra_doc.finding import Finding, reading_warning
from renstra_doc.place import Place
from renstra_doc.render.identity import digest_parts, read_identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

MARK, DOCUMENT, ANSWER = "disunting", "word/document.xml", "jawaban"
# What stands in a PDF that bears a signature (ISO 32000, 12.8.1); this program signs none.
SIGNED = b"/ByteRange"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a file edited by hand, and whether this run has made it."""

    path: Path
    is_new: bool


def write_output(path: Path, content: bytes) -> tuple[Finding, ...]:
    """Write a built document or a report; as `write_outputs`."""
    return write_outputs({path: content})


def write_outputs(files: Mapping[Path, bytes]) -> tuple[Finding, ...]:
    """Write a built document and what belongs to it, all or none.

    Out: a remark where a file that lay there was edited by hand, with the name of its copy. Raises
    OSError, and nothing has changed.
    """
    # Nothing follows: the document and its PDF are all there is to write.
    with writing_outputs(files) as remarks:
        return remarks


@contextmanager
def writing_outputs(files: Mapping[Path, bytes]) -> Iterator[tuple[Finding, ...]]:
    """Write outputs, as `write_outputs`; where what follows fails they are again what they were."""
    # `resolve`: of a link the document is what it leads to, and that is what is kept.
    kept = {path: _keep_edited(path.resolve(), content) for path, content in files.items()}
    copies = {path: copy.path for path, copy in kept.items() if copy is not None}
    made = [copy.path for copy in kept.values() if copy is not None and copy.is_new]
    try:
        # A rename would pass over a write protection, so it is looked for first.
        for path in files:
            refuse_protected(path)
        with written(files):
            yield tuple(_tell(path, copy) for path, copy in copies.items())
    except BaseException:
        # Copies of this run only: one that was there before belongs to the person.
        for copy in made:
            with suppress(OSError):
                copy.unlink()
        raise


def _keep_edited(path: Path, content: bytes) -> Copy | None:
    """Keep a copy of a file that was edited by hand; out: None where it was not."""
    # An empty file is what an interrupted copy leaves.
    if not path.is_file() or not path.stat().st_size:
        return None
    judge = _JUDGES.get(path.suffix.lower())
    old = path.read_bytes() if judge is not None else content
    # Byte for byte the same: nothing is lost, whoever wrote it.
    return None if judge is None or old == content or judge(old) else _keep_copy(path)


def _is_as_packed(old: bytes) -> bool:
    """Return whether a file is no document or workbook, or one as this program wrote it."""
    try:
        parts = read_zip(old)
        identity = read_identity(parts)
    except ZipError:
        # With a password Word writes no zip; anything else is what a broken copy leaves.
        return not old.startswith(OLE)
    except UnicodeError:
        # Names that cannot be read are none of ours: somebody's work, so it is kept.
        return False
    # A report says nothing of itself; packed by another program its zip is another one.
    return zip_parts(parts) == old if identity is None else digest_parts(parts) == identity.sidik


def _is_unanswered(old: bytes) -> bool:
    """Return whether a CSV file is one of questions to which nobody has written an answer."""
    text = old.decode("utf-8", "replace")
    mark = ";" if ";" in text.partition("\n")[0] else ","
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=mark))
    except csv.Error:  # a cell of more than 131.072 letters
        return False
    return all(ANSWER in row and not (row[ANSWER] or "").strip() for row in rows)


def _is_unsigned(old: bytes) -> bool:
    return SIGNED not in old


_JUDGES: Mapping[str, Callable[[bytes], bool]] = {
    **dict.fromkeys((".docx", ".docm", ".xlsx", ".xlsm"), _is_as_packed),
    ".csv": _is_unanswered,
    ".pdf": _is_unsigned,
}


def _keep_copy(path: Path) -> Copy:
    """Give a file a second name beside it that no other file has.

    A run that was killed here has left the file two names; the second one is the copy then.
    """
    for number in count(1):
        copy = path.with_name(
            f"{path.stem}-{MARK}{f'-{number}' if number > 1 else ''}{path.suffix}"
        )
        if os.path.lexists(copy):
            if copy.exists() and copy.samefile(path):
                return Copy(copy, is_new=False)
            continue
        try:
            # A second name costs no room and is there in one step: a kill leaves no half copy.
            os.link(path, copy)
        except FileExistsError:
            continue
        except OSError:  # a file system without second names
            write_file(copy, path.read_bytes())
            copy.chmod(path.stat().st_mode & 0o777)
        return Copy(copy, is_new=True)
    raise AssertionError  # pragma: no cover — `count` has no end


def _tell(path: Path, copy: Path) -> Finding:
    message = f"dokumen ini bukan lagi seperti saat disusun; salinannya disimpan: {copy.name}"
    hint = "bandingkan dengan renstra verify; suntingan di Word tidak ada di data"
    if path.suffix.lower() != ".docx":
        message = f"berkas yang ada di sini memuat isian orang; salinannya disimpan: {copy.name}"
        hint = "pindahkan yang masih diperlukan dari salinan itu"
    return reading_warning(Place(str(path)), message, hint)

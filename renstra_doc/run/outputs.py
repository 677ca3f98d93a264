"""Write a document where one may lie already, and lose nothing that a person did to that one.

A document that this program built says in itself which bytes it was built with. One that is no
longer these, or that another program made, is kept as a copy beside the new one.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import refuse_protected, write_file, written
from renstra_doc.files.zipfiles import ZipError, read_zip
from renstra_doc.finding import Finding, reading_warning
from renstra_doc.place import Place
from renstra_doc.render.identity import digest_parts, read_identity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARK, SUFFIX, DOCUMENT = "disunting", ".docx", "word/document.xml"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a document edited by hand, and whether this run has made it."""

    path: Path
    is_new: bool


def write_output(path: Path, content: bytes) -> tuple[Finding, ...]:
    """Write a built document; as `write_outputs`."""
    return write_outputs({path: content})


def write_outputs(files: Mapping[Path, bytes]) -> tuple[Finding, ...]:
    """Write a built document and what belongs to it, all or none.

    Out: a remark where a document that lay there was edited by hand, with the name of its copy.
    Raises OSError, and nothing has changed.
    """
    # `resolve`: of a link the document is what it leads to, and that is what is kept.
    kept = {path: _keep_edited(path.resolve(), content) for path, content in files.items()}
    copies = {path: copy.path for path, copy in kept.items() if copy is not None}
    made = [copy.path for copy in kept.values() if copy is not None and copy.is_new]
    try:
        # A rename would pass over a write protection, so it is looked for first.
        for path in files:
            refuse_protected(path)
        # Nothing follows: the document and its PDF are all there is to write.
        with written(files):
            pass
    except BaseException:
        # Copies of this run only: one that was there before belongs to the person.
        for copy in made:
            with suppress(OSError):
                copy.unlink()
        raise
    return tuple(_tell(path, copy) for path, copy in copies.items())


def _keep_edited(path: Path, content: bytes) -> Copy | None:
    """Keep a copy of a document that was edited by hand; out: None where it was not."""
    if path.suffix.lower() != SUFFIX or _is_as_built(path, content):
        return None
    return _keep_copy(path)


def _is_as_built(path: Path, content: bytes) -> bool:
    """Return whether what lies there is no Word document, or one as it was built."""
    if not path.is_file() or not path.stat().st_size:
        # An empty file is what an interrupted copy leaves.
        return True
    try:
        old = path.read_bytes()
        # Byte for byte the same: nothing is lost, whoever wrote it.
        if old == content:
            return True
        parts = read_zip(old)
        identity = read_identity(parts)
    except ZipError:
        return True
    except UnicodeError:
        # Names that cannot be read are none of ours: somebody's work, so it is kept.
        return False
    return DOCUMENT not in parts or (identity is not None and digest_parts(parts) == identity.sidik)


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
    return reading_warning(Place(str(path)), message, hint)

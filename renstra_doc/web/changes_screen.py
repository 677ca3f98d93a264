"""Editions: fix one, compare two, merge a colleague's copy of the folder."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from renstra_doc.editions.fixed import FIXED, fix_edition, is_intact, list_editions
from renstra_doc.files.zipfiles import ZipError, read_zip
from renstra_doc.finding import InputError, reading_error
from renstra_doc.load.folder import KNOWN, SUBFOLDERS
from renstra_doc.merge.folders import merge_on_disk
from renstra_doc.place import Place
from renstra_doc.review.diff.change import Group
from renstra_doc.review.diff.compare import compare_documents
from renstra_doc.review.show.describe import count_groups, path_of, show_values
from renstra_doc.run.pipeline import read_document
from renstra_doc.web.call import go, show
from renstra_doc.web.outgoing import find_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from renstra_doc.web.call import Call, Upload

FACTS, PICTURES = "dokumen.csv", "gambar"
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".svg")
FORBIDDEN = frozenset('\\:*?"<>|')
MOST_SHOWN = 500
STATES = ("draf", "ditetapkan", "Perubahan I", "Perubahan II", "Perubahan III")
GROUPS = {
    Group.CAUSE: "perubahan",
    Group.CONSEQUENCE: "akibat",
    Group.NUMBERING: "penomoran",
}


def show_editions(call: Call) -> Response:
    """Show the editions there are, and what can be done with them."""
    editions = list_editions(call.data)
    return show(
        call,
        "edisi",
        snapshot=call.snapshot,
        editions=[(edition, is_intact(call.data, edition)) for edition in editions],
        today=time.strftime("%Y-%m-%d"),
        states=STATES,
        usual=FIXED,
    )


def fix_edition_here(call: Call) -> Response:
    """Fix the present state as an edition."""
    edition = fix_edition(
        call.data,
        call.text("nama"),
        status=call.text("status"),
        tanggal=call.text("tanggal"),
        dasar=call.text("dasar"),
    )
    return go(call.url("edisi"), f"Edisi {edition.nama} tersimpan.")


def compare_editions_here(call: Call) -> Response:
    """Compare two states on the page."""
    old, _ = read_document(find_state(call, call.text("dasar")))
    new, _ = read_document(find_state(call, call.text("menjadi")))
    changes = compare_documents(old, new)
    rows = [
        (GROUPS[change.group], path_of(change), *show_values(change))
        for change in changes[:MOST_SHOWN]
    ]
    return show(
        call,
        "banding",
        snapshot=call.snapshot,
        old=call.text("dasar"),
        new=call.text("menjadi"),
        counted=count_groups(changes),
        rows=rows,
        left=max(len(changes) - MOST_SHOWN, 0),
    )


def merge_folder(call: Call) -> Response:
    """Merge a colleague's copy of the folder into this one, from the edition both came from."""
    files = read_folder(call.uploads)
    base = find_state(call, call.text("dasar"))
    with tempfile.TemporaryDirectory(prefix="renstra-") as folder:
        theirs = Path(folder, "data")
        for name, content in files.items():
            path = theirs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        merged, findings = merge_on_disk(base, call.data, theirs)
    return show(
        call,
        "gabung",
        snapshot=call.snapshot,
        names=sorted(merged.files),
        conflicts=[str(conflict) for conflict in merged.conflicts],
        findings=findings,
    )


def read_folder(uploads: Sequence[Upload]) -> Mapping[str, bytes]:
    """Return the data files of a folder that was sent, as a zip or file by file, by allow-list.

    Raises InputError where there is no `dokumen.csv` among them.
    """
    sent: dict[str, bytes] = {}
    for upload in uploads:
        if upload.name.lower().endswith(".zip"):
            sent.update(_unpack(upload))
        elif upload.name:
            sent[upload.name.replace("\\", "/")] = upload.content
    home = _find_home(sent)
    if home is None:
        message = "di antara berkas ini tidak ada dokumen.csv"
        hint = "pilih folder proyek rekan, atau .zip dari folder itu"
        raise InputError([reading_error(Place(), message, hint)])
    inner = {name[len(home) :]: content for name, content in sent.items() if name.startswith(home)}
    return {name: content for name, content in inner.items() if is_data_file(name)}


def _unpack(upload: Upload) -> dict[str, bytes]:
    try:
        return read_zip(upload.content)
    except ZipError as error:
        raise InputError([reading_error(Place(upload.name), str(error))]) from error


def _find_home(sent: Mapping[str, bytes]) -> str | None:
    """Return the folder in what was sent that is the data folder: the shallowest one."""
    homes = [name[: -len(FACTS)] for name in sent if PurePosixPath(name).name == FACTS]
    own = [home for home in homes if "edisi/" not in home]
    return min(own, key=lambda home: home.count("/"), default=None)


def is_data_file(name: str) -> bool:
    """Whether a name is one that a data folder can have; no other is ever written."""
    parts = PurePosixPath(name).parts
    if not all(map(_is_plain, parts)):
        return False
    if len(parts) == 1:
        return name in KNOWN
    return len(parts) == 2 and _is_in_folder(*parts)  # noqa: PLR2004 — a folder and a file


def _is_plain(part: str) -> bool:
    """Whether a part of a path is a name on every system, and hides nothing."""
    return part.isprintable() and not part.startswith((".", "~$")) and not set(part) & FORBIDDEN


def _is_in_folder(folder: str, name: str) -> bool:
    ending = PurePosixPath(name).suffix.lower()
    is_picture = folder == PICTURES and ending in PICTURE_ENDINGS
    return is_picture or (folder in SUBFOLDERS and ending == ".csv")

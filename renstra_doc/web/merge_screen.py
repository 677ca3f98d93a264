"""A colleague's copy of the folder: merged into this one, what both changed is chosen from."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from renstra_doc.edit.saves import CellEdit
from renstra_doc.files.journal import plan_anew
from renstra_doc.files.zipfiles import ZipError, read_zip
from renstra_doc.finding import refuse_input
from renstra_doc.load.folder import KNOWN, SUBFOLDERS
from renstra_doc.merge.folders import merge_on_disk
from renstra_doc.merge.three_way import ALL_ROWS
from renstra_doc.place import NOWHERE
from renstra_doc.web.call import go, show
from renstra_doc.web.changes_screen import warn_of_states
from renstra_doc.web.column_words import call_place
from renstra_doc.web.impact import EDIT
from renstra_doc.web.outgoing import find_state
from renstra_doc.web.saving import refuse_plan, save_edits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from renstra_doc.finding import Finding
    from renstra_doc.merge.three_way import Conflict, Merged
    from renstra_doc.web.call import Call, Upload

FACTS, PICTURES = "dokumen.csv", "gambar"
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".svg")
FORBIDDEN = frozenset('\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class NamedConflict:
    """What both sides changed otherwise: its place as a person calls it; whether to choose here."""

    tempat: str
    apa: Conflict
    can_choose: bool


def merge_folder(call: Call) -> Response:
    """Merge a colleague's copy of the folder into this one, from the edition both came from."""
    warnings = warn_of_states(call)
    files = read_folder(call.uploads)
    base = find_state(call, call.text("dasar"))
    with tempfile.TemporaryDirectory(prefix="renstra-") as folder:
        theirs = Path(folder, "data")
        for name, content in files.items():
            path = theirs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        merged, findings = _merge_anew(base, call.data, theirs)
    return show(
        call,
        "gabung",
        snapshot=call.snapshot,
        names=sorted(merged.files),
        conflicts=[_name_conflict(call, each) for each in merged.conflicts],
        findings=findings,
        warnings=[*warnings, *(f"{each}." for each in merged.lost)],
    )


# Only the last try counts: each one reads our folder anew.
def _merge_anew(base: Path, ours: Path, theirs: Path) -> tuple[Merged, tuple[Finding, ...]]:
    """Merge, anew where somebody saved one of our files in between."""
    done: list[tuple[Merged, tuple[Finding, ...]]] = []

    def act() -> int:
        done.append(merge_on_disk(base, ours, theirs))
        return 0

    plan_anew(act)
    return done[-1]


def _name_conflict(call: Call, conflict: Conflict) -> NamedConflict:
    """Return a conflict as a person calls its place."""
    now = call.snapshot
    raw = now.raw.tables.get(conflict.berkas)
    place = call_place(now, conflict.berkas, conflict.baris, conflict.kolom)
    # Of a whole row or file there is no single value to choose.
    is_cell = raw is not None and conflict.kolom in raw.header
    can_choose = is_cell and conflict.baris != ALL_ROWS
    return NamedConflict(place, conflict, can_choose=can_choose)


def choose_theirs(call: Call) -> Response:
    """Write the colleague's values where they were chosen."""
    chosen = call.form.get("pakai", ())
    # As sent: an edit is held against the very text that was shown.
    edits = [CellEdit(*(call.raw_text(f"{name}:{at}") for name in EDIT)) for at in chosen]
    plan = save_edits(call, edits, "pilih nilai rekan")
    back = call.url("edisi")
    if plan.is_refused:
        return refuse_plan(call, plan, back)
    return go(call.url(), f"{len(edits)} nilai rekan dipakai.")


def read_folder(uploads: Sequence[Upload]) -> Mapping[str, bytes]:
    """Return the data files of a folder that was sent, as a zip or file by file, by allow-list.

    Raises InputError where there is no `dokumen.csv` among them.
    """
    sent: dict[str, bytes] = {}
    if not any(upload.content for upload in uploads):
        hint = "pilih folder proyek rekan, atau .zip dari folder itu"
        raise refuse_input(NOWHERE, "belum ada berkas yang dipilih", hint)
    for upload in uploads:
        if upload.name.lower().endswith(".zip"):
            sent.update(_unpack(upload))
        elif upload.name:
            # A browser on Windows may send the folder with backslashes.
            sent[upload.name.replace("\\", "/")] = upload.content
    home = _find_home(sent)
    if home is None:
        message = "di antara berkas ini tidak ada dokumen.csv"
        hint = "pilih folder proyek rekan, atau .zip dari folder itu (bukan .rar atau .7z)"
        raise refuse_input(NOWHERE, message, hint)
    # What lies beside the data folder (documents, templates, editions) is not merged.
    inner = {name[len(home) :]: content for name, content in sent.items() if name.startswith(home)}
    return {name: content for name, content in inner.items() if is_data_file(name)}


def _unpack(upload: Upload) -> dict[str, bytes]:
    try:
        return read_zip(upload.content)
    except ZipError as error:
        hint = "minta rekan mengirimnya lagi: klik kanan foldernya, Kirim ke, Folder terkompresi"
        raise refuse_input(upload.name, str(error), hint) from error


def _find_home(sent: Mapping[str, bytes]) -> str | None:
    """Return the folder in what was sent that is the data folder: the shallowest one."""
    # An edition holds a data folder of its own, and is not what was sent.
    homes = [name[: -len(FACTS)] for name in sent if PurePosixPath(name).name == FACTS]
    own = [home for home in homes if "edisi/" not in home]
    return min(own, key=lambda home: home.count("/"), default=None)


def is_data_file(name: str) -> bool:
    """Whether a name is one that a data folder can have; no other is ever written."""
    parts = PurePosixPath(name).parts
    if not all(map(_is_plain, parts)):
        return False
    if len(parts) == 1:
        # In the folder itself only files that a data folder has.
        return name in KNOWN
    return len(parts) == 2 and _is_in_folder(*parts)  # noqa: PLR2004 — a folder and a file


def _is_plain(part: str) -> bool:
    """Whether a part of a path is a name on every system, and hides nothing."""
    # `~$` begins the lock files that Word and Excel leave beside an open one.
    return part.isprintable() and not part.startswith((".", "~$")) and not set(part) & FORBIDDEN


def _is_in_folder(folder: str, name: str) -> bool:
    ending = PurePosixPath(name).suffix.lower()
    is_picture = folder == PICTURES and ending in PICTURE_ENDINGS
    return is_picture or (folder in SUBFOLDERS and ending == ".csv")

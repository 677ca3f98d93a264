"""Two editions of one document, or two documents: which facts and ids they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import refuse_input
from renstra_doc.place import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.model import Document
    from renstra_doc.review.named_source import Source

# Facts that say which document this is: the office, the region, the period. A person may correct
# one of them (a renamed office is a new author too); two are another document.
IDENTITY = (("opd", "penulis"), ("daerah",), ("periode_awal", "periode_akhir"))
HINT = "bandingkan dua versi dari dokumen yang sama"
HINT_IDS = (
    "bila id baris dan bloknya disusun ulang, pakai kembali id versi lama: "
    "baris dipasangkan menurut id"
)
LEAST_SHARED, LEAST_SHARED_WITH_OTHER_FACTS = 0.1, 0.5


def refuse_strangers(old: Source, new: Source) -> None:
    """Raise InputError where two editions are not of one document.

    A folder and its revisions always are.
    """
    if _is_one_folder(old, new):
        return
    facts = _facts(old.document), _facts(new.document)
    differing = [key for keys in IDENTITY for key in keys if _differs(key, *facts)]
    groups = [keys for keys in IDENTITY if set(keys) & set(differing)]
    # Facts that differ make a chance more likely: then half of the ids must be the same.
    least = LEAST_SHARED_WITH_OTHER_FACTS if differing else LEAST_SHARED
    share = _share(_identities(old.document), _identities(new.document))
    if len(groups) < 2 and share >= least:  # noqa: PLR2004 — the law stands at IDENTITY
        return
    told = [f"{key}: “{facts[0][key]}” dan “{facts[1][key]}”" for key in differing]
    message = f"“{old.label}” dan “{new.label}” adalah dua dokumen yang berbeda"
    alike = "; ".join([f"{round(share * 100)}% id sama", *told])
    hint = HINT if differing else f"{HINT}; {HINT_IDS}"
    raise refuse_input(NOWHERE, f"{message} ({alike})", hint)


def _is_one_folder(old: Source, new: Source) -> bool:
    """Return whether one of them is a git revision of the folder that the other is.

    Or is a revision of.
    """
    if old.history is None and new.history is None:
        return False
    folders = [
        source.history or (source.folder and source.folder.resolve()) for source in (old, new)
    ]
    return folders[0] == folders[1]


def _differs(key: str, old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    return key in old and key in new and old[key] != new[key]


def _facts(document: Document) -> dict[str, str]:
    return {key: value.strip().lower() for key, value in document.dokumen.items() if value.strip()}


def _identities(document: Document) -> set[tuple[str, str]]:
    """Return the ids of blocks, tables and rows."""
    rows = {(table.id, row.id) for table in document.tables.values() for row in table.rows}
    return (
        rows
        | {("", block.id) for block in document.blocks}
        | {("tabel", name) for name in document.tables}
    )


def _share(old: set[tuple[str, str]], new: set[tuple[str, str]]) -> float:
    return len(old & new) / len(old | new) if old or new else 0.0

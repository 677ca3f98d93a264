"""The list of reference that a rule names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.model.rules import RuleError

if TYPE_CHECKING:
    from renstra_doc.model import Document, Reference


def find_reference(document: Document, file: str, columns: tuple[str, ...]) -> Reference:
    """Return the list of reference that `acuan` names.

    RuleError where it is missing or lacks a column.
    """
    source = document.references.get(file)
    hint = f"acuan = berkas di referensi/ dengan kolom {', '.join(columns)}"
    if source is None:
        message = f"berkas “{file}” tidak ada"
        raise RuleError(message, "acuan", hint)
    missing = [name for name in columns if name not in source.header]
    if missing:
        message = f"berkas “{file}” tidak punya kolom {', '.join(missing)}"
        raise RuleError(message, "acuan", hint)
    return source

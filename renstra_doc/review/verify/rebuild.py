"""Build a document anew from what it carries.

Only that shows whether it is what its data and template give.

A digest that a document holds of itself proves nothing: whoever changes the one can write the
other.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_file
from renstra_doc.files.zipfiles import read_zip
from renstra_doc.render.identity import find_identity

if TYPE_CHECKING:
    from renstra_doc.docx.word_content import WordDocument
    from renstra_doc.model.kept_pages import Pages
    from renstra_doc.render import Rendered
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.verify.built_file import BuiltFile

DATA, SUFFIX, MAX_BYTES = "data", ".docx", 200 * 2**20


def find_used_template(package: BuiltFile, named: str, other: Path | None = None) -> Path | None:
    """Return the very template that a document was made with.

    Another one that may be it, near the document, or the program's own; or None.
    """
    places = [*([other] if other is not None else []), *_candidates(package, named)]
    return next((path for path in places if _is_used(path, package.identity.templat)), None)


def _candidates(package: BuiltFile, named: str) -> list[Path]:
    """Return where the template may lie.

    As the data name it, from `build/` or from the project's folder.
    """
    from renstra_doc.template.starting import packaged_template  # noqa: PLC0415 — a redline needs none

    name = Path(named.replace("\\", "/"))
    near = package.path.absolute().parent
    return [
        # A document lies in `build/` beside the data, or in the project's folder.
        *(folder / DATA / name for folder in (near, near.parent)),
        near / name.name,
        packaged_template(),
    ]


def _is_used(path: Path, digest: str) -> bool:
    try:
        is_small_file = (
            path.suffix.lower() == SUFFIX and path.is_file() and path.stat().st_size <= MAX_BYTES
        )
        return is_small_file and digest_file(path) == digest
    except (OSError, RuntimeError, ValueError):  # a document may name anything
        return False


def rebuild(package: BuiltFile, edition: Edition, template: Path) -> Rendered:
    """Return the document that the carried data and word give with a template."""
    from renstra_doc.render import render_view  # noqa: PLC0415 — only this needs docxtpl

    identity = package.identity
    return render_view(edition.view, template, watermark=identity.tanda, sources=identity.berkas)


def carried_pages(package: BuiltFile) -> Pages:
    """Return the page numbers that a document carries."""
    from renstra_doc.model.kept_pages import Pages  # noqa: PLC0415

    return Pages({(kind, key): label for kind, key, label in package.identity.halaman})


def read_rebuilt(draft: Rendered, pages: Pages) -> WordDocument:
    """Return what a document says as the program writes it, with the looks of its texts."""
    return _read_model(draft.to_bytes(pages.by_bookmark(draft.entries)))


@lru_cache(maxsize=2)
def _read_model(data: bytes) -> WordDocument:
    """Read a document once for the same bytes: whoever verifies many does so against one."""
    from renstra_doc.docx.reader import read_word  # noqa: PLC0415 — reading needs lxml

    parts = read_zip(data)
    return read_word(parts, frozenset({find_identity(parts)}), with_looks=True)

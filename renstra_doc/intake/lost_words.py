"""Words of a Word file that are neither in the project nor told: a net below all that reads it.

What stands outside of the text by nature (heads and feet of pages, a reviewer's comments, what a
tracked change took away) is told by its kind; then every word is counted, paragraph by paragraph,
against the files of the project and what was told. Numbers of lists and captions are made anew, so
they count as no words.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import (
    WordParagraph,
    accept_all,
    is_there,
    iter_paragraphs,
    reject_all,
)
from renstra_doc.intake.source import SourceRemark, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renstra_doc.docx.word_content import Revision
    from renstra_doc.intake.read_word import WordFile

_WORD = re.compile(r"[^\W\d_]{2,}|\d[\d.,]*\d")
_ROMAN = re.compile(r"[ivxlc]+")
_MADE = frozenset({"bab", "tabel", "gambar", "grafik", "bagan", "diagram", "eselon"})
_HIDDEN = str.maketrans("", "", "*_\\\u00ad\u200b\u200c\u200d\ufeff")
_NO_CENTS = re.compile(r",0+$|(?<=,\d)0+$")
FIGURE, MOST_SHOWN = 4, 160  # digits of a figure that is counted, letters that are shown
HEADS = "kepala atau kaki halaman: yang baku dari templat, ubah di Word bila perlu"
COMMENTS = "komentar peninjau: tidak ikut ke proyek"
LOST = "teks ini tidak masuk ke data: periksa di asalnya"


def tell_lost(
    word: WordFile, files: Mapping[str, bytes], told: Sequence[SourceRemark]
) -> list[SourceRemark]:
    """Return what else is to be told of a file: what was left out, and words that are nowhere.

    In: the file; the files of its project; what has been told.
    """
    found = [*_tell_heads(word), *_tell_comments(word), *_tell_changes(word)]
    known = _count_known(files, [*told, *found])
    return [*found, *_tell_words(word, known)]


def _tell_heads(word: WordFile) -> Iterator[SourceRemark]:
    """Tell the texts at head and foot of the pages, each once; a page's number is none."""
    paragraphs = (p for part in word.document.perabot.values() for p in part)
    texts = dict.fromkeys(tidy(paragraph.text()) for paragraph in paragraphs)
    for text in texts:
        if any(map(str.isalpha, text)):
            yield SourceRemark("dibuang", "kepala dan kaki halaman", HEADS, text)


def _tell_comments(word: WordFile) -> Iterator[SourceRemark]:
    for comment in word.document.komentar:
        yield SourceRemark(
            "dibuang", "komentar", COMMENTS, tidy(comment.teks),
            author=comment.penulis, date=comment.tanggal,
        )  # fmt: skip


def _tell_changes(word: WordFile) -> Iterator[SourceRemark]:
    """Tell the tracked changes of paragraphs, read as accepted; those of tables are told there."""
    for block in word.document.blocks:
        if not isinstance(block, WordParagraph):
            continue
        revisions = [*block.tanda, *(r for run in block.runs for r in run.perubahan)]
        new, old = tidy(block.text(accept_all)), tidy(block.text(reject_all))
        if revisions and new != old:
            yield _tell_change(new, old, revisions[-1])


def _tell_change(new: str, old: str, last: Revision) -> SourceRemark:
    message = (
        "perubahan Track Changes yang belum diputuskan, dibaca sebagai diterima: "
        f"“{_cut(new)}”; semula “{_cut(old)}”; {last.penulis}; {last.tanggal}"
    )
    return SourceRemark(
        "ragu", "naskah", message, new, author=last.penulis, date=last.tanggal, actual=old
    )


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN].rstrip()} …"


# Words


def _count_known(files: Mapping[str, bytes], told: Iterable[SourceRemark]) -> Counter[str]:
    """Return how often each word stands in the data or in what was told."""
    data = (content for name, content in files.items() if name.endswith(".csv"))
    known: Counter[str] = Counter()
    for content in data:
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            known.update(list_words(" | ".join(row)))
    for remark in told:
        known.update(list_words(f"{remark.text} {remark.actual} {remark.message}"))
    return known


def _tell_words(word: WordFile, known: Counter[str]) -> Iterator[SourceRemark]:
    """Tell each paragraph some words of which are nowhere; a word is used up as it is found."""
    boxes = (paragraph for box in word.document.kotak for paragraph in box)
    for paragraph in (*iter_paragraphs(word.document.blocks), *boxes):
        own = Counter(list_words(_whole_text(paragraph)))
        # Not `own - known`: that walks through all words of the data, for each paragraph.
        lost = Counter({name: n - known[name] for name, n in own.items() if n > known[name]})
        known.subtract(own - lost)
        if lost:
            text = tidy(_whole_text(paragraph))
            missing = ", ".join(f"“{name}”" for name in lost)
            yield SourceRemark("ragu", _cut(text), f"{LOST} ({missing})", text)


def _whole_text(paragraph: WordParagraph) -> str:
    """Return what a paragraph says, hidden letters too: they are text of the file."""
    runs = (run for run in paragraph.runs if not run.gambar)
    return "".join(run.teks for run in runs if is_there(run.perubahan, accept_all))


def list_words(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters and its larger figures as bare digits."""
    for match in _WORD.finditer(text.translate(_HIDDEN)):
        found = match[0].lower()
        if found[0].isdigit():
            digits = "".join(filter(str.isdigit, _NO_CENTS.sub("", found)))
            if len(digits) >= FIGURE:
                yield digits
        elif found not in _MADE and not _ROMAN.fullmatch(found):
            yield found

"""Where the links of a text lead: to the paragraph with the bookmark, told by what it says.

Programs may name bookmarks anew, so the text that a link leads to is what is compared.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import Stranger, iter_paragraphs
from renstra_doc.review.verify.lines import join_blanks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.docx.word_content import WordDocument, WordParagraph

    Entry = tuple[str, int]
    Leads = Mapping[Entry, dict[str, None]]

ELSEWHERE = "tautan atau nomor halaman yang menuju tempat lain"
NOWHERE = ""


def find_other_leads(model: WordDocument, word: WordDocument) -> Iterator[Stranger]:
    """Yield the links that lead elsewhere than in the document as the program writes it.

    A place whose text was edited is told as an edit; a link that was taken away leads nobody.
    """
    known, found = _list_leads(model), _list_leads(word)
    texts = {NOWHERE, *map(_say, iter_paragraphs(model.blocks))}
    told = [
        f"{entry[0]} → {target or '(tidak ada)'}"
        for entry, targets in found.items()
        for target in targets
        # Only of entries that stand in both, and of a target that the document has.
        if entry in known and target not in known[entry] and target in texts
    ]
    if told:
        yield Stranger(ELSEWHERE, len(told), tuple(told))


def _list_leads(word: WordDocument) -> Leads:
    """Return the texts that each paragraph leads to, by its own text and how often it came."""
    nodes = list(iter_paragraphs(word.blocks))
    marked: dict[str, str] = {}
    for node in nodes:
        for name in node.bookmarks:
            # A bookmark that somebody copied leads to its first place.
            marked.setdefault(name, _say(node))
    counts: Counter[str] = Counter()
    leads = {}
    for node in nodes:
        text = _name_entry(node)
        counts[text] += 1
        leads[text, counts[text]] = dict.fromkeys(marked.get(name, NOWHERE) for name in node.tautan)
    return leads


def _name_entry(node: WordParagraph) -> str:
    """Return the text of a paragraph, of an entry of a list without its page number."""
    text = node.text()
    return join_blanks(text.rpartition("\t")[0] if node.tautan and "\t" in text else text)


def _say(node: WordParagraph) -> str:
    return join_blanks(f"{node.label} {node.text()}")

"""Rules that went, were weakened or changed between two editions: what is proved no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.place import Place

REMOVED, CHANGED = "removed", "changed"
_WEIGHT = (Severity.INFO, Severity.WARNING, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is gone (`column` empty), or one of its fields that says something else now.

    `weaker` where it surely proves less.
    """

    kind: str
    rule: str
    column: str
    old: str
    new: str
    weaker: bool
    place: Place

    def __str__(self) -> str:
        """Return the change as a reviewer reads it."""
        if self.kind == REMOVED:
            return f"aturan “{self.rule}” dihapus ({self.old})"
        what = "dilemahkan" if self.weaker else "diubah"
        old, new = self.old or "(kosong)", self.new or "(kosong)"
        return f"aturan “{self.rule}” {what}: {self.column} {old} menjadi {new}"


def compare_rules(old: Document, new: Document) -> tuple[RuleChange, ...]:
    """Return the rules of the old edition that the new one has no more, or not as they were."""
    known = {rule.id: rule for rule in new.rules}
    return tuple(change for rule in old.rules for change in _compare_rule(rule, known.get(rule.id)))


def _compare_rule(rule: Rule, now: Rule | None) -> Iterator[RuleChange]:
    if now is None:
        about = ", ".join(part for part in (rule.jenis, " ".join(rule.tabel)) if part)
        yield RuleChange(REMOVED, rule.id, "", about, "", weaker=True, place=rule.place)
        return
    before, after = _fields(rule), _fields(now)
    for column, text in before.items():
        if text != after[column]:
            weaker = _is_weaker(rule, now, column)
            yield RuleChange(
                CHANGED, rule.id, column, text, after[column], weaker=weaker, place=now.place
            )


def _fields(rule: Rule) -> dict[str, str]:
    return {
        "jenis": rule.jenis,
        "tabel": " ".join(rule.tabel),
        "baris": rule.baris,
        "kolom": " ".join(rule.kolom),
        "acuan": rule.acuan,
        "toleransi": format(rule.toleransi, "f") if rule.toleransi else "",
        "bobot": rule.bobot.value,
    }


def _is_weaker(rule: Rule, now: Rule, column: str) -> bool:
    """Return whether a field surely lets more pass: less weight, more tolerance, fewer tables."""
    return {
        "bobot": _WEIGHT.index(now.bobot) < _WEIGHT.index(rule.bobot),
        "toleransi": now.toleransi > rule.toleransi,
        "tabel": set(now.tabel) < set(rule.tabel),
        "kolom": set(now.kolom) < set(rule.kolom),
        "baris": set(now.baris.split()) > set(rule.baris.split()),
    }.get(column, False)

"""Rules that went, were weakened or changed between two editions: what is proved no more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.finding import Severity
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.place import Place

REMOVED, CHANGED = "removed", "changed"
# What a reader calls the columns of `aturan.csv`, and the weights.
FIELDS = {
    "jenis": "jenis pemeriksaan",
    "tabel": "tabel yang diperiksa",
    "baris": "baris yang diperiksa",
    "kolom": "kolom yang diperiksa",
    "acuan": "pembandingnya",
    "toleransi": "toleransi",
    "bobot": "bobot",
}
WEIGHTS = {"error": "kesalahan", "warning": "peringatan", "info": "catatan"}
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
    ground: str = ""

    def __str__(self) -> str:
        """Return the change as a reviewer reads it."""
        if self.kind == REMOVED:
            return f"aturan {self.called} dihapus"
        what = "dilemahkan" if self.weaker else "diubah"
        field, old, new = self.said()
        values = f" {old} menjadi {new}" if old or new else ""
        return f"aturan {self.called} {what}: {field}{values}"

    @property
    def called(self) -> str:
        """What a reader calls the rule: its ground where the data gives one, else its id."""
        return f"“{self.ground or self.rule}”"

    def said(self) -> tuple[str, str, str]:
        """Return what is called so of a rule, and its old and new value where these are words."""
        if self.column == "toleransi":
            shown = (show_amount(self.old), show_amount(self.new))
        elif self.column == "bobot":
            shown = (WEIGHTS[self.old], WEIGHTS[self.new])
        else:
            shown = ("", "")
        return (FIELDS.get(self.column, self.column), *shown)


def show_amount(text: str) -> str:
    """Return a tolerance in Indonesian form; none is zero."""
    return format_angka(Decimal(text or "0"))


def compare_rules(old: Document, new: Document) -> tuple[RuleChange, ...]:
    """Return the rules of the old edition that the new one has no more, or not as they were."""
    known = {rule.id: rule for rule in new.rules}
    return tuple(change for rule in old.rules for change in _compare_rule(rule, known.get(rule.id)))


def _compare_rule(rule: Rule, now: Rule | None) -> Iterator[RuleChange]:
    if now is None:
        about = ", ".join(part for part in (rule.jenis, " ".join(rule.tabel)) if part)
        yield RuleChange(
            REMOVED, rule.id, "", about, "", weaker=True, place=rule.place, ground=rule.dasar
        )
        return
    before, after = _fields(rule), _fields(now)
    for column, text in before.items():
        if text != after[column]:
            weaker = _is_weaker(rule, now, column)
            yield RuleChange(
                CHANGED,
                rule.id,
                column,
                text,
                after[column],
                weaker=weaker,
                place=now.place,
                ground=now.dasar,
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
        # More conditions choose fewer rows.
        "baris": set(now.baris.split()) > set(rule.baris.split()),
    }.get(column, False)

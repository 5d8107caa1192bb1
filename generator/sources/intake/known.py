"""Which form a sheet is (认表): by the labels and heads on it, never by its name or by hidden marks."""

from collections.abc import Iterable, Mapping, Sequence

from generator.dataclass import dataclass
from generator.derive.entries import Entry, entries_of, same_words, value_entries
from generator.model.form import Form
from generator.sources.intake.grid import Grid, Place

ENOUGH = 0.5  # of a form's entries


@dataclass(frozen=True, slots=True)
class Known:
    """Form that a sheet was known as: its entries, and where the words of each stand."""

    form: Form
    entries: tuple[Entry, ...]
    places: Mapping[tuple[str, ...], Sequence[Place]]

    @property
    def share(self) -> float:
        """The share of the form's entries whose words stand on the sheet."""
        return sum(bool(p) for p in self.places.values()) / len(self.entries)

    @property
    def is_list(self) -> bool:
        """Whether it is a form of single values rather than a ledger of rows."""
        return bool(value_entries(self.form))


def known_as(grid: Grid, forms: Iterable[Form]) -> list[Known]:
    """Return the forms that a sheet may be, all with the same and greatest share of their entries on it."""
    found = [Known(form, entries, _places(grid, entries)) for form, entries in _fillable(forms)]
    best = max((k.share for k in found), default=0.0)
    return [k for k in found if k.share == best] if best >= ENOUGH else []


def _fillable(forms: Iterable[Form]) -> Iterable[tuple[Form, tuple[Entry, ...]]]:
    for form in forms:
        if entries := entries_of(form):
            yield form, entries


def _places(grid: Grid, entries: Sequence[Entry]) -> dict[tuple[str, ...], Sequence[Place]]:
    return {entry.path: _places_of(grid, entry) for entry in entries}


def _places_of(grid: Grid, entry: Entry) -> Sequence[Place]:
    """Return where an entry's label stands, with its unit or without."""
    words = dict.fromkeys((same_words(entry.label), same_words(entry.head)))
    return [place for text in words for place in grid.words.get(text, ())]

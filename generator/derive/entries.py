"""Entries (填报格): every single value that a form takes, under the words that stand beside its cell in a workbook.

A field of several numbers gives an entry for each. The words tell the entries of a form apart: writing a workbook
and reading one back go by them alone.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.dataclass import dataclass
from generator.derive.fillable import row_fields, value_fields
from generator.derive.sources import HAZARD_RECORDS
from generator.kept import Kept
from generator.model.form import Field, FieldKind, Form

_BREAKS = str.maketrans("", "", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Entry (填报格): where its value goes in the data, and what stands beside it.

    `path` is the field's name, and the part's where the field has parts; `group` is the printed group without
    line breaks, `label` has neither breaks nor the unit. `several` is true where the cell holds a line for each
    entry of a record, as of a hazard's progress.
    """

    path: tuple[str, ...]
    label: str
    kind: FieldKind
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    group: str = ""
    width_mm: float = 0.0
    left: bool = False
    several: bool = False

    @property
    def head(self) -> str:
        """The label with its unit, as it heads a column."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


CODE = Entry(path=("hazard.code",), label="隐患编号", kind="text", width_mm=22.0)


_ENTRIES: Kept[tuple[Entry, ...]] = Kept(128)


def value_entries(form: Form) -> tuple[Entry, ...]:
    """Return the entries that stand under `values` in a return, in printed order."""
    return _ENTRIES.of(form, "values", lambda: _value_entries(form))


def _value_entries(form: Form) -> tuple[Entry, ...]:
    groups = {field.name: group.label.translate(_BREAKS) for group in form.groups for field in group.fields}
    return _apart([e for field in value_fields(form) for e in _entries(field, groups[field.name])])


def row_entries(form: Form) -> tuple[Entry, ...]:
    """Return the entries of each of the `rows` of a return, in printed order."""
    return _ENTRIES.of(form, "rows", lambda: _row_entries(form))


def _row_entries(form: Form) -> tuple[Entry, ...]:
    return _apart([e for field in row_fields(form) for e in _entries(field, field.head_group)])


def hazard_entries(form: Form) -> tuple[Entry, ...]:
    """Return the entries of a ledger whose rows are hazards: the hazard's code, then the columns taken from it."""
    if form.rows_from != "hazards":
        return ()
    taken = [f for f in form.columns if f.source.startswith("hazard.")]
    return _apart([CODE, *(e for field in taken for e in _entries(field, field.head_group))])


def entries_of(form: Form) -> tuple[Entry, ...]:
    """Return the entries of a form's sheet in a workbook; a form that is not sent out has none."""
    return value_entries(form) or row_entries(form) or hazard_entries(form)


def same_words(text: str) -> str:
    """Return what is equal for words that differ in spaces, line breaks and full or half width only.

    >>> same_words("行政处罚 (次)") == same_words("行政处罚（次）")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def _entries(field: Field, group: str) -> Iterable[Entry]:
    label = field.label.translate(_BREAKS)
    common = Entry(
        path=(field.name,),
        label=label or group,
        kind=field.kind,
        unit=field.unit,
        choices=field.choices,
        required=field.required,
        group=group,
        width_mm=field.width_mm,
        left=field.align == "left",
        several=field.source.rpartition(".")[0] in HAZARD_RECORDS,
    )
    if field.kind != "parts":
        yield common
    share = field.width_mm / max(1, len(field.parts))
    for part in field.parts:
        words = label + part.label if part.label else f"{label}：{part.prefix}" if part.prefix else label
        path = (field.name, part.name)
        yield replace(common, path=path, label=words, kind=part.kind, unit=part.unit, width_mm=share)


def _apart(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries with labels that differ: by the unit, else by the group, else by a number."""
    for longer in (_with_unit, _with_group):
        counts = Counter(same_words(e.label) for e in entries)
        entries = [longer(e) if counts[same_words(e.label)] > 1 else e for e in entries]
    counts, met = Counter(same_words(e.label) for e in entries), Counter[str]()
    return tuple(_numbered(e, counts, met) for e in entries)


def _with_unit(entry: Entry) -> Entry:
    return replace(entry, label=entry.head)


def _with_group(entry: Entry) -> Entry:
    return replace(entry, label=f"{entry.group}：{entry.label}") if entry.group else entry


def _numbered(entry: Entry, counts: Counter[str], met: Counter[str]) -> Entry:
    words = same_words(entry.label)
    met[words] += 1
    return replace(entry, label=f"{entry.label}（{met[words]}）") if counts[words] > 1 else entry

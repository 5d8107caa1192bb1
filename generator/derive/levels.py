"""Levels (层级): how a lower campaign's totals fit the forms of the one above it."""

from collections.abc import Iterator, Mapping, Sequence

from generator.dataclass import dataclass
from generator.derive.fillable import value_fields
from generator.derive.roll_up import Total, can_be_rolled_up, is_left_out
from generator.model.filled import Value
from generator.model.form import Field, Form
from generator.model.organ import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Misfit (对不上) of a form with the superior's: a field that one of them lacks, or that is another there."""

    form: Form
    field: Field
    theirs: Field | None
    ours: Field | None

    @property
    def is_wrong(self) -> bool:
        """Whether a figure would come to mean something else: both have the field, of another kind or unit."""
        return self.theirs is not None and self.ours is not None


def asked_of(forms: Mapping[str, Form], unit: Unit) -> tuple[Form, ...]:
    """Return the forms with figures that a campaign asks of a unit."""
    return tuple(f for f in forms.values() if unit.kind in f.used_by and can_be_rolled_up(f))


def handed_up(
    totals: Sequence[Total], forms: Mapping[str, Form], unit: Unit
) -> tuple[tuple[Total, Form], ...]:
    """Return the totals that a superior's campaign asks of a unit, each with the superior's form of the same code."""
    asked = {f.form: f for f in asked_of(forms, unit)}
    return tuple((t, asked[t.form.form]) for t in totals if t.form.form in asked)


def misfits(ours: Form, theirs: Form) -> Iterator[Misfit]:
    """Yield where our form and the superior's differ in what is reported, in the order of theirs."""
    mine = {f.name: f for f in value_fields(ours)}
    for field in value_fields(theirs):
        own = mine.pop(field.name, None)
        if own is None or _meaning(own) != _meaning(field):
            yield Misfit(form=theirs, field=field, theirs=field, ours=own)
    for field in mine.values():
        yield Misfit(form=theirs, field=field, theirs=None, ours=field)


def _meaning(field: Field) -> tuple[object, ...]:
    """Return what must agree for a figure to mean the same: kind, unit, the several numbers of one cell."""
    return field.kind, field.unit, tuple((p.name, p.kind, p.unit) for p in field.parts)


def values_for(total: Total, form: Form) -> dict[str, Value]:
    """Return the figures of a total for the fields of the superior's form; what is left out stays out."""
    known = {f.name for f in value_fields(form)}
    return {name: v for name, v in total.values.items() if name in known and not is_left_out(v)}


def is_same(then: Value, now: Value) -> bool:
    """Tell whether two figures are the same, nothing written being the same as nothing there."""
    return then == now or (is_left_out(then) and is_left_out(now))

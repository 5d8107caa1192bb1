"""Reading ahead (预热): a campaign read, rolled up and drawn once, so that whoever opens it first waits for nothing."""

from collections.abc import Iterator
from contextlib import suppress

from generator.database.changes import Desk
from generator.database.store import DatabaseStore
from generator.problem import ProblemsFound
from generator.verbs.collecting import CollectRequest, collect
from generator.verbs.previewing import preview
from generator.verbs.usage import UsageProblem

WHO = "系统"


def read_ahead(store: DatabaseStore) -> Iterator[None]:
    """Read and check a campaign unit by unit, roll up its present month, draw one sheet of each form.

    Who asks meanwhile waits for no more than one of these steps. What a campaign does not have yet is passed over.
    """
    yield from store.read_through()
    with suppress(ProblemsFound, UsageProblem):
        collect(CollectRequest(source=Desk(store, WHO)))
    yield
    for unit, form in _one_of_each(store):
        with suppress(ProblemsFound, UsageProblem):
            preview(store, unit, form, "")
        yield


def _one_of_each(store: DatabaseStore) -> Iterator[tuple[str, str]]:
    """Yield for each form that units have a sheet of the first such unit, by their codes."""
    loaded = store.load()
    units = loaded.campaign.units if loaded.campaign else ()
    for form in loaded.forms.values():
        unit = next((u for u in units if u.kind in form.used_by), None)
        if unit is not None and form.each == "unit":
            yield unit.code, form.form

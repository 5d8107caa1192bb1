"""Register (登记) of printed sheets as it stands: how far each sheet has come, drawn from all that was written down."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.model.register import Event, PrintedSeal

SealState: TypeAlias = Literal["unknown", "seen", "unseen", "confirmed"]
Stage: TypeAlias = Literal["printed", "returned", "stamped", "archived"]
STAGES: dict[Stage, str] = {
    "printed": "已打印",
    "returned": "已回收",
    "stamped": "章已齐",
    "archived": "已归档",
}
SEAL_STATES: dict[SealState, str] = {
    "unknown": "未确认",
    "seen": "程序看到印迹，待确认",
    "unseen": "程序没有看到印迹",
    "confirmed": "已盖",
}


@dataclass(frozen=True, slots=True)
class SheetSeal:
    """Seal of a sheet (一枚章) and how it stands; a program's view never counts as confirmed."""

    place: PrintedSeal
    state: SealState

    @property
    def name(self) -> str:
        """Whose seal it is."""
        return self.place.name

    @property
    def said(self) -> str:
        """How it stands, in words."""
        return SEAL_STATES[self.state]


@dataclass(slots=True, kw_only=True)
class Row:
    """Row of the register (登记的一张表): the sheet as printed, its seals, what came back, whether it is archived."""

    printed: Event
    newest: bool = True
    signed: Event | None = None
    archived: Event | None = None
    returns: list[Event] = field(default_factory=list)
    confirmed: dict[str, Event] = field(default_factory=dict)
    seen: dict[str, bool] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The number of the sheet."""
        return self.printed.key

    @property
    def seals(self) -> tuple[SheetSeal, ...]:
        """The seals of the sheet, in its order."""
        return tuple(SheetSeal(seal, self._state(seal.name)) for seal in self.printed.seals)

    def _state(self, name: str) -> SealState:
        if name in self.confirmed:
            return "confirmed"
        return {None: "unknown", True: "seen", False: "unseen"}[self.seen.get(name)]  # type: ignore[return-value]

    @property
    def missing_seals(self) -> tuple[str, ...]:
        """The seals that nobody has confirmed."""
        return tuple(seal.name for seal in self.seals if seal.state != "confirmed")

    @property
    def missing_pages(self) -> tuple[int, ...]:
        """The pages that no scan shows, all where none came back."""
        shown = {page for event in self.returns for page in event.shown}
        return tuple(page for page in range(1, self.printed.pages + 1) if page not in shown)

    @property
    def is_stamped(self) -> bool:
        """Whether every seal that it takes is confirmed."""
        return bool(self.seals) and not self.missing_seals

    @property
    def is_returned(self) -> bool:
        """Whether all its pages are filed."""
        return not self.missing_pages

    @property
    def stage(self) -> Stage:
        """How far it has come, one word for the whole."""
        if self.archived:
            return "archived"
        if self.is_returned:
            return "stamped" if self.is_stamped else "returned"
        return "printed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Register (登记) as it stands: the rows by number in order of printing, separators, pages that belong nowhere yet."""

    rows: Mapping[str, Row]
    covers: Mapping[str, tuple[str, ...]]
    unread: Mapping[str, Event]
    digests: frozenset[str]


def register_of(events: Iterable[Event]) -> Register:
    """Return the register that all events together make; an event of a sheet that was never printed is passed over."""
    rows: dict[str, Row] = {}
    covers: dict[str, tuple[str, ...]] = {}
    unread: dict[str, Event] = {}
    every = list(events)
    newest: dict[tuple[str, str, str], Row] = {}
    for event in every:
        if event.event == "printed":
            rows[event.key] = Row(printed=event)
            if before := newest.get(identity(event)):
                before.newest = False
            newest[identity(event)] = rows[event.key]
        elif event.event == "cover":
            covers[event.key] = event.holds
        elif event.event == "unread":
            unread[event.key] = event
    for event in every:
        if event.event == "settled":
            unread.pop(event.key, None)
        elif event.key in rows:
            _apply(rows[event.key], event)
    digests = frozenset(e.digest for e in every if e.digest and e.event in ("returned", "unread"))
    return Register(rows=rows, covers=covers, unread=unread, digests=digests)


def identity(event: Event) -> tuple[str, str, str]:
    """Return what tells a sheet from others, whatever it says: the same sheet printed anew is a newer version."""
    return (event.title, event.unit, event.period)


def _apply(row: Row, event: Event) -> None:
    if event.event == "returned":
        row.returns.append(event)
        row.seen |= {name: seen for name, seen in event.seen.items() if seen is not None}
    elif event.event == "marked" and event.step == "stamped":
        for name in [event.seal] if event.seal else [s.name for s in row.printed.seals]:
            _set(row.confirmed, name, event)
    elif event.event == "marked" and event.step in ("signed", "archived"):
        setattr(row, event.step, None if event.taken_back else event)


def _set(confirmed: dict[str, Event], name: str, event: Event) -> None:
    if event.taken_back:
        confirmed.pop(name, None)
    else:
        confirmed[name] = event

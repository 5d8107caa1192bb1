"""Draft (草稿) of a campaign's data: what was edited and is not in force yet, whole keys of the data beside its files."""

import hashlib
import json
import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from generator.dataclass import dataclass
from generator.model.editing import FORM, SECTIONS, Section, form_section
from generator.resources import catalogue_root
from generator.sources.editing import Data, at
from generator.sources.files import read
from generator.sources.folder import Gathered, gather
from generator.sources.older import SCHEMA
from generator.sources.places import ADDED_TO, DRAFT

BESIDES = ("schema", "returns", *ADDED_TO)  # keys that are no part of what is edited


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is not in force yet: values by the keys of the data, None for a key taken away; who edited a section last.

    `base` are the digests of what was in force at these keys when they were first edited, `sent` those of what was sent
    last, by section: what is sent again because its answer was lost is known by them.
    """

    changed: Mapping[str, Any] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=dict)
    by: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, str] = field(default_factory=dict)
    at: str = ""

    def text(self) -> bytes:
        """Return the draft as it is kept."""
        kept = {"keys": self.changed, "base": self.base, "by": self.by, "sent": self.sent, "at": self.at}
        return json.dumps(kept, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A campaign's data (编辑中的数据): in force, and as they are with the draft."""

    gathered: Gathered
    folder: pathlib.Path
    in_force: Data
    data: Data
    draft: Draft

    @property
    def overtaken(self) -> tuple[str, ...]:
        """Keys that were changed in force since they were first edited: the draft holds them as they were before."""
        return tuple(k for k, was in self.draft.base.items() if was != digest(self.in_force.get(k)))

    def candidate(self, data: Data | None = None) -> Gathered:
        """Return what was gathered with other data in the place of those in force."""
        rest = {key: value for key, value in self.gathered.data.items() if key in BESIDES}
        changed = self.data if data is None else data
        return Gathered(
            data={"schema": SCHEMA, **changed, **rest},
            origins=self.gathered.origins,
            problems=self.gathered.problems,
            main=self.gathered.main,
        )


def edited(path: pathlib.Path) -> Edited:
    """Return the data of a campaign's folder or file with its draft."""
    gathered = gather(path)
    in_force = {key: value for key, value in gathered.data.items() if key not in BESIDES}
    folder = path if path.is_dir() else path.parent
    draft = _draft(folder / DRAFT)
    return Edited(
        gathered=gathered,
        folder=folder,
        in_force=in_force,
        data=laid_upon(in_force, draft.changed),
        draft=draft,
    )


def _draft(place: pathlib.Path) -> Draft:
    try:
        kept = json.loads(place.read_bytes())
        return Draft(
            changed=dict(kept["keys"]),
            base=dict(kept["base"]),
            by=dict(kept["by"]),
            sent=dict(kept.get("sent", {})),
            at=str(kept["at"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Draft()


def laid_upon(data: Data, keys: Mapping[str, Any]) -> Data:
    """Return data with other values of some keys, without those that are None."""
    return {key: value for key, value in {**data, **keys}.items() if value is not None}


def differing(old: Data, new: Data) -> dict[str, Any]:
    """Return the keys in which data differ, with their new values, None for one that is gone."""
    return {
        key: new.get(key)
        for key in dict.fromkeys([*old, *new])
        if key_text(old.get(key)) != key_text(new.get(key))
    }


def key_text(value: Any) -> str:
    """Return a value as text by which it is compared: 1 is not true."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def digest(value: Any) -> str:
    """Return a short digest of plain data."""
    return hashlib.sha256(key_text(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def sections_of(data: Data) -> tuple[Section, ...]:
    """Return the sections of a campaign: those that each has, then one for each of its forms; a form's stand first."""
    forms = list(_form_sections(data))
    names = [section.name for section in forms]
    return (
        *(replace(s, name=_told_apart(s, data)) if names.count(s.name) > 1 else s for s in forms),
        *SECTIONS,
    )


def _told_apart(section: Section, data: Data) -> str:
    """Return the name of a form with the kinds of units that fill it in, where another goes by the same."""
    form = {**(base_form(section.code.removeprefix(FORM)) or {}), **(at(data, section.root) or {})}
    names = {kind.get("code"): kind.get("name") for kind in _listed(data.get("kinds"))}
    used_by = form.get("used_by") if isinstance(form.get("used_by"), list) else []
    return (
        f"{section.name}（{'、'.join(str(names.get(code, code)) for code in used_by or [form.get('form')])}）"
    )


def _form_sections(data: Data) -> Iterator[Section]:
    own = {}
    for i, form in enumerate(_listed(data.get("definitions"))):
        own[str(form.get("form"))] = form
        yield _form_section(form, ("definitions", i))
    for i, use in enumerate(_listed(data.get("forms"))):
        code = str(use.get("form"))
        if code not in own and (base := base_form(code)):
            yield _form_section({**base, **{k: v for k, v in use.items() if v is not None}}, ("forms", i))


def _form_section(form: Data, root: tuple[str | int, ...]) -> Section:
    code, name = str(form.get("form")), form.get("short_title") or form.get("title") or form.get("form")
    return form_section(code, str(name), root, kind=str(form.get("kind")))


def _listed(items: Any) -> list[Data]:
    """Return the items of a list; what is none stands as an empty one, so that the numbers stay."""
    return [item if isinstance(item, dict) else {} for item in items] if isinstance(items, list) else []


_FORMS: dict[str, Data] = {}


def base_form(code: str) -> Data | None:
    """Return the data of a form of the catalogue, None when it has no such form."""
    if not _FORMS:
        for place in sorted(catalogue_root().glob("*.yaml")):
            source, _ = read(place, place.name)
            if source is not None:
                _FORMS[str(source.data["form"])] = source.data
    return _FORMS.get(code)


def bases_of(data: Data) -> dict[str, Data]:
    """Return by section the forms of the catalogue that the campaign's uses change."""
    forms = {
        s.code: base_form(s.code.partition("-")[2]) for s in sections_of(data) if s.root[:1] == ("forms",)
    }
    return {code: form for code, form in forms.items() if form}

"""The form catalogue (表单目录): forms that every campaign may use."""

from functools import cache
from types import MappingProxyType
from typing import Any

from generator.model.form import Form
from generator.problem import Problem, ProblemsFound, errors
from generator.resources import catalogue_root
from generator.sources.files import read
from generator.sources.typed import typed


def catalogue() -> dict[str, Form]:
    """Return the forms of the catalogue by code, in order of code.

    Raises ProblemsFound when a file of the catalogue is broken.
    """
    return dict(_catalogue())


@cache
def _catalogue() -> MappingProxyType[str, Form]:
    forms, problems = [], []
    for path in sorted(catalogue_root().glob("*.yaml")):
        source, found = read(path, path.name)
        problems += found
        if source:
            form, found = parse_form(source.data)
            forms.append(form)
            problems += [p.at(source.where(p.path)) for p in found]
    if errors(problems):
        raise ProblemsFound(problems)
    return MappingProxyType({form.form: form for form in sorted(forms, key=lambda f: f.form)})


def parse_form(data: Any) -> tuple[Form, list[Problem]]:
    """Return the form that plain data defines, and the problems found in it."""
    return typed(Form, data)

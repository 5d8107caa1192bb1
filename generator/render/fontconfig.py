"""Questions to fontconfig (问字体): its programs are asked under the rules in force, and what they say is kept on disk.

An answer of an earlier run is believed while every file and folder that fontconfig reads is as it was, those that are
not there yet too; which they are it tells itself. Where it does not, and whatever is wrong with what is kept, it is
asked anew.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator import __version__
from generator.sources import store

FONTS_CONF = Path(__file__).with_name("fonts.conf")
FOLDER = "fonts"
LONG = 10_000  # characters of an answer
_PROGRAMS = ("fc-list", "fc-match")
_LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib")
_SETTINGS = (
    "FC_LANG", "FONTCONFIG_PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
)  # fmt: skip
_INCLUDE = re.compile(r"<include[^>]*>\s*([^<]+?)\s*</include>")
_FAULTS = (OSError, ValueError, TypeError, LookupError, AttributeError)


def ask(name: str, answer: str, *options: str) -> str:
    """Return what `fc-match` says of a family in Chinese text, in the form `answer`; empty when it cannot be asked."""
    return _said("fc-match", *options, f"--format={answer}", f":family={name}:lang=zh-cn")


def font_files() -> list[str]:
    """Return the files of all fonts of this machine; none when it cannot be asked."""
    return sorted(set(_said("fc-list", "--format=%{file}\n").splitlines()))


def rules_in_force() -> Path:
    """Return the file of rules that fontconfig reads: the product's, unless the user has pointed it elsewhere."""
    return Path(os.environ.get("FONTCONFIG_FILE", str(FONTS_CONF)))


def changed() -> None:
    """Let what fontconfig reads be looked at again: fonts were added by this process."""
    _book.cache_clear()


def state() -> str:
    """Return what tells all that fontconfig reads from what it was at another time, empty where that is not known."""
    return _book_in_force().state


def _said(*words: str) -> str:
    """Return what a program of fontconfig says, empty where there is none."""
    program = shutil.which(words[0])
    if program is None:
        return ""
    rules = rules_in_force()
    question = " ".join((program, *words[1:]))
    return _book_in_force().answer(question, rules, lambda: _asked(program, words, rules))


def _book_in_force() -> "_Book":
    settings = (f"{name}={os.environ.get(name, '')}" for name in _SETTINGS)
    return _book("\n".join((__version__, str(rules_in_force()), *settings)))


def _asked(program: str, words: tuple[str, ...], rules: Path) -> str:
    import subprocess

    done = subprocess.run(
        [program, *words[1:]],
        env={**os.environ, "FONTCONFIG_FILE": str(rules)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


class _Book:
    """Answers (问过的话) given under one set of rules, and the state of all that they depend on.

    Long ones lie in files of their own, named after their digests, so that they are read by those who need them.
    """

    def __init__(self, name: str) -> None:
        self._name = hashlib.sha256(name.encode()).hexdigest()
        self._state: dict[str, list[int]] = {}
        self._answers: dict[str, str] = {}
        self._long: dict[str, str] = {}
        with contextlib.suppress(*_FAULTS):
            told = json.loads(bytes(store.take(_file(self._name))))
            state = {str(path): list(map(int, seen)) for path, seen in told["state"].items()}
            if _stands(state):
                self._state = state
                self._long = {str(question): str(name) for question, name in told["long"].items()}
                self._answers = {str(question): str(said) for question, said in told["answers"].items()}

    @property
    def state(self) -> str:
        """A digest of what the answers depend on, empty where that is not known."""
        return hashlib.sha256(json.dumps(self._state).encode()).hexdigest() if self._state else ""

    def answer(self, question: str, rules: Path, ask: Callable[[], str]) -> str:
        """Return the answer to a question; it is asked and kept where it is not known, or no longer."""
        known = self._known(question)
        if known is None:
            if not self._state:
                self._state = {path: _seen(path) for path in _all_read(rules)}
            self._long.pop(question, None)
            known = self._answers[question] = ask()
            if known and _stands(self._state):
                self._keep()
        return known

    def _known(self, question: str) -> str | None:
        if question in self._long and question not in self._answers:
            with contextlib.suppress(*_FAULTS):
                self._answers[question] = str(store.take(_file(self._long[question])), "utf-8")
        return self._answers.get(question)

    def _keep(self) -> None:
        with contextlib.suppress(*_FAULTS):
            for question, said in self._answers.items():
                if len(said) > LONG and question not in self._long:
                    name = hashlib.sha256(said.encode()).hexdigest()
                    store.put(_file(name), said.encode())
                    self._long[question] = name
            short = {q: said for q, said in self._answers.items() if said and q not in self._long}
            told = {"state": self._state, "answers": short, "long": self._long}
            store.put(_file(self._name), json.dumps(told).encode())


def _file(name: str) -> Path:
    return store.file_of(FOLDER, f"{name}.answers")


_book = lru_cache(maxsize=8)(_Book)


def _stands(state: dict[str, list[int]]) -> bool:
    """Tell whether something is known of what is read, and all of it is as it was."""
    return bool(state) and all(seen == _seen(path) for path, seen in state.items())


def _seen(path: str) -> list[int]:
    """Return what tells a file or folder from what it was at another time; nothing where there is none."""
    try:
        stat = os.stat(path)
    except (OSError, ValueError):
        return []
    return [stat.st_mtime_ns, stat.st_size, stat.st_ino]


def _all_read(rules: Path) -> list[str]:
    """Return all that fontconfig reads under some rules, or would read if it were there; nothing where it does not tell."""
    import ctypes

    for name in () if os.environ.get("FONTCONFIG_SYSROOT") else _LIBRARIES:
        with contextlib.suppress(OSError, AttributeError):
            files, folders = _told_by(ctypes.CDLL(name), rules)
            programs = filter(None, map(shutil.which, _PROGRAMS))
            return sorted({*programs, *files, *folders, *_included(files), *_within(folders)})
    return []


def _told_by(library: Any, rules: Path) -> tuple[list[str], list[str]]:
    """Return the files of rules and the folders of fonts that fontconfig's library finds."""
    from ctypes import c_char_p, c_int, c_void_p

    library.FcConfigCreate.restype = c_void_p
    library.FcStrListNext.restype = c_char_p
    for name in ("FcConfigGetConfigFiles", "FcConfigGetFontDirs"):
        getattr(library, name).restype = c_void_p
    config = c_void_p(library.FcConfigCreate())
    library.FcConfigParseAndLoad(config, c_char_p(os.fsencode(rules)), c_int(0))
    library.FcConfigBuildFonts(config)
    files = _listed(library, c_void_p(library.FcConfigGetConfigFiles(config)))
    folders = _listed(library, c_void_p(library.FcConfigGetFontDirs(config)))
    library.FcConfigDestroy(config)
    return files, folders


def _listed(library: Any, paths: Any) -> list[str]:
    return [os.fsdecode(path) for path in iter(lambda: library.FcStrListNext(paths), None)]


def _included(files: Iterable[str]) -> Iterator[str]:
    """Yield whatever the files of rules may mean to include, wherever that is looked for."""
    home = os.path.expanduser("~")
    bases = [os.environ.get("FONTCONFIG_PATH") or "/etc/fonts", home]
    bases.append(os.environ.get("XDG_CONFIG_HOME") or f"{home}/.config")
    for file in filter(os.path.isfile, files):
        with open(file, encoding="utf-8", errors="replace") as rules:
            for name in _INCLUDE.findall(rules.read()):
                for base in (*bases, os.path.dirname(file)):
                    yield os.path.join(base, os.path.expanduser(name))


def _within(folders: Iterable[str]) -> Iterator[str]:
    for folder in filter(os.path.isdir, folders):
        yield from (entry.path for entry in os.scandir(folder))

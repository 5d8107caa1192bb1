"""Make a bundle (离线安装包): everything that a server without internet needs to install or upgrade the service.

Run where there is a network: `python scripts/make_bundle.py`. Wheels are for one version of Python and one kind of
machine, by default this one's; `--python 3.11 --machine aarch64 --glibc 2.28` makes one for another. The same inputs
give the same bytes.
"""

import argparse
import gzip
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
OFFLINE = CHECKOUT / "deploy" / "offline"  # install.sh and what is read before it
UNIT = CHECKOUT / "deploy" / "gongwen.service"
EXTRAS = ("serve", "scan", "fonts")  # those of them that setup.cfg has
OF_THE_SOURCE = ("generator", "templates", "setup.cfg", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
SYSTEM = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig", "python3-venv")
SYSTEM_FONTS = ("fonts-noto-cjk", "fonts-babelstone-han")
OLDEST_GLIBC = 5  # of 2.5, with which the tags of wheels begin
MOMENT = 1_577_836_800  # of every file in a bundle: 2020-01-01, so that the same inputs give the same bytes


class Failed(Exception):
    """Raised with what a program said that did not do its part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Target (目标机器): the Python (3.11) and the machine (x86_64) that wheels are chosen for.

    `glibc` is the second number of the oldest C library to be served, None for wheels that fit this machine.
    """

    python: str = f"{sys.version_info.major}.{sys.version_info.minor}"
    machine: str = platform.machine()
    glibc: int | None = None

    @property
    def name(self) -> str:
        """As it stands in the name of a bundle: cp311-linux_x86_64."""
        return f"cp{self.python.replace('.', '')}-linux_{self.machine}"

    def options(self) -> list[str]:
        """The options by which pip chooses wheels for it; none for this machine."""
        if self == Target():
            return []
        newest = self.glibc or int(platform.libc_ver()[1].split(".")[1] or 28)
        tags = [f"manylinux_2_{n}_{self.machine}" for n in range(newest, OLDEST_GLIBC - 1, -1)]
        tags += [f"manylinux2014_{self.machine}"]
        return [
            *("--python-version", self.python, "--implementation", "cp"),
            *(word for tag in tags for word in ("--platform", tag)),
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the bundle that was asked for and say where it is and what its sum is; 1 when it could not be made."""
    asked = _asked(arguments)
    target = Target(python=asked.python, machine=asked.machine, glibc=asked.glibc)
    try:
        archive = make(asked.output, target, debian=asked.debian, python_archive=asked.python_archive)
    except Failed as failure:
        sys.stderr.write(f"离线安装包没有做成：{failure}\n")
        return 1
    sys.stdout.write(
        f"{archive}\nSHA-256 {digest(archive)}\n请把这个校验和另外告诉安装的人，不要和安装包放在一起。\n"
    )
    return 0


def make(
    output: Path,
    target: Target,
    *,
    debian: bool = False,
    python_archive: Path | None = None,
    source: Path = CHECKOUT,
) -> Path:
    """Make a bundle below `output`, as a folder and as an archive beside it; returns the archive.

    Raises Failed; then neither is there.
    """
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=output) as scratch:
        draft = Path(scratch) / "draft"
        wheel = own_wheel(source, draft / "wheels")
        version = wheel.name.split("-")[1]
        _download(wheel, draft / "wheels", target)
        write(draft / "requirements.txt", requirements(draft / "wheels", extras_of(wheel)))
        for file in (*sorted(OFFLINE.iterdir()), UNIT):
            shutil.copy(file, draft)
        if debian:
            download_debian(draft / "system", (*SYSTEM, *SYSTEM_FONTS))
        if python_archive:
            (draft / "python").mkdir()
            shutil.copy(python_archive, draft / "python" / "python.tar.gz")
        return seal(draft, output / f"gongwen-{version}-{target.name}", version, target)


def seal(draft: Path, bundle: Path, version: str, target: Target) -> Path:
    """Say in a draft what it is for, add the sums of its files, put it in its place and pack it."""
    write(draft / "bundle.conf", f"version={version}\npython={target.python}\nmachine={target.machine}\n")
    sums = (f"{digest(file)}  {file.relative_to(draft).as_posix()}\n" for file in files_below(draft))
    write(draft / "SHA256SUMS", "".join(list(sums)))
    shutil.rmtree(bundle, ignore_errors=True)
    draft.replace(bundle)
    return pack(bundle)


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    this = Target()
    parser = argparse.ArgumentParser(prog="make_bundle.py", description="做离线安装包，给没有外网的服务器用")
    parser.add_argument("-o", "--output", type=Path, default=Path("dist"), help="放在哪个文件夹，不写是 dist")
    parser.add_argument(
        "--python", default=this.python, help=f"服务器上 Python 的版本，不写是本机的 {this.python}"
    )
    parser.add_argument(
        "--machine", default=this.machine, help="处理器：x86_64 或 aarch64（鲲鹏、飞腾），不写是本机的"
    )
    parser.add_argument("--glibc", type=_second_number, help="服务器上 glibc 的版本，如 2.28；不写按本机的")
    parser.add_argument(
        "--debian",
        action="store_true",
        help="把系统库和字体的 .deb 也放进去（服务器与本机同是一版 Debian 或 Ubuntu 才行）",
    )
    parser.add_argument(
        "--python-archive",
        type=Path,
        metavar="文件",
        help="放进一份可搬动的 Python（.tar.gz，里面是 python/bin/python3）",
    )
    return parser.parse_args(arguments)


def _second_number(text: str) -> int:
    first, _, second = text.partition(".")
    if first != "2" or not second.isdecimal():
        raise argparse.ArgumentTypeError("应像 2.28")
    return int(second)


# Wheels


def own_wheel(source: Path, folder: Path) -> Path:
    """Build the project's wheel from a copy of what the repository keeps."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "source"
        for name in OF_THE_SOURCE:
            place = source / name
            if place.is_dir():
                shutil.copytree(place, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(place, copy)
        ready = importlib.util.find_spec("setuptools") and importlib.util.find_spec("wheel")
        alone = ["--no-build-isolation"] if ready else []
        _pip("wheel", "--no-deps", *alone, "--wheel-dir", str(folder), str(copy))
    (wheel,) = folder.glob("gongwen-*.whl")
    return wheel


def _download(wheel: Path, folder: Path, target: Target) -> None:
    """Fetch the wheels of everything that the project needs on the target."""
    wanted = f"{wheel}[{','.join(extras_of(wheel))}]"
    _pip("download", "--only-binary=:all:", "--dest", str(folder), *target.options(), wanted)


def extras_of(wheel: Path) -> list[str]:
    offered = _metadata(wheel).get_all("Provides-Extra", [])
    return [name for name in EXTRAS if name in offered]


def _metadata(wheel: Path):  # type: ignore[no-untyped-def]
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def requirements(folder: Path, extras: Sequence[str]) -> str:
    """Return what pip installs with --require-hashes: each wheel of a folder by its version and its sum."""
    lines = []
    for wheel in sorted(folder.glob("*.whl")):
        said = _metadata(wheel)
        asked = f"[{','.join(extras)}]" if extras and said["Name"] == "gongwen" else ""
        lines.append(f"{said['Name']}{asked}=={said['Version']} --hash=sha256:{digest(wheel)}\n")
    return "".join(sorted(lines))


def _pip(*words: str) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(MOMENT)}
    run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words], env=environment)


# System packages of Debian and Ubuntu


def download_debian(folder: Path, packages: Sequence[str]) -> None:
    """Fetch packages of this machine's release with all that they depend on, as a repository that apt reads."""
    folder.mkdir(parents=True)
    run(["apt-get", "download", "-q", *_with_dependencies(packages)], cwd=folder)
    describe_debian(folder, packages)


def describe_debian(folder: Path, packages: Sequence[str]) -> None:
    """Write beside .deb files which of them are wanted, and the index by which apt reads the folder."""
    write(folder / "wanted", "\n".join(packages) + "\n")
    write(folder / "Packages", "".join(_described(file) for file in sorted(folder.glob("*.deb"))))


def _with_dependencies(packages: Sequence[str]) -> list[str]:
    left_out = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    told = run(["apt-cache", "depends", "--recurse", *(f"--no-{kind}" for kind in left_out), *packages])
    names = {line for line in told.splitlines() if line and not line.startswith((" ", "|", "<"))}
    return sorted(name for name in names if ":" not in name)


def _described(package: Path) -> str:
    """Return the paragraph of a package in the index of its folder."""
    fields = run(["dpkg-deb", "--field", str(package)]).rstrip("\n")
    size = package.stat().st_size
    return f"{fields}\nFilename: ./{package.name}\nSize: {size}\nSHA256: {digest(package)}\n\n"


# Files


def pack(folder: Path) -> Path:
    """Pack a folder; the archive's bytes follow from names and contents of the files alone."""
    archive = folder.with_name(f"{folder.name}.tar.gz")
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for place in files_below(folder):
            entry = tar.gettarinfo(place, f"{folder.name}/{place.relative_to(folder).as_posix()}")
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            entry.mtime = MOMENT
            entry.mode = 0o755 if place.suffix == ".sh" else 0o644
            with place.open("rb") as content:
                tar.addfile(entry, content)
    return archive


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in order of their names."""
    yield from sorted(place for place in folder.rglob("*") if place.is_file())


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write(file: Path, text: str) -> None:
    """Write a text file with the ends of lines that Linux has."""
    file.write_text(text, encoding="utf-8", newline="\n")


def run(command: Sequence[str], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Run a program and return what it printed; raises Failed with its last words."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise Failed(f"{' '.join(command[:4])}：\n{(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())

"""Peers in processes of their own, asked by lines: each line is answered by the seconds and the bytes of one document."""

import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self


class Peer:
    """Process that makes documents as it is told; it is warm after the first."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def ask(self, *words: object) -> tuple[float, int]:
        """Return the processor's seconds and the bytes of one document, as the process tells them."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{' '.join(map(str, words))}\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline().split()
        if not told:
            raise RuntimeError(f"{self._process.args!r} gave no answer to {words}")
        return float(told[0]), int(told[1])

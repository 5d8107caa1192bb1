"""Warming (预热): when the service begins, pages are compiled and campaigns read before somebody waits."""

import gc
import logging
import threading
import time
from collections.abc import Iterator

from generator.service.looks import compiled
from generator.verbs.reading_ahead import read_ahead
from generator.verbs.serving import Office

LOG = logging.getLogger("gongwen")


class Warming:
    """A thread that compiles the pages and reads ahead every campaign of an office (预热), step by step.

    Who asks meanwhile is answered between two steps.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self.is_over = False
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Begin to read."""
        self._ends.clear()
        self._thread = threading.Thread(target=self._warm, name="warming", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Leave off, and wait until nothing is read any more."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()

    def _warm(self) -> None:
        began = time.perf_counter()
        for _ in self._steps():
            if self._ends.wait(0):
                return
            time.sleep(0)  # whoever waits for the campaign is let in
        gc.collect()
        gc.freeze()  # what was read stays: looking through it for garbage would hold up a request for a third of a second
        self.is_over = True
        LOG.info("预热完成", extra={"seconds": round(time.perf_counter() - began, 1)})

    def _steps(self) -> Iterator[None]:
        try:
            yield from compiled()
            for code, _ in self.office.campaigns():
                yield from self._one(code)
        except Exception:
            LOG.exception("warming failed")

    def _one(self, code: str) -> Iterator[None]:
        """Read one campaign; whatever is wrong with it is told to who opens it, and holds up no other."""
        try:
            yield from read_ahead(self.office.store(code))
        except Exception:
            LOG.exception("warming failed", extra={"campaign": code})

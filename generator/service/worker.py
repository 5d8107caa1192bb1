"""Worker (工作进程): does the jobs that pages ask for, one after the other, beside the process that answers.

The queue is kept (huey on SQLite); a job that was cut off is done again when the worker begins, but not for ever.
"""

from pathlib import Path
from typing import Any

from huey import SqliteHuey

from generator.verbs import jobs
from generator.verbs.serving import WORKING, Office

QUEUE = "queue.db"


class Jobs:
    """The queue of jobs of an office (任务队列)."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url
        self.huey = SqliteHuey("gongwen", filename=str(folder / QUEUE), fsync=True)
        self._do = self.huey.task()(self._done)

    def _done(self, number: str) -> None:
        office = Office(self.folder, self.url, mirror=WORKING)
        try:
            jobs.do(office, number)
        finally:
            office.close()

    def ask(self, number: str) -> None:
        """Put a job in the queue."""
        self._do(number)

    def work(self) -> None:
        """Do the jobs until the process is told to end; begins with those that were cut off."""
        office = Office(self.folder, self.url)
        self.huey.flush()
        for one in jobs.begun_again(office):
            self.ask(one.id)
        office.close()
        consumer: Any = self.huey.create_consumer(
            workers=1, worker_type="thread", initial_delay=0.1, max_delay=1.0
        )
        consumer.run()


def work(folder: str, url: str = "") -> None:
    """Do the jobs of an office: what the worker process runs."""
    Jobs(Path(folder), url).work()

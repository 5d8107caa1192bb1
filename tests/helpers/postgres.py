"""A PostgreSQL of the tests' own: a cluster in a folder of its own, on loopback, gone when the tests are done."""

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

INSTALLED = Path("/usr/lib/postgresql")
USER = "postgres"
IN_MEMORY = Path("/dev/shm")  # a database is three hundred files; what the disk keeps of them no test asks


class Cluster:
    """A running server; gives new empty databases."""

    def __init__(self, port: int) -> None:
        self._server = f"postgresql+psycopg://{USER}@127.0.0.1:{port}"
        self._engine = sa.create_engine(f"{self._server}/postgres", isolation_level="AUTOCOMMIT")
        self._numbers = itertools.count(1)

    def new_database(self) -> str:
        """The URL of a database with nothing in it."""
        name = f"office{next(self._numbers)}"
        with self._engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return f"{self._server}/{name}"

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="gongwen-postgres-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    port = _free_port()
    try:
        _run(
            "initdb",
            "-D",
            f"{folder}/data",
            "-U",
            USER,
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C",
        )
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=120"
        _run("pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-o", options, "start")
        cluster = Cluster(port)
        try:
            yield cluster
        finally:
            cluster.close()
            _run("pg_ctl", "-D", f"{folder}/data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    """Run a program of the server, which refuses to be run by root."""
    found = sorted(INSTALLED.glob(f"*/bin/{program}"), key=lambda place: float(place.parts[-3]))
    assert found, f"{program} is not installed: run scripts/setup_system.sh --tests"
    as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    command = [*as_user, str(found[-1]), *arguments]
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port

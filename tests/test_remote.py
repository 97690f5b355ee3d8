"""Work on an executor: the same report, byte for byte, whatever becomes of the workers."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from json import dumps
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest

from asynclint import analysis, cli, codes, engine, executors, fingerprints, reading, remote, settings, workers
from asynclint.findings import Confidence, FileError, Report
from asynclint.program import sent
from asynclint.program.index import Program
from asynclint.reports import json
from asynclint.reports.formats import Options
from asynclint.reuse import Linted

DATA = Path(__file__).resolve().parents[1] / "test_data"
BLOCKS = "import time\n\nasync def f():\n    time.sleep(1)\n"

# Kills the process that comes to a file `deadly.py`, or the first one that comes to `once.py`, in either stage.
DEADLY = """\
import os
from pathlib import Path

from asynclint import remote


def _look(paths):
    for path in map(Path, paths):
        if path.name == "deadly.py":
            os._exit(1)
        if path.name == "once.py" and not path.with_name("dead").exists():
            path.with_name("dead").touch()
            os._exit(1)


def read(fingerprint, content, key, shared):
    _look(file.path for file in remote._decode(content, list[remote._File]))
    return remote.read(fingerprint, content, key, shared)


def check(fingerprint, content, key, shared):
    numbers = [number for number, _ in remote._decode(content, list[tuple[int, list]])]
    modules = remote._decode(shared, remote._Checking).program.modules
    _look(modules[number].path for number in numbers)
    return remote.check(fingerprint, content, key, shared)
"""


@pytest.fixture(autouse=True)
def project(project: Path) -> Path:
    """An empty folder, which is the working directory of every test."""
    return project


@pytest.fixture(scope="module")
def deadly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The module ``deadly``, which processes that are started from now on can import."""
    folder = tmp_path_factory.mktemp("deadly")
    (folder / "deadly.py").write_text(DEADLY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])))
        patch.syspath_prepend(str(folder))
        yield


@pytest.fixture
def killing(deadly: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make the workers of one stage die of certain files."""

    def kill(stage: str) -> None:
        import deadly as module

        monkeypatch.setattr(remote, stage, getattr(module, stage))

    return kill


@pytest.fixture(scope="module")
def dask(deadly: None) -> Iterator[str]:
    """The address of a scheduler with two workers, which gives a task up when it has killed two of them."""
    from dask import config
    from distributed import LocalCluster

    with (
        config.set({"distributed.scheduler.allowed-failures": 1, "distributed.nanny.pre-spawn-environ": {}}),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as cluster,
    ):
        yield cluster.scheduler_address.replace("tcp", "dask")


can_fork = pytest.mark.skipif(not workers.can_fork(), reason="processes are not forked here")


def processes() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


def lint(executor: Executor | None = None, *paths: str, **wanted: object) -> Report:
    found = settings.load(Path.cwd(), codes.ROWS)
    changed = replace(found, **{"min_confidence": Confidence.POSSIBLE} | wanted)  # type: ignore[arg-type]
    return engine.lint(paths or (".",), changed, jobs=1, executor=executor)


def same(executor: Executor, *paths: str, **wanted: object) -> Report:
    """The report of the executor, after a look whether it is that of this process."""
    report = lint(executor, *paths, **wanted)
    assert json.render(report, Options(show_suppressed=True)) == json.render(
        lint(None, *paths, **wanted), Options(show_suppressed=True)
    )
    return report


def put(name: str, text: str | bytes) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())


def put_everything() -> None:
    """A program with whatever may get lost on the way to another machine."""
    put(
        "asynclint.toml",
        'blocking = ["app.legacy.*"]\n[severity]\nASL201 = "info"\n[per-file-ignores]\n"b.py" = ["ASL3"]',
    )
    put("app/__init__.py", "")
    put("app/legacy.py", "def query(): ...\n")
    put(
        "app/main.py",
        "from app import legacy\nfrom lib import deep\nasync def f():\n    legacy.query()\n    deep.wait()\n",
    )
    put("b.py", "import asyncio\nfrom app.main import f\nasync def g():\n    asyncio.create_task(f())\n    f()\n")
    put("quiet.py", BLOCKS.replace("sleep(1)", "sleep(1)  # asynclint: ignore[ASL201] so it is"))
    put("latin.py", "# coding: latin-1\nimport time\nasync def f():\n    time.sleep('\xe4')\n".encode("latin-1"))
    put("strange.py", BLOCKS + "    time.sleep('\\ud800')\n")
    put("broken.py", "def f(:\n")
    put("binary.py", b"\0")
    put("deep.py", "x = " + "(" * 3000 + ")" * 3000)
    cell = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": "import asyncio; asyncio.run(1)",
    }
    put("notes.ipynb", dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}))
    put("env/pyvenv.cfg", "version = 3.11.1")
    site = "env/lib/python3.11/site-packages"
    put(f"{site}/lib/__init__.py", "from lib.inner import *\n")
    put(f"{site}/lib/deep.py", "from . import inner\nimport other\ndef wait():\n    inner.wait()\n    other.x.y()\n")
    put(f"{site}/lib/inner.py", "import time\ndef wait():\n    time.sleep(1)\n")
    put("project/pyproject.toml", '[project]\nrequires-python = ">=3.8"\n')
    put("project/old.py", BLOCKS)


@pytest.mark.parametrize("make", [processes, lambda: ThreadPoolExecutor(2)], ids=["processes", "threads"])
def test_an_executor_gives_the_same_report(make: Callable[[], Executor]) -> None:
    put_everything()
    with make() as executor:
        report = same(executor, python=Path("env"), follow_libraries=True)
        same(executor, "project/old.py")
        same(executor, str(DATA / "rules"), select=("ALL",))
    assert {"app/main.py", "b.py", "latin.py", "strange.py", "notes.ipynb", "project/old.py"} <= {
        finding.location.path for finding in report.findings
    }
    assert [error.path for error in report.errors] == ["binary.py", "broken.py", "deep.py"]
    assert len(report.suppressed) == 1


@pytest.mark.slow
def test_dask_gives_the_same_report(dask: str) -> None:
    put_everything()
    with executors.connected(dask) as executor:
        same(executor, python=Path("env"), follow_libraries=True)
        same(executor, str(DATA / "rules"), select=("ALL",))


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["read", "check"])
def test_a_worker_that_is_killed_is_replaced(dask: str, stage: str, killing: Callable[[str], None]) -> None:
    for number in range(20):
        put(f"m{number}.py", BLOCKS)
    put("once.py", BLOCKS)
    killing(stage)
    with executors.connected(dask) as executor:
        report = same(executor)
    assert Path("dead").exists()
    assert len(report.findings) == 21 and not report.errors


@pytest.fixture
def killing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every process but this one die of `deadly.py`."""
    here = os.getpid()
    read_text, check_module = reading.read_text, analysis.Analysis.check_module

    def look(path: str | Path) -> None:
        if Path(path).name == "deadly.py":
            assert os.getpid() != here
            os._exit(1)

    def read(text, file, keeps):  # type: ignore[no-untyped-def]
        look(file.path)
        return read_text(text, file, keeps)

    def check(run, suspect):  # type: ignore[no-untyped-def]
        look(suspect[0].path)
        return check_module(run, suspect)

    monkeypatch.setattr(reading, "read_text", read)
    monkeypatch.setattr(analysis.Analysis, "check_module", check)


@can_fork
@pytest.mark.slow
@pytest.mark.usefixtures("killing_here")
@pytest.mark.parametrize("stage", ["read", "check"])
def test_a_file_that_kills_every_worker_is_an_error(dask: str, stage: str, killing: Callable[[str], None]) -> None:
    for name in ("m1.py", "deadly.py", "m2.py"):
        put(name, BLOCKS)
    killing(stage)
    with executors.connected(dask) as executor:
        report = lint(executor)
    assert report.errors == (FileError("deadly.py", "the parser crashed on this file"),)
    assert [finding.location.path for finding in report.findings] == ["m1.py", "m2.py"]


def test_what_a_broken_executor_leaves_is_done_here(
    killing: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("m1.py", "deadly.py", "m2.py"):
        put(name, BLOCKS)
    killing("read")
    with processes() as executor:
        assert len(same(executor).findings) == 3
    assert "workers have died: 3 of 3 files are done on this machine" in caplog.messages


@can_fork
@pytest.mark.usefixtures("killing_here")
def test_what_has_killed_a_worker_kills_nobody_here(killing: Callable[[str], None]) -> None:
    put("deadly.py", BLOCKS)
    killing("read")
    with processes() as executor:
        report = lint(executor)
    assert report.errors == (FileError("deadly.py", "the parser crashed on this file"),)


def test_what_was_shut_down_does_nothing() -> None:
    put("m.py", BLOCKS)
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    assert len(same(executor).findings) == 1


def test_what_is_kept_is_that_of_any_run() -> None:
    put_everything()
    executor = Recording()

    def kept(executor: Executor | None) -> str:
        found = replace(settings.load(Path.cwd(), codes.ROWS), python=Path("env"))
        return json.render(engine.lint(["."], found, jobs=1, executor=executor, cached=True))

    assert kept(executor) == json.render(lint(None, python=Path("env"), min_confidence=Confidence.LIKELY))
    put("app/main.py", BLOCKS)
    for each in (executor, None, executor):
        assert kept(each) == json.render(lint(None, python=Path("env"), min_confidence=Confidence.LIKELY))


# What every worker gets once


class Recording(Executor):
    """Does the work at once, in this process, as so many workers would, and notes what it was given."""

    def __init__(self, workers: int = 1) -> None:
        self._max_workers = workers
        self.shared: list[bytes | None] = []
        self.answers: list[bytes] = []

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future[bytes] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        else:
            if fn is remote.check:
                self.shared.append(args[3])
                self.answers.append(future.result())
        return future


def test_the_program_is_sent_with_the_first_batch_only() -> None:
    for number in range(40):
        put(f"m{number}.py", BLOCKS)
    executor = Recording()
    same(executor)
    assert executor.shared[0] and len(executor.shared) > 10
    assert not any(executor.shared[1:])


def test_a_worker_that_does_not_have_the_program_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        put(f"m{number}.py", BLOCKS)
    executor = Recording()
    check_all = remote._check_all

    def forgetful(content: bytes, key: str, shared: bytes | None) -> bytes:
        if len(executor.shared) == 5:
            remote._kept = None
        return check_all(content, key, shared)

    monkeypatch.setattr(remote, "_check_all", forgetful)
    same(executor)
    assert executor.answers[5] == b""
    assert [number for number, shared in enumerate(executor.shared) if shared] == [0, 6]


def test_what_hangs_on_what_was_not_sent_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    put_everything()
    send = sent.send

    def forgetful(program: Program, packed: dict[bytes, bytes]) -> sent.Sent:
        return msgspec.structs.replace(send(program, packed), libraries=[], asked=frozenset())

    monkeypatch.setattr(sent, "send", forgetful)
    executor = Recording()
    same(executor, python=Path("env"))
    assert remote._decode(executor.answers[0], list[Linted | None])[0] is None


def test_where_only_linking_gives_the_same_answers_a_worker_links(monkeypatch: pytest.MonkeyPatch) -> None:
    put_everything()
    send = sent.send
    monkeypatch.setattr(sent, "send", lambda *told: msgspec.structs.replace(send(*told), survey=None))
    same(Recording(), python=Path("env"), follow_libraries=True)


# What is told


def test_workers_of_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    put("m.py", BLOCKS)
    monkeypatch.setattr(remote, "of_program", lambda: "asynclint 0.0.9")
    with pytest.raises(executors.RemoteError) as told:
        lint(Recording())
    assert str(told.value) == f"the workers run asynclint 0.0.9, and this is {fingerprints.of_program()}"


def test_workers_without_asynclint(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare(Recording):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            future: Future[bytes] = Future()
            future.set_exception(ModuleNotFoundError("No module named 'asynclint'"))
            return future

    put("m.py", BLOCKS)
    with pytest.raises(
        executors.RemoteError, match=r"^the workers cannot run asynclint .*: No module named 'asynclint'$"
    ):
        lint(Bare())


def test_a_mistake_of_ours_on_a_worker_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def mistake(*_: object) -> bytes:
        raise AttributeError("'NoneType' object has no attribute 'x'")

    put("m.py", BLOCKS)
    monkeypatch.setattr(remote, "_read_all", mistake)
    with pytest.raises(AttributeError):
        lint(Recording())


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    put("m.py", BLOCKS)
    assert cli.main([*arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    return err


def test_an_address_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "--executor", "tcp://here") == "Error: 'tcp://here' is no address like dask://HOST:PORT\n"


def test_nobody_answers(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_ANSWER", 0.2)
    error = told(capsys, "--executor", "dask://127.0.0.1:1")
    assert error.startswith("Error: dask://127.0.0.1:1: ") and error.count("\n") == 1


def test_without_dask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    error = told(capsys, "--executor", "dask://127.0.0.1:1")
    assert error == "Error: dask://127.0.0.1:1 needs Dask: pip install 'asynclint[dask]'\n"


@pytest.mark.slow
def test_a_scheduler_without_workers(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(executors, "_ANSWER", 1)
    with contextlib.closing(LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50)) as cluster:  # type: ignore[no-untyped-call]
        address = cluster.scheduler_address.replace("tcp", "dask")
        assert told(capsys, "--executor", address) == f"Error: {address}: the scheduler has no workers\n"


@pytest.mark.slow
def test_a_worker_without_asynclint(
    dask: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_PACKAGE", "nowhere")
    error = told(capsys, "--executor", dask)
    assert re.fullmatch(rf"Error: {dask}: the worker tcp://[\d.:]+ has no nowhere\n", error)


@pytest.mark.slow
def test_the_command_line_gives_the_same(dask: str, capsys: pytest.CaptureFixture[str]) -> None:
    put("m.py", BLOCKS)
    assert cli.main(["--format", "json", "-q"]) == 1
    here = capsys.readouterr().out
    assert cli.main(["--format", "json", "-q", "--executor", dask]) == 1
    assert capsys.readouterr().out == here

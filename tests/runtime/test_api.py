"""``asynclint.runtime`` in a program of one's own."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
import types
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from asynclint import runtime, verdicts
from asynclint.runtime.evidence import BLAMELESS

# The code under test lies in this file, which the sanitizer takes for the user's.


def kinds(records: list[dict[str, Any]]) -> list[str]:
    """Of what was seen, all but what a busy machine brings by itself, and the collector in the large process of the tests."""
    others = (*BLAMELESS, "slow-callback", "gil-held")
    return [record["kind"] for record in records if record["kind"] not in others]


async def nap() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.3)
    await asyncio.sleep(0.05)


def test_watch_tells_the_line_while_it_lasts() -> None:
    seen: list[dict[str, Any]] = []
    with runtime.watch(seen.append):
        asyncio.run(nap())
    asyncio.run(nap())
    assert kinds(seen) == ["blocked"]
    assert seen[-1]["place"]["path"] == __file__
    assert seen[-1]["place"]["function"] == "nap"
    assert 0.1 < seen[-1]["duration"] < 5


def test_watch_is_a_decorator() -> None:
    seen: list[dict[str, Any]] = []

    @runtime.watch(seen.append, threshold=0.05)
    def main() -> None:
        asyncio.run(nap())

    main()
    assert kinds(seen) == ["blocked"]


def test_a_coroutine_function_is_watched_while_it_runs() -> None:
    seen: list[dict[str, Any]] = []

    @runtime.watch(seen.append)
    async def job(seconds: float) -> float:
        """Sleeps, and blocks once."""
        await asyncio.sleep(seconds)
        time.sleep(0.3)
        return seconds

    async def main() -> list[float]:
        await nap()
        return await asyncio.gather(job(0.05), job(0.1))

    assert asyncio.run(main()) == [0.05, 0.1]
    assert kinds(seen) == ["blocked", "blocked"]
    assert {record["place"]["function"].rpartition(".")[2] for record in seen if record["kind"] == "blocked"} == {"job"}
    assert (job.__name__, job.__doc__) == ("job", "Sleeps, and blocks once.")
    runtime.install(seen.append)  # nothing is left
    runtime.uninstall()


def test_a_function_that_calls_itself_is_watched_once() -> None:
    seen: list[dict[str, Any]] = []

    @runtime.watch(seen.append)
    def main(depth: int) -> None:
        main(depth - 1) if depth else asyncio.run(nap())

    main(3)
    assert kinds(seen) == ["blocked"]


def test_a_generator_cannot_be_watched() -> None:
    def numbers() -> Iterator[int]:
        yield 1

    async def more() -> AsyncIterator[int]:
        yield 1

    for function in (numbers, more):
        with pytest.raises(TypeError, match=f"{function.__name__} is a generator function"):
            runtime.watch(print)(function)  # type: ignore[arg-type]


@pytest.mark.parametrize(("depth", "told"), [(1, []), (2, ["never-awaited"])])
def test_who_asked_a_library_for_a_coroutine(depth: int, told: list[str], tmp_path: Path) -> None:
    library = tmp_path / "library.py"
    library.write_text("async def _send(): pass\n\ndef send(): return _send()\n")
    library_globals: dict[str, Any] = {"__name__": "library"}
    exec(compile(library.read_text(), library, "exec"), library_globals)
    seen: list[dict[str, Any]] = []

    async def main() -> None:
        library_globals["send"]()

    with warnings.catch_warnings(), runtime.watch(seen.append, exclude=["library"], origin_depth=depth):
        warnings.simplefilter("ignore")
        sys.modules["library"] = types.ModuleType("library")
        sys.modules["library"].__file__ = str(library)
        try:
            asyncio.run(main())
        finally:
            del sys.modules["library"]
    assert kinds(seen) == told
    assert [record["place"]["path"] for record in seen] == [__file__] * len(told)
    assert sys.get_coroutine_origin_tracking_depth() == 0


def test_time_that_a_test_freezes_passes_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []
    real = {time.time, time.monotonic, time.perf_counter}
    sleep = time.sleep

    def freeze() -> None:
        """As freezegun does: in every module that has one of the functions."""
        for module in list(sys.modules.values()):
            for name, value in list(vars(module).items()):
                if type(value) is types.BuiltinFunctionType and value in real:
                    monkeypatch.setattr(module, name, lambda: 1_893_456_000.0)

    async def main() -> None:
        await asyncio.sleep(0.05)
        freeze()
        for _ in range(3):
            sleep(0.3)
            for _ in range(2000):  # the loop answers meanwhile
                await asyncio.sleep(0)
        monkeypatch.undo()

    before = time.time()
    with runtime.watch(seen.append):
        asyncio.run(main())
    assert kinds(seen) == ["blocked"] * 3
    for record in seen:
        assert 0.1 < record["duration"] < 10
        assert before < record["time"] < before + 100


def test_a_loop_that_runs_already_is_watched() -> None:
    seen: list[dict[str, Any]] = []

    async def main() -> None:
        runtime.install(seen.append)
        try:
            await nap()
        finally:
            runtime.uninstall()

    asyncio.run(main())
    assert kinds(seen) == ["blocked"]


def test_a_folder_takes_json_lines(tmp_path: Path) -> None:
    with runtime.watch(tmp_path / "evidence"):
        asyncio.run(nap())
    assert [each.kind for each in verdicts.load(tmp_path / "evidence").evidence if each.place] == ["blocked"]


def test_everything_is_as_before_afterwards() -> None:
    def state() -> list[object]:
        return [
            asyncio.runners.events,  # type: ignore[attr-defined]
            asyncio.events._set_running_loop,
            asyncio.BaseEventLoop.set_task_factory,
            asyncio.BaseEventLoop.get_task_factory,
            asyncio.BaseEventLoop.call_exception_handler,
            asyncio.BaseEventLoop._check_running,  # type: ignore[attr-defined]
            asyncio.BaseEventLoop._check_closed,  # type: ignore[attr-defined]
            asyncio.Timeout.__aexit__,
            warnings._warn_unawaited_coroutine,  # type: ignore[attr-defined]
        ]

    before = state()
    with runtime.watch(print):
        asyncio.run(asyncio.sleep(0))
        assert all(new is not old for new, old in zip(state(), before, strict=True))
    assert state() == before


def test_messages_and_tracebacks_stay_what_they_were(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import asyncio, gc\n"
        "async def fail(): raise ValueError\n"
        "async def main():\n"
        "    print(repr(asyncio.create_task(fail(), name='a')), type(asyncio.current_task()))\n"
        "    await asyncio.sleep(0)\n"
        "    await asyncio.sleep(0)\n"
        "    gc.collect()\n"
        "    await fail()\n"
        "asyncio.run(main())\n"
    )
    start = "from asynclint import runtime; runtime.install(lambda _: None)"
    outputs = []
    for before in ("pass", start):
        code = f"{before}\nimport runpy, sys; runpy.run_path(sys.argv[1])"
        command = [sys.executable, "-c", code, str(program)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        outputs.append(re.sub("0x[0-9a-f]+", "0x", done.stdout + done.stderr))
    assert "Task exception was never retrieved" in outputs[0]
    assert "ValueError" in outputs[0].splitlines()[-1]
    assert outputs[1] == outputs[0]


def test_it_can_be_switched_off_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []
    for value, told in (("1", []), ("0", ["blocked"]), ("", ["blocked"])):
        monkeypatch.setenv("ASYNCLINT_OFF", value)
        with runtime.watch(seen.append):
            asyncio.run(nap())
        assert kinds(seen) == told
        seen.clear()
    monkeypatch.setenv("ASYNCLINT_OFF", "1")
    runtime.install(tmp_path / "evidence")
    runtime.uninstall()
    assert not (tmp_path / "evidence").exists()


def test_it_is_installed_once() -> None:
    with runtime.watch(print), pytest.raises(RuntimeError, match="installed already"):
        runtime.install(print)
    runtime.uninstall()  # nothing to do


@pytest.mark.parametrize("debug", ["0", "1"])
def test_the_warning_stays_what_it_was(debug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONASYNCIODEBUG", debug)
    code = "import asyncio\nasync def f(): pass\nasync def main():\n    f()\nasyncio.run(main())\n"
    plain = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    watched = subprocess.run(
        [sys.executable, "-c", f"from asynclint import runtime\nruntime.install(lambda _: None)\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    for before, after in ((4, 6), (5, 7)):  # two lines come before the program
        plain = plain.replace(f":{before}:", f":{after}:").replace(f"line {before},", f"line {after},")
    assert "was never awaited" in plain
    assert watched == plain


def test_it_imports_nothing_that_is_long_to_import() -> None:
    code = "import sys, asynclint.runtime; print(*{'libcst', 'click', 'rich', 'msgspec'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_debug_mode_is_put_on_for_every_loop_and_off_again() -> None:
    modes = []

    async def main() -> None:
        modes.append(asyncio.get_running_loop().get_debug())

    def seen_with(debug: bool) -> list[dict[str, Any]]:
        seen: list[dict[str, Any]] = []
        with runtime.watch(seen.append, debug=debug):
            asyncio.run(main())
            asyncio.run(main(), debug=False)
        return seen

    assert kinds(seen_with(True)) == kinds(seen_with(False)) == []
    asyncio.run(main())
    assert modes == [True, True, False, False, False]


def test_in_debug_mode_a_coroutine_tells_the_way_to_where_it_was_made() -> None:
    seen: list[dict[str, Any]] = []

    def make() -> object:
        return nap()

    async def main() -> None:
        make()

    with runtime.watch(seen.append, debug=True):
        asyncio.run(main())
    assert kinds(seen) == ["never-awaited"]
    assert [each["function"].rpartition(".")[2] for each in seen[0]["stack"]][:2] == ["make", "main"]


def test_a_loop_that_lives_on_is_given_back_what_it_had() -> None:
    loop = asyncio.new_event_loop()

    def factory(loop: Any, coro: Any, **options: Any) -> asyncio.Task[Any]:
        return asyncio.Task(coro, loop=loop, **options)

    loop.set_task_factory(factory)
    told: list[dict[str, Any]] = []
    loop.call_exception_handler = told.append  # type: ignore[method-assign]
    before = vars(loop).copy()
    with runtime.watch(print):
        loop.run_until_complete(asyncio.sleep(0))
        assert loop.get_task_factory() is factory
        assert loop.call_exception_handler == told.append
    assert vars(loop).keys() == before.keys()
    assert vars(loop)["_task_factory"] is factory
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


def test_what_comes_again_and_again_is_put_together() -> None:
    seen: list[dict[str, Any]] = []

    async def main() -> None:
        for _ in range(200):
            nap()

    with runtime.watch(seen.append), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        asyncio.run(main())
    # The collector may hold the interpreter, in the large process of the tests.
    seen = [record for record in seen if record["kind"] != "gil-held"]
    assert set(kinds(seen)) == {"never-awaited"}
    assert sum(record.get("count", 1) for record in seen) == 200
    assert len(seen) < 60


def test_an_exception_that_nobody_looked_at_stays_unseen() -> None:
    """To watch a task must not count as having looked at its exception."""
    seen: list[dict[str, Any]] = []
    told: list[str] = []

    async def stubborn() -> None:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise ValueError from None

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))
        task = asyncio.create_task(stubborn())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        del task

    with runtime.watch(seen.append):
        asyncio.run(main())
    assert kinds(seen) == ["task-exception"]
    assert told == ["Task exception was never retrieved"]


def test_a_function_that_fails_to_take_evidence_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    def take(record: dict[str, Any]) -> None:
        raise ValueError("no room")

    async def main() -> str:
        for _ in range(3):
            nap()
        return "done"

    with runtime.watch(take), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert asyncio.run(main()) == "done"
    assert capsys.readouterr().err == (
        "asynclint: what takes the evidence has failed, which is told once: ValueError: no room\n"
    )

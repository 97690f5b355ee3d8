"""A project that is linted again and again in one process: the answer is that of a run from scratch, to the byte."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asynclint import engine, reading, state
from asynclint import settings as project_settings
from asynclint.codes import ROWS
from asynclint.discovery import look
from asynclint.findings import Confidence, Report
from asynclint.reports import json
from asynclint.reports.formats import Options
from asynclint.session import Session
from asynclint.settings import Settings

TEXTS = {
    "clock.py": [
        "import time\n\ndef pause(seconds=1):\n    time.sleep(seconds)\n",
        "import time\n\n\ndef pause(seconds=1, really=True):\n    if really:\n        time.sleep(seconds)\n",
        "def pause(seconds=1):\n    pass\n",
        "async def pause(seconds=1):\n    pass\n",
        "class Clock:\n    def __enter__(self):\n        open('x').read()\n\n    def __exit__(self, *error): ...\n",
        "from stock import load as pause\n",
    ],
    "stock.py": [
        "from clock import pause\n\ndef load(key):\n    pause()\n    return key\n",
        "import clock\n\nclass Stock:\n    def load(self):\n        clock.pause(2)\n\ndef load(key):\n    return Stock().load()\n",
        "from clock import *\n\nasync def load(key):\n    pause(really=False)\n",
        "def load(key):\n    return open(key).read()  # asynclint: ignore[ASL205]\n",
    ],
    "app.py": [
        "import asyncio\nimport stock\n\nasync def main():\n    stock.load('x')\n\nasyncio.run(main())\n",
        "from stock import load\n\n\nasync def main():\n    load('x')\n    await load('y')\n",
        "import clock\n\nasync def main():\n    with clock.Clock():\n        clock.pause()\n    main()\n",
        "async def main():\n    print()  # asynclint: ignore[ASL201] nothing\n",
    ],
}
SLEEPS = "import time\n\nasync def f():\n    time.sleep(1)\n"
BROKEN = "def (\n"


@pytest.fixture(autouse=True)
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three files that use one another, in the working directory, and a cache of its own."""
    monkeypatch.setenv("ASYNCLINT_CACHE_DIR", str(project.parent / "cache"))
    put(project)
    return project


def put(folder: Path) -> None:
    for name, texts in TEXTS.items():
        (folder / name).write_text(texts[0], "utf-8")


def chosen() -> Settings:
    found = project_settings.load(Path.cwd(), ROWS, isolated=True)
    return Settings(found.rules, found.root, select=("ALL",), min_confidence=Confidence.POSSIBLE)


def session() -> Session:
    return Session([os.getcwd()], chosen())


def from_scratch(texts: Mapping[str, str]) -> Report:
    return engine.lint([os.getcwd()], chosen(), jobs=1, given=texts)


def rendered(report: Report) -> str:
    return json.render(report, Options(show_suppressed=True))


def at(name: str) -> str:
    return os.path.abspath(name)


def found_in(report: Report) -> list[tuple[str, int, str]]:
    return [(each.location.path, each.location.line, each.code) for each in report.findings]


STEPS = st.lists(
    st.one_of(
        *(
            st.tuples(st.sampled_from(["type", "save"]), st.just(name), st.sampled_from(texts))
            for name, texts in TEXTS.items()
        ),
        st.tuples(st.sampled_from(["type", "save"]), st.sampled_from([*TEXTS]), st.just(BROKEN)),
        st.tuples(st.sampled_from(["close", "delete"]), st.sampled_from([*TEXTS]), st.just("")),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_typed_saved_and_closed_the_answer_is_that_of_a_first_run(
    project: Path, steps: list[tuple[str, str, str]]
) -> None:
    with tempfile.TemporaryDirectory(dir=project) as folder:
        os.chdir(folder)
        put(Path(folder))
        it = session()
        buffers: dict[str, str] = {}
        good: dict[str, str] = {}
        assert rendered(it.lint({})) == rendered(from_scratch({}))
        for what, name, text in steps:
            if what == "type":
                buffers[at(name)] = text
            elif what == "save":
                Path(name).write_text(text, "utf-8")
            elif what == "delete":
                Path(name).unlink(missing_ok=True)
            else:
                buffers.pop(at(name), None)
            good = {path: good.get(path, "") if text == BROKEN else text for path, text in buffers.items()}
            good = {path: text for path, text in good.items() if text}
            assert rendered(it.lint(buffers)) == rendered(from_scratch(good))
            assert it.stale == {path for path, text in buffers.items() if text == BROKEN}
        os.chdir(project)


def test_a_text_that_is_known_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    it = session()
    it.lint({})
    read = count(monkeypatch)
    it.lint({at("app.py"): TEXTS["app.py"][1]})
    assert read() == 1
    it.lint({at("app.py"): TEXTS["app.py"][1]})
    assert read() == 0
    it.lint({at("app.py"): TEXTS["app.py"][1], at("stock.py"): TEXTS["stock.py"][1]})
    assert read() == 1


def test_another_session_begins_with_what_is_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.lint([os.getcwd()], chosen(), jobs=1, cached=True)
    read = count(monkeypatch)
    assert found_in(session().lint({at("clock.py"): TEXTS["clock.py"][1]})) == [("app.py", 5, "ASL201")]
    assert read() == 1


def test_what_was_typed_leaves_nothing_in_the_cache() -> None:
    before = engine.lint([os.getcwd()], chosen(), jobs=1, cached=True)
    assert found_in(before) == [("app.py", 5, "ASL201")]
    assert found_in(session().lint({at("clock.py"): TEXTS["clock.py"][2]})) == []
    assert rendered(engine.lint([os.getcwd()], chosen(), jobs=1, cached=True)) == rendered(before)


@pytest.mark.parametrize("stage", ["reading", "linking", "checking"])
@pytest.mark.parametrize(("name", "text"), [("clock.py", TEXTS["clock.py"][2]), ("app.py", TEXTS["app.py"][1])])
def test_a_run_that_is_given_up_leaves_the_session_as_it_was(name: str, text: str, stage: str) -> None:
    class GivenUp(Exception):
        pass

    def give_up(now: str, done: int, total: int) -> None:
        if now == stage:
            raise GivenUp

    it = session()
    before = it.lint({})
    given = {at(name): text}
    with pytest.raises(GivenUp):
        it.lint(given, progress=give_up)
    assert rendered(it.lint({})) == rendered(before)
    with pytest.raises(GivenUp):
        it.lint(given, progress=give_up)
    assert rendered(it.lint(given)) == rendered(from_scratch(given))


def test_texts_of_files_that_are_not_of_the_project_are_left_out(project: Path) -> None:
    (project.parent / "elsewhere.py").write_text("")
    text = "import time\n\nasync def f():\n    time.sleep(1)\n"
    it = session()
    assert found_in(it.lint({str(project.parent / "elsewhere.py"): text})) == [("app.py", 5, "ASL201")]
    assert found_in(it.lint({at("new.py"): text})) == [("app.py", 5, "ASL201"), ("new.py", 4, "ASL201")]


def test_files_are_looked_for_where_one_may_have_come_or_gone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_RECENT", 0)  # or else the folders of a test are too young to be trusted
    (project / ".git").mkdir()  # or else the folders around count, too: one of them may be a repository
    looks = []
    monkeypatch.setattr("asynclint.session.look", lambda *arguments: looks.append(1) or look(*arguments))
    it = session()

    def is_noticed() -> bool:
        looks.clear()
        assert rendered(it.lint({})) == rendered(from_scratch({}))
        return bool(looks)

    assert is_noticed()
    (project / "new.py").write_text(SLEEPS)
    assert is_noticed()
    assert ("new.py", 4, "ASL201") in found_in(it.lint({}))
    time.sleep(0.05)  # now the folder is as old as its clock can tell
    is_noticed()
    assert not is_noticed()
    it.lint({at("app.py"): TEXTS["app.py"][1]})
    assert not looks
    (project / "more").mkdir()
    assert is_noticed()
    (project / "more" / "new.py").write_text(SLEEPS)
    assert is_noticed()
    (project / ".gitignore").write_text("more\n")
    assert is_noticed()
    (project / "new.py").unlink()
    assert is_noticed()


def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many texts were read since it was last asked."""
    extract, seen = reading.extract, [0]

    def extracted(*args: object, **options: object) -> object:
        seen[0] += 1
        return extract(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "extract", extracted)

    def since() -> int:
        number, seen[0] = seen[0], 0
        return number

    return since

"""`asynclint facts` and `asynclint link`: together they say what `asynclint` says."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zlib
from json import dumps
from pathlib import Path

import msgspec
import pytest

from asynclint import cli, factfiles
from asynclint.fingerprints import of_program

ROOT = Path(__file__).resolve().parents[1]
BLOCKS = "import time\n\nasync def f():\n    time.sleep(1)\n"


@pytest.fixture(autouse=True)
def project(project: Path) -> Path:
    """An empty folder, which is the working directory of every test."""
    return project


def put(name: str, text: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = cli.main([*arguments])
    return (status, *capsys.readouterr())


def facts(capsys: pytest.CaptureFixture[str], files: list[str], out: str, *options: str) -> str:
    assert run(capsys, "facts", *files, "-o", out, *options) == (0, "", "")
    return out


def sources(folder: str) -> list[str]:
    return sorted(str(path) for path in Path(folder).rglob("*") if path.suffix in (".py", ".ipynb"))


def put_everything() -> None:
    """A program with whatever may get lost between the two commands."""
    put("asynclint.toml", '[severity]\nASL201 = "info"\n[per-file-ignores]\n"src/b.py" = ["ASL3"]')
    put("src/app/__init__.py", "from .inner import wait as wait\n")
    put("src/app/inner.py", "import time\ndef wait():\n    time.sleep(1)\n")
    put("src/app/deep/__init__.py", "")
    put("src/app/deep/main.py", "from .. import wait\nasync def f():\n    wait()\n")
    put("src/script.py", "import app\nasync def f():\n    app.wait()\n")
    put(
        "src/plain/b.py",
        "import asyncio\nfrom app.deep import main\nasync def g():\n    asyncio.create_task(main.f())\n",
    )
    put("src/plain/c.py", "import b\nimport plain.b\nasync def h():\n    b.g()\n    plain.b.g()\n")
    put("src/quiet.py", BLOCKS.replace("sleep(1)", "sleep(1)  # asynclint: ignore[ASL201] so it is"))
    put("src/latin.py", "# coding: latin-1\nimport time\nasync def f():\n    time.sleep('\xe4')\n".encode("latin-1"))
    put("src/broken.py", "def f(:\n")
    put("src/binary.py", b"\0")
    put("src/deep.py", "x = " + "(" * 3000 + ")" * 3000)
    put("src/empty.py", "")
    cell = {
        "cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": "import asyncio; asyncio.run(1)",
    }  # fmt: skip
    put("src/notes.ipynb", dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}))
    put(
        "src/odd.ipynb", dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell | {"source": "(:"}]})
    )


def test_outputs(capsys: pytest.CaptureFixture[str]) -> None:
    put("src/app.py", BLOCKS)
    facts(capsys, ["src/app.py"], "app.facts", "--root", "src")
    options = ["--output", "flake8:a.txt", "--output", "sarif:a.sarif"]
    status, out, err = run(capsys, "link", "app.facts", "--isolated", "--format", "pylint", *options)
    message = Path("a.txt").read_text().removeprefix("src/app.py:4:5: ASL201 ")
    assert (status, out, err) == (1, f"src/app.py:4: [ASL201(blocking-sleep), app.f] {message}", "")
    Path("src/app.py").unlink()
    assert run(capsys, "link", "app.facts", "--isolated", "--format", "sarif")[1] == Path("a.sarif").read_text()
    assert '"fixes"' in Path("a.sarif").read_text()  # made of the facts, not of the file
    assert run(capsys, "link", "app.facts", "--output", "json:gone/a.json")[0] == 2


def test_what_the_baseline_knows_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    put("src/app.py", BLOCKS)
    put("src/new.py", BLOCKS)
    put("asynclint.toml", "baseline = 'known.json'")
    assert run(capsys, "baseline", "write", "-q", "src/app.py")[0] == 0
    facts(capsys, sources("src"), "all.facts", "--root", "src")
    status, out, _ = run(capsys, "link", "all.facts")
    assert (status, "new.py:4:5 ASL201" in out, "app.py" in out) == (1, True, False)
    assert out.endswith("1 finding known from known.json.\n")


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_both_together_are_one_run(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    put_everything()
    options = ["--format", form, "--min-confidence", "possible", "--show-suppressed", "--statistics"]
    status, out, err = run(capsys, "src", "--no-cache", *options)
    assert status == 2 and out.count("main.py") and (form != "text" or "binary.py" in err)
    files = [facts(capsys, [name], f"{name}.facts", "--root", "src") for name in sources("src")]
    together = facts(capsys, sources("src"), "all.facts", "--root", "src")
    for name in sources("src"):
        if form != "sarif" or not name.endswith(".ipynb"):  # whose places are those in its JSON
            Path(name).unlink()  # nothing of it is read again
    assert run(capsys, "link", *files, *options) == (status, out, err)
    assert run(capsys, "link", together, *options) == (status, out, err)


@pytest.mark.parametrize("folder", ["rules", "demo", "bugs"])
def test_what_is_found_in_test_data(
    folder: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "test_data" / folder, "data")
    options = ["--format", "json", "--isolated", "--select", "ALL", "--min-confidence", "possible"]
    told = run(capsys, "data", "--no-cache", *options)
    read = [name for name in sources("data") if "/." not in name]
    assert told[0] == 1
    facts(capsys, read, "data.facts", "--root", "data")
    assert run(capsys, "link", "data.facts", *options) == told


def test_the_same_sources_give_the_same_bytes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in ("here", "there"):
        place = tmp_path / folder
        place.mkdir()
        monkeypatch.chdir(place)
        put("src/a.py", BLOCKS)
        put("src/b.py", BLOCKS)
        os.utime("src/a.py", (1, 1))
        os.utime("src/b.py", (len(folder), len(folder)))
    facts(capsys, ["src/a.py", "src/b.py"], "out")
    first = Path("out").read_bytes()
    monkeypatch.chdir(tmp_path / "here")
    facts(capsys, ["./src/b.py", "src/a.py", "src//b.py"], "out", "--root", "./")
    assert Path("out").read_bytes() == first
    put("src/b.py", BLOCKS + "\n")
    facts(capsys, ["src/a.py", "src/b.py"], "out")
    assert Path("out").read_bytes() != first


def test_paths_stand_in_files_too(capsys: pytest.CaptureFixture[str]) -> None:
    put("names", "\n".join([put("a.py", BLOCKS), put("b.py", BLOCKS)]))
    put("facts", facts(capsys, ["@names"], "ab.facts"))
    status, out, _ = run(capsys, "link", "@facts", "-q")
    assert status == 1 and out.count("ASL201") == 2
    assert run(capsys, "link", "@nothing") == (2, "", "Error: nothing: no such file or directory\n")


def test_facts_that_are_given_twice_count_once(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.py", BLOCKS)
    facts(capsys, ["a.py"], "1")
    facts(capsys, ["a.py"], "2")
    assert run(capsys, "link", "1", "2", "-q")[1].count("ASL201") == 1
    put("a.py", "")
    facts(capsys, ["a.py"], "2")
    assert run(capsys, "link", "1", "2") == (2, "", "Error: a.py is not the same in 1 and 2\n")


# What is wrong with files


def told(capsys: pytest.CaptureFixture[str], content: bytes) -> str:
    """What is said of a file of facts with this content."""
    put("x", content)
    status, out, err = run(capsys, "link", "x")
    assert (status, out) == (2, "")
    return err


def written(row: factfiles.Row, body: bytes | None = None) -> bytes:
    body = msgspec.msgpack.encode([row]) if body is None else body
    return b"asynclint facts %s\n%s%s" % (of_program().encode(), hashlib.blake2b(body, digest_size=16).digest(), body)


def test_files_that_are_none_of_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, b"") == "Error: x: no file of facts\n"
    assert told(capsys, BLOCKS.encode()) == "Error: x: no file of facts\n"
    assert told(capsys, b"asynclint facts 1") == "Error: x: no file of facts\n"
    assert run(capsys, "link", "y") == (2, "", "Error: y: no such file or directory\n")
    assert run(capsys, "link")[0] == 2


def test_facts_of_another_version(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.py", BLOCKS)
    content = Path(facts(capsys, ["a.py"], "x")).read_bytes()
    error = told(capsys, content.replace(of_program().encode(), b"asynclint 0.0.9"))
    assert error == f"Error: x: made by asynclint 0.0.9, and this is {of_program()}\n"


def test_damaged_facts(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.py", BLOCKS)
    content = Path(facts(capsys, ["a.py"], "x")).read_bytes()
    for damaged in (content[:-1], content + b"\0", content[:-20] + b"\0" + content[-19:], content[:150]):
        assert told(capsys, damaged) == "Error: x: damaged\n"


def test_facts_that_somebody_else_has_written(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.py", BLOCKS)
    facts(capsys, ["a.py"], "x")
    (row,) = factfiles.load(["x"])
    bomb = zlib.compress(bytes(factfiles._MOST + 1))
    assert len(bomb) < 1_000_000
    changed = msgspec.structs.replace
    damaged = "Error: a.py: its facts are damaged\n"
    assert told(capsys, written(row, b"\xc1")) == "Error: x: damaged\n"
    assert told(capsys, written(row, b"\x91" * 100_000)) == "Error: x: damaged\n"
    assert told(capsys, written(row, msgspec.msgpack.encode([[1, 2]]))) == "Error: x: damaged\n"
    assert told(capsys, written(changed(row, facts=bomb))) == damaged
    assert told(capsys, written(changed(row, facts=b"?"))) == damaged
    assert told(capsys, written(changed(row, facts=zlib.compress(b"\xc0")))) == damaged
    put("x", written(changed(row, content=bomb)))
    assert run(capsys, "link", "x", "-q") == (2, "", "a.py: error: the facts are damaged\n")


def test_sources_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "facts", "a.py", "-o", "x") == (2, "", "Error: a.py: no such file or directory\n")
    Path("folder").mkdir()
    assert run(capsys, "facts", "folder", "-o", "x") == (2, "", "Error: folder: is a directory\n")
    put("a.py", "")
    assert run(capsys, "facts", "a.py")[0] == 2
    assert "no folder 'nowhere'" in run(capsys, "facts", "a.py", "-o", "nowhere/x")[2]
    assert not Path("x").exists()


# In a build


def example(language: str) -> str:
    """The first example in that language in docs/scale.md."""
    text = (ROOT / "docs" / "scale.md").read_text("utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", text, re.S | re.M)
    assert found
    return found[1]


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_reads_again_what_has_changed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "test_data" / "demo", "src")
    put("Makefile", example("make"))
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "asynclint"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m asynclint "$@"\n')
    command.chmod(0o755)
    # `make test` must not tell this make what it was told itself.
    plain = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    environment = plain | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}

    def make() -> tuple[list[str], str]:
        done = subprocess.run(
            ["make", "-j2", "asynclint"], env=environment, capture_output=True, text=True, check=False
        )
        lines = done.stdout.splitlines()
        ran = sorted(line for line in lines if line.startswith("asynclint facts"))
        return ran, "\n".join(line for line in lines if not line.startswith("asynclint "))

    everything = subprocess.run(
        [str(command), "src", "--no-cache"], env=environment, capture_output=True, text=True, check=False
    )
    ran, told = make()
    assert len(ran) == len(sources("src"))
    assert told == everything.stdout.rstrip("\n")
    assert make()[0] == []
    with open("src/clients.py", "a") as file:
        file.write("\n\nasync def worse() -> None:\n    import time\n\n    time.sleep(1)\n")
    later = Path("build/src/clients.py.facts").stat().st_mtime + 10
    os.utime("src/clients.py", (later, later))
    ran, told = make()
    assert [line.split()[2] for line in ran] == ["src/clients.py"]
    assert "clients.worse" in told or "src/clients.py:" in told

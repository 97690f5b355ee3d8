"""Notebooks: what the stages see of them, where things are, and that a fix touches nothing but the source of its cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from asynclint import cli, notebooks
from asynclint.notebooks import Cells, UnreadableNotebook, json_lines, source, with_source


def cell(code: str, kind: str = "code", **metadata: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": "a1", "metadata": metadata, "source": code.splitlines(True)}
    if kind == "code":
        made |= {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["é %time\n"]}]}
    return made


def notebook(*cells: str | dict[str, Any], **metadata: Any) -> str:
    """A notebook as Jupyter writes it."""
    made = [cell(each) if isinstance(each, str) else each for each in cells]
    for number, each in enumerate(made):
        each["id"] = f"c{number}"
    document = {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def heading(number: int) -> str:
    return f"# %% cell {number} of the notebook\n"


# -- From cells to a text


def test_python_cells_are_one_text() -> None:
    text = notebook(cell("# A title\nimport x", "markdown"), "import asyncio", "", "x = 1\nawait f(x)\n")
    assert source(text) == (heading(2) + "import asyncio\n" + heading(3) + "\n" + heading(4) + "x = 1\nawait f(x)\n\n")


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("%matplotlib inline", "pass  #% IPython: %matplotlib inline"),
        ("!pip install 'x", "pass  #% IPython: !pip install 'x"),
        ("for f in a:\n    !wc {f}\n    g(f)", "for f in a:\n    pass  #% IPython:     !wc {f}\n    g(f)"),
        ("x = !ls *.py\ny = 1", "x = get_ipython()  #% IPython: x = !ls *.py\ny = 1"),
        ("a, b = %time f()", "a, b = get_ipython()  #% IPython: a, b = %time f()"),
        ("f?", "pass  #% IPython: f?"),
        ("a.b??  ", "pass  #% IPython: a.b??  "),
        ("?f\nx", "pass  #% IPython: ?f\nx"),
        ("!a \\\n  b\nx", "pass  #% IPython: !a \\\n#% IPython:   b\nx"),
        ("x = (1\n  % 2)\n%who", "x = (1\n  % 2)\npass  #% IPython: %who"),
        ('s = """\n%who\n!ls\n"""\n%who', 's = """\n%who\n!ls\n"""\npass  #% IPython: %who'),
        ("%%time\nf()", "#% IPython: %%time\nf()"),
        ("\n%%capture out\n!ls", "#% IPython: \n#% IPython: %%capture out\npass  #% IPython: !ls"),
        ("%%timeit", "#% IPython: %%timeit"),
        # What only looks like it.
        ("x = 5 \\\n% 2", "x = 5 \\\n% 2"),
        ("# !ls\nx = a != b", "# !ls\nx = a != b"),
        ("'?'\n[1\n,2]", "'?'\n[1\n,2]"),
    ],
)
def test_what_is_no_python_is_marked(code: str, seen: str) -> None:
    text = notebook(code)
    assert source(text) == heading(1) + seen + "\n"
    assert with_source(text, source(text)) == text


@pytest.mark.parametrize(
    "magic", ["%%bash", "%%html", "%%writefile a.py", "%%javascript", "%%sql\nselect 1", "%%python2"]
)
def test_cells_of_another_language_are_left_out(magic: str) -> None:
    assert source(notebook("a", f"{magic}\nf(", "b")) == heading(1) + "a\n" + heading(3) + "b\n"


def test_a_cell_that_its_editor_calls_another_language_is_left_out() -> None:
    text = notebook(cell("SELECT", vscode={"languageId": "sql"}), cell("a", vscode={"languageId": "python"}))
    assert source(text) == heading(2) + "a\n"


@pytest.mark.parametrize(
    ("metadata", "is_read"),
    [
        ({"language_info": {"name": "python"}}, True),
        ({"language_info": {"name": "ipython"}}, True),
        ({"kernelspec": {"language": "python3", "name": "x"}}, True),
        ({}, True),
        ({"language_info": 3}, True),
        ({"language_info": {"name": "R"}}, False),
        ({"kernelspec": {"language": "julia", "name": "x"}}, False),
    ],
)
def test_a_notebook_of_another_language_has_no_code(metadata: dict[str, Any], is_read: bool) -> None:
    assert source(notebook("f()", **metadata)) == (heading(1) + "f()\n" if is_read else "")


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ("", "no notebook: Expecting value", 1),
        ("{\n'a': 1}", "no notebook: Expecting property name enclosed in double quotes", 2),
        ("[]", "no notebook: it has no cells", None),
        ('{"cells": 3}', "no notebook: it has no cells", None),
        ('{"cells": ["x"]}', "no notebook: it has no cells", None),
        ('{"cells": ' + "[" * 100_000, "no notebook: nested too deeply", None),
        (
            '{"worksheets": []}',
            "a notebook in a format before 4: convert it with `jupyter nbconvert --to notebook`",
            None,
        ),
    ],
)
def test_what_is_no_notebook(text: str, why: str, line: int | None) -> None:
    with pytest.raises(UnreadableNotebook) as caught:
        source(text)
    assert (str(caught.value), caught.value.line) == (why, line)


@pytest.mark.parametrize("damaged", [{}, {"cell_type": "code"}, {"cell_type": "code", "source": 3, "metadata": 1}])
def test_cells_without_a_source_are_empty(damaged: dict[str, Any]) -> None:
    text = notebook(damaged, "a")
    assert source(text).endswith(heading(2) + "a\n")
    assert with_source(text, source(text).replace("\na\n", "\nb\n")) == text.replace('"a"', '"b"')


# -- Places


def test_lines_of_the_text_are_lines_of_cells() -> None:
    cells = Cells(source(notebook(cell("", "markdown"), "a\nb", "%%bash", "c")))
    assert [cells.place(line) for line in range(1, 6)] == [(2, 1), (2, 1), (2, 2), (4, 1), (4, 1)]
    assert [cells.line(*place) for place in ((2, 1), (2, 2), (4, 1), (3, 1))] == [2, 3, 5, 0]


def test_lines_of_cells_are_lines_of_the_file() -> None:
    text = notebook(cell("x", "markdown"), "a\nb\n", "c")
    found = json_lines(text)
    written = text.split("\n")
    assert {place: written[line - 1].strip() for place, line in found.items()} == {
        (2, 1): '"a\\n",',
        (2, 2): '"b\\n"',
        (2, 3): '"b\\n"',
        (3, 1): '"c"',
    }


def test_lines_of_a_source_in_one_string() -> None:
    assert json_lines('{"cells": [\n{"cell_type": "code",\n"source": "a\\nb"}]}') == {(1, 1): 3, (1, 2): 3}


# -- Back


def test_only_the_source_of_the_changed_cell_is_written() -> None:
    text = notebook(cell("a", "markdown"), "a\nb\n", "%who\na")
    changed = with_source(text, source(text).replace("of the notebook\na\nb", "of the notebook\nimport x\na\nc"))
    assert changed == text.replace('"a\\n",\n    "b\\n"', '"import x\\n",\n    "a\\n",\n    "c\\n"')
    nbformat.validate(nbformat.reads(changed, as_version=4))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"source":"a"', '"source":"b\\n\\"é\\""'),
        ('"source":["a"]', '"source":["b\\n","\\"é\\""]'),
        ('"source" : [\n  "a" ] ', '"source" : [\n  "b\\n",\n  "\\"é\\"" ] '),
        ('"source":["a\\n", "c"]', '"source":["b\\n", "\\"é\\"\\n", "c"]'),
        ('"source":"x","source":"a"', '"source":"x","source":"b\\n\\"é\\""'),  # the last one counts
    ],
)
@pytest.mark.parametrize("is_ascii", [True, False])
def test_the_style_of_the_file_is_kept(before: str, after: str, is_ascii: bool) -> None:
    text = f'{{"cells":[{{"cell_type":"code",{before}}}], "x": "{"e" if is_ascii else "é"}"}}'
    changed = with_source(text, source(text).replace("\na\n", '\nb\n"é"\n'))
    assert changed == text.replace(before, after.replace("é", "\\u00e9") if is_ascii else after)
    assert "".join(json.loads(changed)["cells"][0]["source"]).startswith('b\n"é"')


def test_strings_that_stay_are_not_written_anew() -> None:
    before = '{"cells":[{"cell_type":"code","source":["\\u0061 = \\"\\/\\"\\n", "b"]}]}'
    assert with_source(before, source(before).replace("\nb\n", "\nc\n")) == before.replace('"b"', '"c"')


def test_an_emptied_cell() -> None:
    text = notebook("a", "b")
    assert json.loads(with_source(text, source(text).replace("\na\n", "\n\n")))["cells"][0]["source"] == []


def test_a_notebook_without_code() -> None:
    text = notebook(cell("# Title", "markdown"))
    assert (source(text), with_source(text, ""), Cells("").place(3)) == ("", text, (1, 3))


def test_a_cell_that_holds_our_mark_is_not_written() -> None:
    text = notebook("x  #% IPython: y")
    with pytest.raises(UnreadableNotebook, match=r"^a cell holds what asynclint writes between cells$"):
        with_source(text, source(text))


# -- Linted and fixed

LAB = notebook(
    cell("# Lab", "markdown"),
    "%pip install aiohttp\nimport asyncio\nimport time",
    "async def fetch():\n    time.sleep(1)\n\ndef fetched():\n    return asyncio.run(fetch())",
    "found = asyncio.run(fetch())  # é\ntime.sleep(1)\nfetched()",
    "%%time\nasyncio.run(fetch())",
    "await fetch()\nasyncio.create_task(fetch())\nfetch()\nasyncio.create_task(fetch())  # shown\n",
    "asyncio.create_task(fetch());",
    language_info={"name": "python"},
)


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "lab.ipynb"
    path.write_text(LAB, "utf-8")
    return path


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("lab.ipynb")]


def test_a_notebook_is_linted_like_a_file(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--isolated"]) == 1
    out = capsys.readouterr().out
    assert sorted(line.partition(" [")[0] for line in lines(out)) == [
        "lab.ipynb:cell 3:2:5 ASL201 blocking-sleep",
        "lab.ipynb:cell 4:1:9 ASL401 asyncio-run-on-loop",
        "lab.ipynb:cell 4:3:1 ASL401 asyncio-run-on-loop",
        "lab.ipynb:cell 5:2:1 ASL401 asyncio-run-on-loop",
        "lab.ipynb:cell 6:2:1 ASL301 task-not-kept",
        "lab.ipynb:cell 6:3:1 ASL101 unawaited-coroutine",
        "lab.ipynb:cell 7:1:1 ASL301 task-not-kept",  # with a `;` nothing is shown, nor kept
    ]
    assert "     1 | found = asyncio.run(fetch())  # é\n       |         ^^^^^^^^^^^^^^^^^^^^" in out
    assert (
        "    lab.ipynb:cell 4:3 lab          fetched()\n    lab.ipynb:cell 3:5 lab.fetched  asyncio.run(fetch())" in out
    )
    assert "(the cells of a notebook run on a loop)" in out


def test_places_in_json(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--isolated", "--format", "json", "--select", "ASL401"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(each["path"], each["cell"], each["line"], each["end_line"]) for each in found] == [
        ("lab.ipynb", 4, 1, 1),
        ("lab.ipynb", 4, 3, 3),
        ("lab.ipynb", 5, 2, 2),
    ]
    assert [(hop["cell"], hop["line"]) for hop in found[1]["chain"]] == [(4, 3), (3, 5)]


def test_a_notebook_is_fixed_and_nothing_else_in_it_changes(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--isolated", "--fix"]) == 1
    fixed = lab.read_text("utf-8")
    kept = r'"task = {}\n", "background_tasks.add(task)\n", "task.add_done_callback(background_tasks.discard){}"'
    replaced = {
        r'"    time.sleep(1)\n"': r'"    await asyncio.sleep(1)\n"',
        "found = asyncio.run(fetch())": "found = await fetch()",
        '"import time"': r'"import time\n", "\n", "background_tasks: set[asyncio.Task] = set()"',
        r'"asyncio.create_task(fetch())\n"': kept.format("asyncio.create_task(fetch())", r"\n"),
        '"asyncio.create_task(fetch());"': kept.format("asyncio.create_task(fetch());", ""),
        r'"fetch()\n"': r'"await fetch()\n"',
    }
    expected = LAB
    for before, after in replaced.items():
        expected = expected.replace(before, after.replace('", "', '",\n    "'))
    assert fixed == expected
    nbformat.validate(nbformat.reads(fixed, as_version=4))
    assert sorted(line.partition(" [")[0] for line in lines(capsys.readouterr().out)) == [
        "lab.ipynb:cell 4:3:1 ASL401 asyncio-run-on-loop",
        "lab.ipynb:cell 5:2:1 ASL401 asyncio-run-on-loop",  # `%%time` may not know `await`
    ]


def test_the_diff_is_one_of_the_file(lab: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["--isolated", "--diff", "--select", "ASL401"]) == 1
    told = capfdbinary.readouterr().out.decode()
    assert '-    "found = asyncio.run(fetch())  # é\\n",\n+    "found = await fetch()  # é\\n",\n' in told
    assert told.startswith("--- a/lab.ipynb\n+++ b/lab.ipynb\n@@ ")
    assert lab.read_text("utf-8") == LAB


def test_a_loop_that_may_be_nested_is_nobodys_mistake(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nested = "import asyncio, nest_asyncio\nnest_asyncio.apply()"
    lab.write_text(notebook(nested, "async def main(): ...\nasyncio.run(main())"), "utf-8")
    assert cli.main(["--isolated"]) == 0


def test_broken_cells_are_told_by_cell(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lab.write_text(notebook(cell("", "markdown"), "a = 1", "b = 2\nif:\n"), "utf-8")
    assert cli.main(["--isolated"]) == 2
    assert capsys.readouterr().err == "lab.ipynb:cell 3:2: error: syntax error: invalid syntax\n"


def test_a_suppression_in_a_cell(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "import asyncio\nasync def f(): ...\nasyncio.run(f())  # asynclint: ignore[ASL401] shown to fail\n"
    lab.write_text(notebook("", code), "utf-8")
    assert cli.main(["--isolated", "--show-suppressed", "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["cell"], found["line"], found["suppressed"]) == (2, 3, {"line": 3, "reason": "shown to fail"})


def test_nobody_imports_a_notebook(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lab.write_text(notebook("import time\ndef helper():\n    time.sleep(1)"), "utf-8")
    lab.with_name("app.py").write_text("from lab import helper\n\nasync def main():\n    helper()\n")
    assert cli.main(["--isolated"]) == 0


def test_standard_input(lab: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    with lab.open("rb") as file:
        monkeypatch.setattr("sys.stdin", type("Stream", (), {"buffer": file}))
        cli.main(["-", "--stdin-filename", "lab.ipynb", "--isolated", "--fix", "--select", "ASL401"])
    fixed = capfdbinary.readouterr().out.decode()
    assert fixed == LAB.replace("found = asyncio.run(fetch())", "found = await fetch()")


def test_what_a_name_says() -> None:
    assert notebooks.is_notebook(Path("a/b.ipynb"))
    assert not notebooks.is_notebook("b.ipynb.py")

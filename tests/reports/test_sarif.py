"""SARIF: every part that code scanning reads, by exact value; fixes give the very text that `--fix` writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from asynclint import __version__, engine, fixing, settings
from asynclint.codes import ROWS
from asynclint.findings import FileError, Finding, Hop, Report, Runtime, Verdict
from asynclint.reports import sarif
from asynclint.rules import RULES

SCHEMAS = Path(__file__).resolve().parents[2] / "test_data" / "schemas"
CELL = "import asyncio\nasync def f(): ...\nasyncio.run(f())"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(report: Report, given: dict[str, str] | None = None) -> Any:
    document = json.loads(sarif.render(report, given))
    assert list(document) == ["$schema", "version", "runs"]
    assert (document["$schema"], document["version"]) == ("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0")
    (only,) = document["runs"]
    return only


def lint(unsafe: bool = False) -> Report:
    found = settings.load(Path.cwd(), ROWS, isolated=True)
    return engine.lint(["."], replace(found, unsafe_fixes=unsafe), jobs=1)


def test_the_official_schema_holds(finding: Callable[..., Finding], folder: Path) -> None:
    """A report with all that there can be: chain, fix, verdict, suppression, errors, a notebook, odd paths and texts."""
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    (folder / "a b").mkdir()
    (folder / "a b" / "é.py").write_text(
        "import asyncio\nimport time\n\n\ndef nap():\n    time.sleep(1)\n\n\nasync def main():\n    time.sleep(1)\n    nap()\n"
    )
    cells = [{"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": [CELL]}]
    (folder / "lab.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 2}))
    linted = lint()
    assert len(linted.findings) == 3
    seen = Runtime(Verdict.CONFIRMED, 3, 0.25, 0.75, ("/a.py:1 main",))
    report = replace(
        linted,
        findings=(
            *(replace(each, runtime=seen) for each in linted.findings),
            finding(message="\x1b[2J <b> \ud800 {0}"),
        ),
        suppressed=(finding(reason=""),),
        errors=(FileError("gone.py", "no such file or folder"), FileError("bad.py", "not valid utf-8", 3)),
        known=(replace(finding(), known="old.json"),),
    )
    document = json.loads(sarif.render(report))
    assert [each.message for each in validator.iter_errors(document)] == []
    results = document["runs"][0]["results"]
    assert {key for result in results for key in result} >= {
        "codeFlows",
        "fixes",
        "suppressions",
        "partialFingerprints",
    }
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator.is_valid(document)


def test_a_result(finding: Callable[..., Finding], folder: Path) -> None:
    chain = (Hop("app.py", 3, 5, "app.f", "g()"), Hop("/lib/x y.py", 7, 1, "x.g", ""))
    found = replace(finding(span=(3, 5, 4, 2), chain=chain, cause="c1"), runtime=Runtime(Verdict.RAN_UNSEEN))
    root = {"uriBaseId": "%SRCROOT%"}
    assert run(Report((found,), ()))["results"] == [
        {
            "ruleId": "ASL201",
            "ruleIndex": [rule.code for rule in RULES].index("ASL201"),
            "level": "error",
            "message": {"text": "it blocks"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "app.py", **root},
                        "region": {"startLine": 3, "startColumn": 5, "endLine": 4, "endColumn": 2},
                    },
                    "logicalLocations": [{"fullyQualifiedName": "app.f", "kind": "function"}],
                }
            ],
            "partialFingerprints": {"asynclint/v1": "f1"},
            "properties": {
                "confidence": "certain",
                "cause": "c1",
                "runtime": {"verdict": "ran, not seen", "count": 0, "worst": 0.0, "total": 0.0, "stack": []},
            },
            "codeFlows": [
                {
                    "threadFlows": [
                        {
                            "locations": [
                                {
                                    "location": {
                                        "physicalLocation": {
                                            "artifactLocation": {"uri": "app.py", **root},
                                            "region": {"startLine": 3, "startColumn": 5},
                                        },
                                        "logicalLocations": [{"fullyQualifiedName": "app.f", "kind": "function"}],
                                        "message": {"text": "g()"},
                                    }
                                },
                                {
                                    "location": {
                                        "physicalLocation": {
                                            "artifactLocation": {"uri": "file:///lib/x%20y.py"},
                                            "region": {"startLine": 7, "startColumn": 1},
                                        },
                                        "logicalLocations": [{"fullyQualifiedName": "x.g", "kind": "function"}],
                                        "message": {"text": "x.g"},
                                    }
                                },
                            ]
                        }
                    ]
                }
            ],
        }
    ]


def test_the_run(folder: Path) -> None:
    found = run(Report((), (FileError("a.py", "not valid utf-8", 3), FileError("b", "no such file or folder"))))
    rules = found["tool"]["driver"].pop("rules")
    assert found == {
        "tool": {"driver": {"name": "asynclint", "semanticVersion": __version__}},
        "invocations": [
            {
                "executionSuccessful": False,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": "not valid utf-8"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "a.py", "uriBaseId": "%SRCROOT%"},
                                    "region": {"startLine": 3},
                                }
                            }
                        ],
                    },
                    {
                        "level": "error",
                        "message": {"text": "no such file or folder"},
                        "locations": [
                            {"physicalLocation": {"artifactLocation": {"uri": "b", "uriBaseId": "%SRCROOT%"}}}
                        ],
                    },
                ],
            }
        ],
        "originalUriBaseIds": {"%SRCROOT%": {"uri": f"file://{folder}/"}},
        "columnKind": "unicodeCodePoints",
        "results": [],
    }
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    sleep = next(rule for rule in rules if rule["id"] == "ASL201")
    assert sleep["name"] == "BlockingSleep"
    assert sleep["shortDescription"] == {"text": "`time.sleep` stops the event loop"}
    assert sleep["help"]["markdown"].startswith("# blocking-sleep (ASL201)\n")
    assert sleep["defaultConfiguration"] == {"enabled": True, "level": "error"}


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")])
def test_levels(finding: Callable[..., Finding], severity: str, level: str) -> None:
    (result,) = run(Report((finding(severity=severity),), ()))["results"]
    assert result["level"] == level


def test_what_comments_suppress_is_told_as_suppressed(finding: Callable[..., Finding]) -> None:
    (result,) = run(Report((), (), (finding(reason="a script"),)))["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "a script"}]


def test_what_is_known_is_told_as_suppressed_from_outside(finding: Callable[..., Finding]) -> None:
    (result,) = run(Report((), (), known=(replace(finding(), known="old.json"),)))["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "known from old.json"}]


def _replaced(text: str, replacements: list[dict[str, Any]]) -> str:
    """The text as a reader of SARIF would change it."""
    lines = text.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return sum(map(len, lines[: line - 1])) + column - 1

    for each in reversed(replacements):
        region = each["deletedRegion"]
        start = offset(region["startLine"], region["startColumn"])
        end = offset(region["endLine"], region["endColumn"])
        text = text[:start] + each["insertedContent"]["text"] + text[end:]
    return text


CODE = """\
\"\"\"Sleeps.\"\"\"

import time


async def main():
    time.sleep(1)  # é
    return 1"""


@pytest.mark.parametrize("code", [CODE, CODE + "\n", CODE.replace("\n    return 1", ""), CODE.replace("\n", "\r\n")])
def test_a_fix_gives_what_fixing_gives(folder: Path, code: str) -> None:
    path = folder / "app.py"
    path.write_bytes(code.encode())
    (result,) = run(lint())["results"]
    (fix,) = result["fixes"]
    assert fix["description"] == {"text": "sleep without stopping the loop"}
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "app.py", "uriBaseId": "%SRCROOT%"}
    assert len(change["replacements"]) == 2
    outcome = fixing.fix(lambda given: engine.lint(["app.py"], _settings(), jobs=1, given=given), unsafe=False)
    assert _replaced(code, change["replacements"]) == outcome.changes[0].after


def _settings() -> settings.Settings:
    return settings.load(Path.cwd(), ROWS, isolated=True)


def test_an_unsafe_fix_says_so(folder: Path) -> None:
    (folder / "app.py").write_text(
        "import asyncio\nimport time\n\n\ndef nap():\n    time.sleep(1)\n\n\nasync def main():\n    nap()\n"
    )
    (result,) = run(lint())["results"]
    assert [fix["description"]["text"] for fix in result["fixes"]] == ["run it in a thread (unsafe)"]


def test_standard_input(folder: Path) -> None:
    given = {str(folder / "stdin.py"): CODE}
    report = engine.lint([], _settings(), jobs=1, given=given)
    (result,) = run(report, {"stdin.py": CODE})["results"]
    assert len(result["fixes"]) == 1


def test_a_file_that_is_gone_has_no_fix(folder: Path) -> None:
    (folder / "app.py").write_text(CODE)
    report = lint()
    (folder / "app.py").unlink()
    (result,) = run(report)["results"]
    assert "fixes" not in result


def test_a_notebook(folder: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": []},
        {
            "cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [],
            "source": ["import asyncio\n", "async def f(): ...\n", "asyncio.run(f())"],
        },
    ]  # fmt: skip
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 2}, indent=1)
    (folder / "lab.ipynb").write_text(text)
    (result,) = run(lint())["results"]
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "asyncio.run" in row)
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "lab.ipynb", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": line, "endLine": line},
    }
    assert (result["properties"]["cell"], result["properties"]["cellLine"]) == (2, 3)
    (change,) = result["fixes"][0]["artifactChanges"]
    assert _replaced(text, change["replacements"]) == text.replace("asyncio.run(f())", "await f()")

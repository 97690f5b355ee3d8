"""JUnit XML: what services read of it, and that it is XML whatever the code says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from asynclint.findings import FileError, Finding, Hop, Report
from asynclint.reports.formats import Options
from asynclint.reports.junit import render

Make = Callable[..., Finding]


@pytest.fixture(autouse=True)
def _folder(project: Path) -> None:
    """Paths are relative to it."""


def suites(*findings: Finding, errors: tuple[FileError, ...] = ()) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(render(Report(findings, errors), Options()).encode())
    assert (root.tag, root.attrib) == ("testsuites", {"name": "asynclint"})
    return list(root)


def test_a_whole_report(finding: Make) -> None:
    chain = (Hop("src/app.py", 3, 5, "app.f", "g()"), Hop("lib.py", 7, 1, "lib.g", "sleep(1 < 2)"))
    report = Report((finding("src/app.py", (3, 5, 3, 8), chain=chain),), (FileError("b.py", "not valid utf-8", 4),))
    assert render(report, Options()) == (
        """\
<?xml version="1.0" encoding="utf-8"?>
<testsuites name="asynclint">
  <testsuite name="b.py" tests="1" failures="0" errors="1">
    <testcase classname="b" name="can be linted" file="b.py" line="4">
      <error message="not valid utf-8" type="error">not valid utf-8</error>
    </testcase>
  </testsuite>
  <testsuite name="src/app.py" tests="1" failures="1" errors="0">
    <testcase classname="src.app" name="ASL201 blocking-sleep in app.f" file="src/app.py" line="3">
      <failure message="it blocks" type="error">src/app.py:3: it blocks
src/app.py:3 app.f: g()
lib.py:7 lib.g: sleep(1 &lt; 2)</failure>
    </testcase>
  </testsuite>
</testsuites>
"""
    )


def test_without_findings_one_test_has_passed() -> None:
    (suite,) = suites()
    assert suite.attrib == {"name": "asynclint", "tests": "1", "failures": "0", "errors": "0"}
    (case,) = suite
    assert (case.attrib, list(case)) == ({"classname": "asynclint", "name": "no findings"}, [])


def test_a_suite_a_file_and_no_name_twice(finding: Make) -> None:
    found = suites(
        finding("b.py"),
        finding("a.py", (1, 1, 1, 2)),
        finding("a.py", (2, 1, 2, 2)),
        finding("a.py", (3, 1, 3, 2), function="app.g"),
        errors=(FileError("a.py", "changed on disk meanwhile; not fixed"),),
    )
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("errors")) for suite in found] == [
        ("a.py", "4", "3", "1"),
        ("b.py", "1", "1", "0"),
    ]
    assert [(case.get("name"), case.get("line")) for case in found[0]] == [
        ("can be linted", "1"),
        ("ASL201 blocking-sleep in app.f", "1"),
        ("ASL201 blocking-sleep in app.f (2)", "2"),
        ("ASL201 blocking-sleep in app.g", "3"),
    ]


def test_what_xml_cannot_hold_is_escaped(finding: Make) -> None:
    (suite,) = suites(finding("a\x01.py", message="\x00 \x1b \ufffe \ud800 & <b> \"' ]]> é 😀", function="<lambda>"))
    (case,) = suite
    assert (case.get("file"), case.get("name")) == (r"a\x01.py", "ASL201 blocking-sleep in <lambda>")
    assert case[0].get("message") == r"""\x00 \x1b \ufffe \ud800 & <b> "' ]]> é 😀"""


@pytest.mark.parametrize(
    ("path", "name"), [("/lib/x y.py", "lib.x y"), ("app.py", "app"), ("a/b.c/d.ipynb", "a.b.c.d"), ("-", "-")]
)
def test_classes_are_called_as_pytest_does(finding: Make, path: str, name: str) -> None:
    ((case,),) = suites(finding(path))
    assert case.get("classname") == name


def test_a_notebook(notebook: Make) -> None:
    ((case,),) = suites(notebook())
    assert (case.get("line"), case[0].text) == ("10", "lab.ipynb:10: it runs (cell 1, line 2)")

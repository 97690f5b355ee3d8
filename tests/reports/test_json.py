"""The report for programs, to the byte."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

from asynclint.findings import Applicability, Calls, Edit, FileError, Finding, Fix, Hop, Report
from asynclint.reports.json import render

Make = Callable[..., Finding]


def test_a_whole_report(finding: Make) -> None:
    hop = Hop("app.py", 2, 5, "app.f", "helper('é')")
    found = finding(span=(2, 5, 3, 6), chain=(hop,), cause="c1")
    found = dataclasses.replace(found, fix=Fix(Applicability.SAFE, "await it"))
    report = Report((found,), (FileError("b.py", "cannot be parsed", 4),), (finding(reason="why"),), files=2, lines=30)
    report = dataclasses.replace(report, calls=Calls(8, 5, (("x.get", 3),)))
    assert render(report) == (
        """\
{
  "version": 1,
  "findings": [
    {
      "code": "ASL201",
      "name": "blocking-sleep",
      "severity": "error",
      "confidence": "certain",
      "path": "app.py",
      "cell": null,
      "line": 2,
      "column": 5,
      "end_line": 3,
      "end_column": 6,
      "message": "it blocks",
      "function": "app.f",
      "chain": [
        {
          "path": "app.py",
          "cell": null,
          "line": 2,
          "column": 5,
          "function": "app.f",
          "text": "helper('é')"
        }
      ],
      "cause": "c1",
      "fingerprint": "f1",
      "fix": {
        "applicability": "safe",
        "title": "await it"
      },
      "runtime": null
    }
  ],
  "errors": [
    {
      "path": "b.py",
      "cell": null,
      "line": 4,
      "message": "cannot be parsed"
    }
  ],
  "summary": {
    "files": 2,
    "lines": 30,
    "findings": 1,
    "causes": 1,
    "suppressed": 1,
    "known": 0,
    "severities": {
      "error": 1,
      "warning": 0,
      "info": 0
    },
    "calls": {
      "async": 8,
      "resolved": 5
    },
    "fixes": {
      "safe": 1,
      "unsafe": 0
    },
    "codes": {
      "ASL201": 1
    }
  }
}
"""
    )


def test_order_does_not_depend_on_who_was_ready_first(finding: Make) -> None:
    findings = [finding("b.py"), finding("a.py", code="ASL202"), finding("a.py"), finding("a.py", (10, 1, 10, 2))]
    errors = [FileError("z.py", "m", 2), FileError("z.py", "m"), FileError("y.py", "m")]
    forth = render(Report(tuple(findings), tuple(errors)))
    back = render(Report(tuple(reversed(findings)), tuple(reversed(errors))))
    assert forth == back
    document = json.loads(forth)
    assert [(found["path"], found["line"], found["code"]) for found in document["findings"]] == [
        ("a.py", 1, "ASL201"),
        ("a.py", 1, "ASL202"),
        ("a.py", 10, "ASL201"),
        ("b.py", 1, "ASL201"),
    ]
    assert [(error["path"], error["line"]) for error in document["errors"]] == [
        ("y.py", None),
        ("z.py", None),
        ("z.py", 2),
    ]


def test_known_findings_only_on_request(finding: Make) -> None:
    report = Report((finding(),), (), known=(dataclasses.replace(finding("a.py"), known="main"),))
    assert [found["path"] for found in json.loads(render(report))["findings"]] == ["app.py"]
    document = json.loads(render(report, show_suppressed=True))
    assert [found.get("known") for found in document["findings"]] == ["main", None]
    assert (document["summary"]["findings"], document["summary"]["known"]) == (1, 1)


def test_suppressed_findings_only_on_request(finding: Make) -> None:
    report = Report((finding(),), (), (finding("a.py", (7, 1, 7, 2), reason="known"),))
    assert [found["path"] for found in json.loads(render(report))["findings"]] == ["app.py"]
    document = json.loads(render(report, show_suppressed=True))
    assert [found.get("suppressed") for found in document["findings"]] == [{"line": 7, "reason": "known"}, None]
    assert document["summary"]["findings"] == 1
    assert document["summary"]["suppressed"] == 1


def test_surrogates_survive(finding: Make) -> None:
    # A path that is not UTF-8 and an escape in quoted code.
    report = Report((finding("caf\udce9.py", message="'\ud83d' or '😀', '\u2028'"),), ())
    rendered = render(report)
    found = json.loads(rendered.encode("utf-8"))["findings"][0]
    assert (found["path"], found["message"]) == ("caf\udce9.py", "'\ud83d' or '😀', '\u2028'")
    assert "😀" in rendered


def test_an_empty_report() -> None:
    assert json.loads(render(Report((), ()))) == {
        "version": 1,
        "findings": [],
        "errors": [],
        "summary": {
            "files": 0,
            "lines": 0,
            "findings": 0,
            "causes": 0,
            "suppressed": 0,
            "known": 0,
            "severities": {"error": 0, "warning": 0, "info": 0},
            "calls": {"async": 0, "resolved": 0},
            "fixes": {"safe": 0, "unsafe": 0},
            "codes": {},
        },
    }


def test_fixes(finding: Make) -> None:
    safe, unsafe = Fix(Applicability.SAFE, "await it"), Fix(Applicability.UNSAFE, "raise", (Edit(0, 1, "x"),))
    fixes = {"a.py": safe, "b.py": unsafe, "c.py": unsafe, "d.py": None}
    findings = [dataclasses.replace(finding(path), fix=fix) for path, fix in fixes.items()]
    silenced = dataclasses.replace(finding("e.py", reason="known"), fix=safe)
    document = json.loads(render(Report(tuple(findings), (), (silenced,)), show_suppressed=True))
    assert [found["fix"] for found in document["findings"]] == [
        {"applicability": "safe", "title": "await it"},
        {"applicability": "unsafe", "title": "raise"},
        {"applicability": "unsafe", "title": "raise"},
        None,
        {"applicability": "safe", "title": "await it"},
    ]
    assert document["summary"]["fixes"] == {"safe": 1, "unsafe": 2}  # of what is not suppressed

"""The report as JUnit XML, which every CI service shows: a suite a file, in which each finding is a failed test.

A test is called after the rule and the function, not after the line, so that a service sees the same test fail until it is
mended. Services drop tests of the same name, so there are none.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import PurePosixPath
from xml.etree import ElementTree as xml

from asynclint.findings import FileError, Finding, Report
from asynclint.reports.checkout import Checkout
from asynclint.reports.formats import Options
from asynclint.reports.message import details, failed, said
from asynclint.reports.source import printable


def render(report: Report, options: Options) -> str:
    """The suites; a report without findings is one test that has passed."""
    checkout = Checkout()
    root = xml.Element("testsuites", name="asynclint")
    told: list[FileError | Finding] = [*report.errors, *report.findings]
    told.sort(key=_path)
    for path, group in groupby(told, key=_path):
        _add_suite(root, path, list(group), checkout)
    if not told:
        suite = xml.SubElement(root, "testsuite", name="asynclint", tests="1", failures="0", errors="0")
        xml.SubElement(suite, "testcase", classname="asynclint", name="no findings")
    xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml.tostring(root, encoding="unicode")}\n'


def _path(each: FileError | Finding) -> str:
    return each.path if isinstance(each, FileError) else each.location.path


def _add_suite(root: xml.Element, path: str, told: list[FileError | Finding], checkout: Checkout) -> None:
    name = printable(checkout.path(path))
    errors = sum(isinstance(each, FileError) for each in told)
    counts = {"tests": str(len(told)), "failures": str(len(told) - errors), "errors": str(errors)}
    suite = xml.SubElement(root, "testsuite", {"name": name, **counts})
    names: Counter[str] = Counter()
    for each in told:
        test = _test(each)
        names[test] += 1
        case = xml.SubElement(
            suite,
            "testcase",
            classname=_module(name),
            name=test if names[test] == 1 else f"{test} ({names[test]})",
            file=name,
            line=str(_line(each, checkout)),
        )
        _add_outcome(case, each)


def _module(path: str) -> str:
    """The path with dots, as pytest calls the classes of a file: services make folders of them."""
    return ".".join(part for part in PurePosixPath(path).with_suffix("").parts if part != "/")


def _test(each: FileError | Finding) -> str:
    return "can be linted" if isinstance(each, FileError) else printable(f"{each.code} {each.name} in {each.function}")


def _line(each: FileError | Finding, checkout: Checkout) -> int:
    at = each if isinstance(each, FileError) else each.location
    return checkout.line(at.path, at.line or 1, at.cell)


def _add_outcome(case: xml.Element, each: FileError | Finding) -> None:
    if isinstance(each, FileError):
        xml.SubElement(case, "error", message=failed(each), type="error").text = failed(each)
    else:
        message = said(each)
        place = f"{case.get('file')}:{case.get('line')}"
        failure = xml.SubElement(case, "failure", message=message, type=each.severity.value)
        failure.text = "\n".join([f"{place}: {message}", *details(each)])

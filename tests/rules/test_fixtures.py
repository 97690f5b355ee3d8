"""Every file of ``test_data/rules`` has exactly the findings that its ``# expect:`` comments announce.

A *case* is one run of the engine: one file, or one folder ``pkg_*`` (the project it stands for). Its name says which half
of the data it belongs to: ``bad`` shows the mistake of its folder, ``fine`` tempts the rule in vain; a leading ``py312_`` or
``py314_`` says from which Python on the file parses. A comment names the codes of the findings on its line, each with its
confidence in brackets unless that is *certain*: ``# expect: ASL201, ASL205[likely]``. Findings of confidence *possible* are
looked at only in cases that expect some.

The rules that are on by default run over every case, and in the folder of another rule that one too. An
``asynclint.toml`` in the rule's folder holds the settings of its cases; everywhere else there are none.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from asynclint import engine, settings
from asynclint.findings import Confidence, FileError, Finding, Report
from asynclint.rules import RULES

DATA = Path(__file__).resolve().parents[2] / "test_data" / "rules"
NAME = re.compile(r"(?:py(?P<major>3)(?P<minor>\d\d)_|pkg_)?(?P<half>bad|fine)_[a-z0-9_]+")
COMMENT = re.compile(r"# expect: (?P<codes>.+)$")
LABEL = re.compile(r"(?P<code>ASL\d{3})(?:\[(?P<confidence>likely|possible)\])?")

Expectation = tuple[str, int, str]
"""File (below the case), line and label (``ASL201``, ``ASL203[likely]``)."""


@dataclasses.dataclass(frozen=True)
class Case:
    """A file or a project that is linted in one run."""

    path: Path

    @property
    def code(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return self.path.stem if self.path.is_file() else self.path.name

    @property
    def half(self) -> str:
        return _matched(self)["half"]

    @property
    def since(self) -> tuple[int, int]:
        """The first Python that can parse it."""
        match = _matched(self)
        return (int(match["major"]), int(match["minor"])) if match["major"] else (3, 11)

    @property
    def files(self) -> list[Path]:
        return sorted(self.path.rglob("*.py")) if self.path.is_dir() else [self.path]

    @property
    def lines(self) -> int:
        return sum(len(file.read_text("utf-8").splitlines()) for file in self.files)

    @property
    def expectations(self) -> list[Expectation]:
        return [
            (self.below(file), number, label.strip())
            for file in self.files
            for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
            if (comment := COMMENT.search(line))
            for label in comment["codes"].split(",")
        ]

    def below(self, file: Path) -> str:
        """``file`` as it is called in this case."""
        return file.relative_to(self.path if self.path.is_dir() else self.path.parent).as_posix()

    def settings(self, minimum: Confidence) -> settings.Settings:
        config = self.path.parent / "asynclint.toml"
        found = settings.load(
            self.path, engine.rule_rows(), config=config if config.exists() else None, isolated=not config.exists()
        )
        return dataclasses.replace(found, extend_select=(*found.extend_select, self.code), min_confidence=minimum)

    def lint(self, minimum: Confidence = Confidence.LIKELY) -> Report:
        return engine.lint([str(self.path)], self.settings(minimum))


def _matched(case: Case) -> re.Match[str]:
    match = NAME.fullmatch(case.name)
    assert match, f"{case.path}: what is linted is called bad_*, fine_*, pkg_bad_*, pkg_fine_*, py312_bad_*, …"
    return match


def cases() -> Iterator[Case]:
    for folder in sorted(DATA.glob("ASL???")):
        for path in sorted(folder.iterdir()):
            if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__"):
                yield Case(path)


CASES = list(cases())
FOLDERS = sorted({case.code for case in CASES})


def _label(finding: Finding) -> str:
    return finding.code if finding.confidence is Confidence.CERTAIN else f"{finding.code}[{finding.confidence.value}]"


def _difference(case: Case, report: Report, expected: Counter[Expectation]) -> list[str]:
    """One line for whatever is missing or too much, by place, beside the line of source it is about."""
    found: Counter[Expectation] = Counter()
    messages: dict[Expectation, str] = {}
    for finding in report.findings:
        where = (case.below(Path(finding.location.path).resolve()), finding.location.line, _label(finding))
        found[where] += 1
        messages[where] = finding.message
    sources = {case.below(file): file.read_text("utf-8").splitlines() for file in case.files}
    rows = [("missing", place) for place in (expected - found).elements()]
    rows += [("too much", place) for place in (found - expected).elements()]
    return [
        f"{file}:{line}: {label} {verdict}: {sources[file][line - 1].strip()}"
        + (f"\n        says: {messages[file, line, label]}" if verdict == "too much" else "")
        for verdict, (file, line, label) in sorted(rows, key=lambda row: (row[1], row[0]))
    ]


def _error(error: FileError) -> str:
    return f"{error.path}:{error.line or ''} cannot be linted: {error.message}"


def _check(case: Case, minimum: Confidence) -> None:
    expected = Counter(place for place in case.expectations if _confidence(place[2]) >= minimum)
    report = case.lint(minimum)
    wrong = [_error(error) for error in report.errors] + _difference(case, report, expected)
    if wrong:
        summary = f"{case.code}/{case.path.name}: {len(wrong)} differences, {expected.total()} findings expected"
        pytest.fail("\n  ".join([summary, *wrong]), pytrace=False)


def _confidence(label: str) -> Confidence:
    match = LABEL.fullmatch(label)
    assert match, f"not a label: {label!r}"
    return Confidence(match["confidence"] or "certain")


def _id(case: Case) -> str:
    return f"{case.code}/{case.path.name}"


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_findings_are_those_expected(case: Case) -> None:
    _check(case, Confidence.LIKELY)


@pytest.mark.parametrize(
    "case", [case for case in CASES if any("[possible]" in label for _, _, label in case.expectations)], ids=_id
)
def test_possible_findings_are_those_expected(case: Case) -> None:
    _check(case, Confidence.POSSIBLE)


def test_files_linted_together_have_the_findings_they_have_alone() -> None:
    """One run over all files: nothing of one may leak into another. Where names clash, one file stands for all."""
    defaults = {rule.code for rule in RULES if rule.default}
    files = {
        case.name: case
        for case in CASES
        if case.path.is_file() and case.code in defaults and not (case.path.parent / "asynclint.toml").exists()
    }
    found = settings.load(DATA, engine.rule_rows(), isolated=True)
    report = engine.lint([str(case.path) for case in files.values()], found)
    together = Counter(
        (Path(finding.location.path).resolve(), finding.location.line, _label(finding)) for finding in report.findings
    )
    alone = Counter(
        (case.path, line, label)
        for case in files.values()
        for _, line, label in case.expectations
        if _confidence(label) >= found.min_confidence
    )
    assert sorted((together - alone).elements()) == sorted((alone - together).elements()) == []


# The data itself


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_data_parses_and_keeps_its_promises(case: Case) -> None:
    labels = [label for _, _, label in case.expectations]
    assert all(LABEL.fullmatch(label) for label in labels)
    if case.half == "bad":
        assert labels, "a bad case expects findings"
    else:
        assert not any(label.startswith(case.code) for label in labels), "a fine case expects nothing of its own rule"
    if sys.version_info >= case.since:
        for file in case.files:
            ast.parse(file.read_bytes(), str(file))


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_rule_has_bad_data_and_more_fine_data(folder: str) -> None:
    """The tempting half is the larger one, by files or by lines."""
    halves = {half: [case for case in CASES if case.code == folder and case.half == half] for half in ("bad", "fine")}
    assert halves["bad"] and halves["fine"]
    bad, fine = ((len(half), sum(case.lines for case in half)) for half in (halves["bad"], halves["fine"]))
    assert fine[0] > bad[0] or fine[1] > bad[1]


@pytest.mark.parametrize("folder", FOLDERS)
def test_bad_data_shows_the_mistake_of_its_folder(folder: str) -> None:
    labels = {label[:6] for case in CASES if case.code == folder for _, _, label in case.expectations}
    assert folder in labels


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert {rule.code for rule in RULES} == set(FOLDERS)

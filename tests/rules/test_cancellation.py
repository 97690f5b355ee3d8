"""The cancellation rules find what ``test_data`` expects, and their pages keep the common form."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from asynclint.findings import Confidence, Severity
from asynclint.rules import cancellation
from asynclint.rules.rule import Draft, Rule
from tests.rules.naive_unit import NaiveUnit

RULES: list[type[Rule]] = [
    cancellation.CancelledErrorSwallowed,
    cancellation.BroadExceptSwallowsCancel,
    cancellation.CancelSwallowedInLoop,
    cancellation.ExitInFinally,
    cancellation.CancelThenSuppress,
    cancellation.SuppressCancelled,
]
DATA = Path(__file__).parents[2] / "test_data" / "rules"
FILES = [path for rule in RULES for path in sorted((DATA / rule.code).glob("*.py"))]
SECTIONS = ["What it does", "Why is this bad", "Example", "Use instead", "When it is fine", "Settings", "References"]


def found(source: str) -> list[tuple[int, str, Rule, Draft]]:
    """What the rules find: line, code with the confidence in brackets unless certain, rule and draft."""
    unit = NaiveUnit(source)
    positions = MetadataWrapper(unit.tree, unsafe_skip_copy=True).resolve(PositionProvider)
    rules = [rule() for rule in RULES]
    return sorted(
        (
            (positions[draft.node].start.line, label(rule, draft), rule, draft)
            for node in unit.nodes
            for rule in rules
            if isinstance(node, rule.listens)
            for draft in rule.visit(node, unit)
        ),
        key=lambda each: each[:2],
    )


def label(rule: Rule, draft: Draft) -> str:
    return rule.code if draft.confidence is Confidence.CERTAIN else f"{rule.code}[{draft.confidence.value}]"


def labels(source: str) -> list[tuple[int, str]]:
    return [(line, code) for line, code, _, _ in found(source)]


def expected(source: str) -> list[tuple[int, str]]:
    """The ``# expect:`` comments of a file."""
    return [
        (number, code.strip())
        for number, line in enumerate(source.splitlines(), start=1)
        if "# expect:" in line
        for code in line.partition("# expect:")[2].split(",")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_have_the_findings_they_expect(path: Path) -> None:
    source = path.read_text()
    assert labels(source) == expected(source)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_bad_and_fine_files(rule: type[Rule]) -> None:
    names = [path.name for path in FILES if path.parent.name == rule.code]
    assert any(name.startswith("bad_") for name in names) and any(name.startswith("fine_") for name in names)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_pages_have_the_common_sections_and_examples_that_hold(rule: type[Rule]) -> None:
    page = inspect.getdoc(rule) or ""
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == SECTIONS
    assert page.partition("\n")[0].endswith(".")
    bad, good = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert [code for _, code in labels(bad)] == [rule.code]
    assert labels(good) == []


def the_finding(body: str, *, before: str = "") -> tuple[Severity, str]:
    """Severity and message of the only finding in an async function with this body."""
    source = f"import asyncio, contextlib\n{before}async def f(job, task, log):\n" + "".join(
        f"    {line}\n" for line in inspect.cleandoc(body).splitlines()
    )
    ((_, _, rule, draft),) = found(source)
    return draft.severity or rule.severity, draft.message


def test_a_handler_at_the_very_end_is_only_info() -> None:
    severity, message = the_finding("""
        try:
            await job()
        except asyncio.CancelledError:
            pass
    """)
    assert severity is Severity.INFO
    assert message == (
        "`except asyncio.CancelledError` ends without raising it again: the function ends right after, so its task counts as "
        "finished, not as cancelled, and a caller goes on; add `raise` at the end of the handler"
    )


def test_a_handler_that_is_followed_by_code_says_so() -> None:
    severity, message = the_finding("""
        try:
            await job()
        except (
            OSError,
            asyncio.CancelledError,
        ):
            pass
        log()
    """)
    assert severity is Severity.WARNING
    assert message == (
        "`except (OSError, asyncio.CancelledError)` ends without raising it again: the task goes on although it was cancelled; "
        "catch CancelledError in a handler of its own that ends with `raise`"
    )


def test_in_a_clean_up_only_what_arrives_meanwhile_is_lost() -> None:
    severity, message = the_finding("""
        try:
            return await job()
        finally:
            try:
                await task.aclose()
            except BaseException:
                log()
    """)
    assert severity is Severity.WARNING
    assert "a cancellation that arrives during this clean-up is lost; catch `Exception`" in message


def test_a_suppress_in_a_loop_is_an_error() -> None:
    severity, message = the_finding("""
        while True:
            with contextlib.suppress(asyncio.CancelledError):
                await job()
    """)
    assert severity is Severity.ERROR
    assert message == (
        "`contextlib.suppress(asyncio.CancelledError)` around an `await` drops a cancellation of this task: the loop goes on, so "
        "that the task cannot be cancelled here; suppress `Exception` classes only, and let CancelledError pass"
    )


def test_a_cancelled_task_is_named() -> None:
    severity, message = the_finding("""
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
    """)
    assert severity is Severity.INFO
    assert message == (
        "`except asyncio.CancelledError` around `await task` after cancelling it also swallows a cancellation of this function "
        "itself: the function then goes on as if nobody had cancelled it; wait with `asyncio.wait`, which raises nothing but "
        "one's own cancellation"
    )


def test_a_yield_of_a_context_manager_is_a_point_where_a_cancellation_arrives() -> None:
    before = "@contextlib.asynccontextmanager\n"
    _, message = the_finding(
        """
        try:
            yield job
        except BaseException:
            log()
        """,
        before=before,
    )
    assert "the task goes on behind the `async with`" in message

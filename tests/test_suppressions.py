from __future__ import annotations

import asyncio
import bisect
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

from asynclint.findings import Suppression
from asynclint.suppressions import Suppressions, comments, parse

SLEEP = ("ASL201", "blocking-sleep")
CANCEL = ("ASL501", "cancelled-error-swallowed")
NAMES = dict([SLEEP, CANCEL, ("ASL001", "unused-suppression")])


def silenced(text: str, code: str = "ASL201", name: str = "blocking-sleep") -> list[int]:
    """The lines on which a finding of the rule would be silent."""
    found = parse(text)
    return [line for line in range(1, text.count("\n") + 2) if found.silences(code, name, line)]


# How flake8 reads its own comment

NOQA = [
    ("# noqa", True),
    ("# NoQA", True),
    ("# noqa: ASL201", True),
    ("# noqa:ASL201", True),
    ("# noqa: ASL201,E501", True),
    ("# noqa: E501 ASL201", True),
    ("# noqa: E501, ASL201", True),
    ("# noqa: ASL", True),  # no digit: blanket
    ("# noqa: ASL2", True),
    ("# noqa: blocking-sleep", True),  # no code: blanket
    ("# noqa : E501", True),  # not a colon of noqa's own: blanket
    ("# noqa:  E501", True),  # two blanks: blanket
    ("# noqa: E501", False),
    ("# noqa: asl201", False),  # the word ignores case, codes do not
    ("# noqa: ASL2011", False),
    ("# noqa: E501 ASL", False),
    ("# noqa: E501 because ASL201", False),
    ("# noqa: E501  # noqa: ASL201", False),  # only the first counts
    ("#noqa", False),
    ("#  noqa", False),
    ("# type: ignore # noqa", True),
    ("# see #noqa", False),
    ("# quinoa", False),
]


@pytest.mark.parametrize(("comment", "expected"), NOQA)
def test_noqa(comment: str, expected: bool) -> None:
    assert (silenced(f"call()  {comment}\n") == [1]) is expected


def test_flake8_reads_noqa_the_same(tmp_path: Path) -> None:
    pytest.importorskip("flake8")
    # F401 stands for our code: flake8 has no ASL201 without our plugin.
    pairs = (("ASL201", "F401"), ("asl201", "f401"), ("ASL2", "F4"), ("ASL", "F"))
    lines = [f"import m{n}  {comment}\n" for n, (comment, _) in enumerate(NOQA)]
    for ours, theirs in pairs:
        lines = [line.replace(ours, theirs) for line in lines]
    file = tmp_path / "a.py"
    file.write_text("".join(lines))
    run = [sys.executable, "-m", "flake8", "--isolated", "--select=F401", "--format=%(row)d", str(file)]
    heard = {int(row) for row in subprocess.run(run, capture_output=True, text=True, check=False).stdout.split()}
    assert heard == {n for n, (_, quiet) in enumerate(NOQA, 1) if not quiet}


def test_a_noqa_is_never_judged() -> None:
    found = parse("call()  # noqa\ncall()  # noqa: ASL201\ncall()  # noqa: E501\ncall()  # noqa: ASL999\n")
    assert found.unused(NAMES) == []
    assert found.unknown(NAMES) == []


def test_a_noqa_gives_no_reason() -> None:
    assert parse("call()  # noqa: ASL201 it is short\n").silences(*SLEEP, 1) == Suppression(1, "", noqa=True)


# asynclint: ignore


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# asynclint: ignore", True),
        ("# asynclint: ignore, start-up only", True),
        ("#asynclint:ignore", True),
        ("# Asynclint: Ignore", True),
        ("# asynclint: ignore[ASL201]", True),
        ("# asynclint: ignore [ASL201]", True),
        ("# asynclint: ignore[ASL501, ASL201]", True),
        ("# asynclint: ignore[ASL501 ASL201]", True),
        ("# asynclint: ignore[blocking-sleep]", True),
        ("# asynclint: ignore[ASL2]", True),
        ("# type: ignore  # asynclint: ignore[ASL201]", True),
        ("# asynclint: ignore[ASL501] # asynclint: ignore[ASL201]", True),
        ("# noqa: E501  # asynclint: ignore[ASL201]", True),
        ("# asynclint: ignore[]", False),
        ("# asynclint: ignore[ASL5]", False),
        ("# asynclint: ignore[blocking]", False),
        ("# asynclint: ignore[ASL201", False),
        ("# asynclint: ignored", False),
        ("# asynclint: ignore-next-line", False),
        ("# write `# asynclint: ignore` to silence it", False),
        ("# asynclint: skip-file", False),
    ],
)
def test_ignore(comment: str, expected: bool) -> None:
    assert (silenced(f"call()  {comment}\n") == [1]) is expected


@pytest.mark.parametrize(
    ("comment", "reason"),
    [
        ("# asynclint: ignore[ASL201] only at start-up, see #12", "only at start-up, see #12"),
        ("# asynclint: ignore only at start-up", "only at start-up"),
        ("# asynclint: ignore[ASL201]", ""),
        ("# asynclint: ignore[ASL201] short # type: ignore", "short"),
        ("# noqa: ASL201 # asynclint: ignore[ASL201] short", "short"),
    ],
)
def test_the_reason(comment: str, reason: str) -> None:
    assert parse(f"\ncall()  {comment}\n").silences(*SLEEP, 2) == Suppression(2, reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# asynclint: skip-file", True),
        ("import a\n\ndef f():\n    # asynclint: skip-file: generated\n    pass\n", True),
        ("call(\n    # asynclint: skip-file\n)\n", True),
        ("import a  # asynclint: skip-file\n", False),
        ("# asynclint: skip-files\n", False),
        ("'''\n# asynclint: skip-file\n'''\n", False),
    ],
)
def test_skip_file(text: str, expected: bool) -> None:
    assert parse(text).skip_file is expected


# What a comment speaks for


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a()\nb()  # noqa\nc()\n", [2]),
        ("a(\n  1,  # noqa\n  2,\n)\nb()\n", [1, 2, 3, 4]),
        ("a(\n  1,\n  # noqa\n)\nb()\n", [1, 2, 3, 4]),
        ("a = 1 + \\\n  b()  # noqa\nc()\n", [1, 2]),
        ("a = '''\n# x\n'''  # noqa\nb()\n", [1, 2, 3]),
        ("# noqa\na()\n", [1]),
        ("a()\n\n# noqa\n\nb()\n", [3]),
        ("async with (\n  a(),  # noqa\n  b(),\n):\n  c()\n", [1, 2, 3, 4]),
        ("async with a():\n  c()  # noqa\n  d()\n", [2]),
        ("async with a():  # noqa\n  c()\n", [1]),
        ("try:  # noqa\n  a()\nexcept (\n  B,  # noqa\n  C,\n):\n  d()\n", [1, 3, 4, 5, 6]),
        ("@deco(\n  1,\n)  # noqa\ndef f(\n  a,\n):\n  b()\n", [1, 2, 3]),
        ("@deco\ndef f(\n  a=b(),  # noqa\n):\n  c()\n", [2, 3, 4]),
        ("a(\r\n  1,  # noqa\r\n)\r\nb()\r\n", [1, 2, 3]),
        ("if a: b()  # noqa\nelse: c()\n", [1]),
        ("a()  # noqa", [1]),
        ("a(  # noqa", [1]),
    ],
)
def test_a_comment_speaks_for_its_statement(text: str, lines: list[int]) -> None:
    assert silenced(text) == lines


@pytest.mark.parametrize(
    "text",
    [
        "a = '# noqa'",
        "a = '\\'# noqa'",
        "a = r'\\'# noqa'",
        "a = '''\n'# noqa''\n'''",
        "a = f'# noqa'",
        "a = f'{x}# noqa'",
        "a = f'{{# noqa'",
        "a = f'{x!r:# noqa}'",
        "a = f'\\N{NUMBER SIGN}# noqa'",
        'a = rf"\\N{x:# noqa}"',
        "a = f'{x:{w}# noqa}'",
        # PEP 701: these are one string, and tokenize on 3.11 sees a comment in each
        'a = f"{x["# noqa"]}"',
        'a = f"{f"{x["# noqa"]}"}"',
        'a = f"{x["b"]:{y["# noqa"]}}"',
        'a = f"{ {"k": "# noqa"}["k"]}"',
        'a = rf"{x["a"]}\\"# noqa"',
        'a = t"{x["# noqa"]}"',
        'a = f"{(lambda: "# noqa")()}"',
        'a = f"""{f"""# noqa"""}"""',
    ],
)
def test_a_comment_in_a_string_is_no_comment(text: str) -> None:
    assert silenced(f"{text}; b()\n") == []
    assert silenced(f"{text}; b()  # noqa\n")


def test_a_comment_in_a_replacement_field_is_one() -> None:
    assert silenced('a = f"{\n  b()  # noqa\n}"\nc()\n') == [1, 2, 3]


def test_a_newer_syntax_is_read_on_every_version() -> None:
    text = "type A[T] = list[T]  # noqa\ntry: a()\nexcept B, C:  # asynclint: ignore\n  pass\nd = t'{a}'  # noqa\n"
    assert silenced(text) == [1, 3, 5]


@pytest.mark.parametrize(
    "text", ["'", '"""', "f'{", "f'{x:", "f'{x:{", "(", ")", "}", "f'}'", "\\", "'\\", "f'\\", "f'''{'", "\0"]
)
def test_a_broken_file_raises_nothing(text: str) -> None:
    assert list(comments(text)) == []
    assert silenced(f"a()  # noqa\n{text}")[0] == 1
    parse(f"{text}# noqa\n{text}")


def test_an_unclosed_string_ends_with_its_line() -> None:
    assert silenced("a = 'x\nb()  # noqa\n") == [2]
    assert silenced("a = f'x\nb()  # noqa\n") == [2]


def test_a_long_file_of_strings_and_brackets_is_read_at_once() -> None:
    text = "a = [" + "'x', f'{y}', (1, 2),\n" * 20_000 + "]  # noqa\n"
    assert len(silenced(text)) == 20_001


@pytest.mark.parametrize("path", sorted(Path(asyncio.__file__).parent.glob("*.py")), ids=lambda path: path.name)
def test_the_scanner_sees_what_tokenize_sees(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    ours = [
        (comment.text, bisect.bisect(starts, comment.statement_start), bisect.bisect(starts, comment.statement_end))
        for comment in comments(text)
    ]
    assert ours == _by_tokenize(text)


def _by_tokenize(text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    waiting: list[tokenize.TokenInfo] = []
    first = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            waiting.append(token)
        elif token.type == tokenize.NEWLINE or (token.type == tokenize.NL and not first):
            found += [(comment.string, first or comment.start[0], token.start[0]) for comment in waiting]
            waiting.clear()
            first = 0
        elif token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
            first = first or token.start[0]
    return found


# What is said of comments that do nothing


def test_an_ignore_that_silenced_nothing_is_unused() -> None:
    found = parse("a()  # asynclint: ignore[ASL201] why\nb()  # asynclint: ignore\nc()  # asynclint: ignore[ASL501]\n")
    found.silences(*CANCEL, 3)
    assert found.unused(NAMES) == [(1, 6, 33, ("ASL201",)), (2, 6, 25, ())]


def test_each_selector_is_judged_by_itself() -> None:
    found = parse("a()  # asynclint: ignore[ASL201, cancelled-error-swallowed, ASL5]\n")
    found.silences(*SLEEP, 1)
    assert [notice.selectors for notice in found.unused(NAMES)] == [("cancelled-error-swallowed", "ASL5")]
    found.silences(*CANCEL, 1)
    assert found.unused(NAMES) == []


def test_what_did_not_run_is_not_judged() -> None:
    found = parse(
        "a()  # asynclint: ignore[ASL201, cancelled-error-swallowed, ASL9]\nb()  # asynclint: ignore[ASL50]\n"
    )
    assert [notice.selectors for notice in found.unused({"ASL201": "blocking-sleep"})] == [("ASL201",)]


def test_an_ignore_of_nothing_is_unused() -> None:
    assert parse("a()  # asynclint: ignore[]\n").unused(NAMES) == [(1, 6, 27, ())]


def test_an_ignore_outside_any_statement_is_unused() -> None:
    found = parse("# asynclint: ignore[ASL201]\na()\n")
    assert found.silences(*SLEEP, 2) is None
    assert found.unused(NAMES) == [(1, 1, 28, ("ASL201",))]


def test_all_comments_that_silence_a_finding_count_as_used() -> None:
    found = parse("a(  # asynclint: ignore[ASL201] one\n)  # asynclint: ignore[ASL2] two\n")
    assert found.silences(*SLEEP, 1) == Suppression(1, "one")
    assert found.unused(NAMES) == []


def test_unknown_selectors() -> None:
    found = parse("é()  # asynclint: ignore[ASL201, ASL99, blocking-slep, asl501]\nb()  # asynclint: ignore[ASL5]\n")
    assert found.unknown(NAMES) == [(1, 6, 63, ("ASL99", "blocking-slep", "asl501"))]


def test_a_file_without_a_comment_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asynclint.suppressions.comments", None)
    found: Suppressions = parse("a = 'x'  # no such word\n" * 10)
    assert found.silences(*SLEEP, 1) is None
    assert found.unused(NAMES) == []
    assert not found.skip_file

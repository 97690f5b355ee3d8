"""The schema of the settings says the same as what reads them."""

from __future__ import annotations

import datetime
import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import asynclint
from asynclint.codes import ROWS
from asynclint.settings import KEYS, SettingsError, load

SCHEMA = Path(asynclint.__file__).parent.parent / "docs" / "asynclint.schema.json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return read


def is_valid(text: str, schema: dict[str, Any]) -> bool:
    """Whether the schema takes the settings, with dates as the editors hand them over: as text."""
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    return validator.is_valid(_without_dates(tomllib.loads(text)))


def _without_dates(value: Any) -> Any:
    match value:
        case dict():
            return {key: _without_dates(each) for key, each in value.items()}
        case list():
            return [_without_dates(each) for each in value]
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def is_read(text: str, folder: Path) -> bool:
    (folder / "asynclint.toml").write_text(text, "utf-8")
    try:
        load(folder, ROWS)
    except SettingsError:
        return False
    return True


def test_it_is_a_schema_with_each_key_told(schema: dict[str, Any]) -> None:
    jsonschema.Draft7Validator.check_schema(schema)
    assert list(schema["properties"]) == list(KEYS)
    assert [key for key, told in schema["properties"].items() if not told.get("description")] == []


def test_the_schema_of_a_pyproject_file_holds_the_other() -> None:
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.with_name("pyproject.schema.json").read_text("utf-8")))
    assert validator.is_valid({"project": {"name": "x"}, "tool": {"other": 1, "asynclint": {"select": ["ASL201"]}}})
    (error,) = validator.iter_errors({"tool": {"asynclint": {"select": ["ASL9"]}}})
    assert list(error.absolute_path) == ["tool", "asynclint", "select", 0]


def test_each_rule_is_offered_by_code_and_name(schema: dict[str, Any]) -> None:
    offered = schema["definitions"]["selector"]["anyOf"][0]["enum"]
    assert offered == ["ALL", *(row.code for row in ROWS), *(row.name for row in ROWS)]


def test_the_defaults_are_settings(schema: dict[str, Any]) -> None:
    defaults = {key: told["default"] for key, told in schema["properties"].items() if "default" in told}
    assert set(KEYS) - set(defaults) == {"select", "src", "target-version", "python", "max-depth", "baseline"}
    jsonschema.Draft7Validator(schema).validate(defaults)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "select = []",
        "select = ['ALL', 'ASL201', 'blocking-sleep', 'ASL2', 'ASL20', 'A']",
        "ignore = ['ASL201']",
        "extend-select = ['ASL208']",
        "fixable = ['ASL']\nunfixable = ['ASL201']\nextend-safe-fixes = ['ASL20']",
        "[per-file-ignores]\n'tests/*' = ['ASL2']\n'/a.py' = []",
        "src = ['.', 'src', 'tests/a.py']",
        "exclude = ['a', '/b/', '!c', '\\#d', 'x*']\nextend-exclude = []",
        "respect-gitignore = false\nfollow-libraries = true\nunsafe-fixes = true",
        "[severity]\nASL2 = 'info'\nblocking-sleep = 'warning'\nALL = 'error'",
        "min-confidence = 'possible'\nfail-on = 'error'",
        "target-version = '3.12'",
        "target-version = 'py39'",
        "python = 'env'",
        "blocking = ['a.b', 'a.*', '*', 'é.f', 'a_b.c1', '*.f*']\nnon-blocking = ['a']",
        "offload = ['a.b']\nspawn = ['a.b']\non-loop = ['a.b']",
        "max-depth = 1",
        "baseline = 'known.json'",
        "task-fix = 'taskgroup'",
        "[runtime]",
        "[[runtime.allow]]\ncall = 'a'\nin = 'b'\nreason = 'c'",
        "[[runtime.allow]]\ncall = 'a'\nin = 'b'\nreason = 'c'\nexpires = 2030-01-31",
    ],
)
def test_what_both_take(text: str, schema: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "env/lib/python3.12/site-packages").mkdir(parents=True)
    assert is_read(text, tmp_path)
    assert is_valid(text, schema)


@pytest.mark.parametrize(
    "text",
    [
        "nothing = 1",
        "select = 'ASL201'",
        "select = [1]",
        "select = ['ASL9']",
        "select = ['asl201']",
        "select = ['']",
        "select = ['blocking-']",
        "per-file-ignores = []",
        "[per-file-ignores]\n'a' = 'ASL201'",
        "[per-file-ignores]\n'!a' = []",
        "[per-file-ignores]\n'#a' = []",
        "src = 'src'",
        "src = []",
        "src = [' ']",
        "exclude = ['']",
        "exclude = ['  ']",
        "exclude = ['# a']",
        "respect-gitignore = 'no'",
        "follow-libraries = 1",
        "[severity]\nASL9 = 'info'",
        "[severity]\nASL2 = 'off'",
        "min-confidence = 'sure'",
        "fail-on = 'never'",
        "target-version = '2.7'",
        "target-version = 3.12",
        "target-version = '3.123'",
        "python = ''",
        "python = 3",
        "blocking = ['a.']",
        "blocking = ['a b']",
        "blocking = ['1a']",
        "blocking = ['a-b']",
        "blocking = ['']",
        "max-depth = 0",
        "baseline = ''",
        "baseline = 1",
        "baseline = ' '",
        "max-depth = '3'",
        "max-depth = true",
        "task-fix = 'drop'",
        "runtime = []",
        "[runtime]\nallowed = []",
        "[[runtime.allow]]\ncall = 'a'\nin = 'b'",
        "[[runtime.allow]]\ncall = 'a'\nin = 'b'\nreason = ' '",
        "[[runtime.allow]]\ncall = 'a'\nin = 'b'\nreason = 'c'\nexpires = 'soon'",
        "[[runtime.allow]]\ncall = 'a'\nin = 'b'\nreason = 'c'\nuntil = 2030-01-31",
    ],
)
def test_what_neither_takes(text: str, schema: dict[str, Any], tmp_path: Path) -> None:
    assert not is_read(text, tmp_path)
    assert not is_valid(text, schema)


def test_every_key_has_an_example_that_both_take() -> None:
    (mark,) = (mark for mark in test_what_both_take.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]
    assert {key for text in mark.args[1] for key in tomllib.loads(text)} == set(KEYS)

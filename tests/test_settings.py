from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from asynclint.findings import Applicability, Confidence, Severity
from asynclint.settings import DEFAULT_EXCLUDE, RuleRow, Settings, SettingsError, load

RULES = (
    RuleRow("ASL001", "unused-suppression", True, Severity.WARNING),
    RuleRow("ASL201", "blocking-sleep", True, Severity.ERROR),
    RuleRow("ASL205", "blocking-file-io", True, Severity.WARNING),
    RuleRow("ASL208", "cpu-bound-call", False, Severity.ERROR),
    RuleRow("ASL501", "cancelled-error-swallowed", True, Severity.WARNING),
)


def written(folder: Path, text: str, name: str = "asynclint.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    """What ``load`` says of an asynclint.toml with this text, without the file's path."""
    path = written(folder, text)
    with pytest.raises(SettingsError) as caught:
        load(folder, RULES)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


def codes(settings: Settings, path: str = "a.py") -> str:
    return " ".join(sorted(settings.enabled_codes(settings.root / path)))


# Which file counts


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(tmp_path, RULES)
    assert settings == Settings(RULES, tmp_path)
    assert settings.min_confidence is Confidence.LIKELY
    assert settings.fail_on is Severity.WARNING
    assert settings.excludes == DEFAULT_EXCLUDE
    assert codes(settings) == "ASL001 ASL201 ASL205 ASL501"


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "env/lib/python3.12/site-packages").mkdir(parents=True)
    written(
        tmp_path,
        """
        select = ["ASL2"]
        ignore = ["blocking-sleep"]
        extend-select = ["ASL501"]
        src = ["src", "."]
        exclude = ["generated/"]
        extend-exclude = ["*_pb2.py"]
        respect-gitignore = false
        min-confidence = "certain"
        fail-on = "error"
        target-version = "py312"
        python = "env"
        follow-libraries = true
        blocking = ["app.io.*", "App.Client.get"]
        non-blocking = ["app.io.ready"]
        offload = ["app.run_in_thread"]
        spawn = ["*.spawn"]
        on-loop = ["app.handler", "app.Plugin.on_*"]
        max-depth = 3
        unsafe-fixes = true
        fixable = ["ASL2", "ASL5"]
        unfixable = ["blocking-file-io"]
        extend-safe-fixes = ["ASL501"]
        task-fix = "taskgroup"
        baseline = "known/old.json"
        [per-file-ignores]
        "tests/" = ["ASL2"]
        [severity]
        ASL205 = "info"
        """,
    )
    assert load(tmp_path, RULES) == Settings(
        RULES,
        tmp_path,
        select=("ASL2",),
        ignore=("blocking-sleep",),
        extend_select=("ASL501",),
        per_file_ignores=(("tests/", ("ASL2",)),),
        src=("src", "."),
        exclude=("generated/",),
        extend_exclude=("*_pb2.py",),
        respect_gitignore=False,
        severity=(("ASL205", Severity.INFO),),
        min_confidence=Confidence.CERTAIN,
        fail_on=Severity.ERROR,
        target_version=(3, 12),
        python=tmp_path / "env",
        follow_libraries=True,
        blocking=("app.io.*", "App.Client.get"),
        non_blocking=("app.io.ready",),
        offload=("app.run_in_thread",),
        spawn=("*.spawn",),
        on_loop=("app.handler", "app.Plugin.on_*"),
        max_depth=3,
        unsafe_fixes=True,
        fixable=("ASL2", "ASL5"),
        unfixable=("blocking-file-io",),
        extend_safe_fixes=("ASL501",),
        task_fix="taskgroup",
        baseline=tmp_path / "known" / "old.json",
    )


def test_the_nearest_file_upward_counts_alone(tmp_path: Path) -> None:
    written(tmp_path, "[tool.asynclint]\nmax-depth = 1\nfail-on = 'info'", "pyproject.toml")
    written(tmp_path / "a", "[tool.asynclint]\nmax-depth = 2", "pyproject.toml")
    (tmp_path / "a" / "b").mkdir()
    settings = load(tmp_path / "a" / "b", RULES)
    assert (settings.max_depth, settings.fail_on, settings.root) == (2, Severity.WARNING, tmp_path / "a")


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    written(tmp_path, "max-depth = 1")
    written(tmp_path / "a", "[tool.ruff]", "pyproject.toml")
    written(tmp_path / "a" / "b", "tool = 1", "pyproject.toml")
    assert load(tmp_path / "a" / "b", RULES).max_depth == 1


def test_asynclint_toml_wins_in_the_same_folder(tmp_path: Path) -> None:
    written(tmp_path, "[tool.asynclint]\nmax-depth = 1", "pyproject.toml")
    written(tmp_path, "max-depth = 2")
    assert load(tmp_path, RULES).max_depth == 2


def test_the_search_may_start_at_a_file(tmp_path: Path) -> None:
    written(tmp_path, "max-depth = 2")
    assert load(written(tmp_path, "", "a.py"), RULES).max_depth == 2


def test_a_relative_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "max-depth = 2")
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert load(Path("."), RULES).max_depth == 2


def test_a_named_file_counts_alone(tmp_path: Path) -> None:
    written(tmp_path, "max-depth = 1")
    named = written(tmp_path / "ci", "max-depth = 2", "strict.toml")
    settings = load(tmp_path, RULES, config=named)
    assert (settings.max_depth, settings.root) == (2, tmp_path / "ci")


def test_a_named_pyproject_must_have_our_table(tmp_path: Path) -> None:
    named = written(tmp_path, "", "pyproject.toml")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, RULES, config=named)
    assert str(caught.value) == f"{named}: there is no table [tool.asynclint]"


def test_isolated_reads_no_file(tmp_path: Path) -> None:
    named = written(tmp_path, "nonsense")
    assert load(tmp_path, RULES, isolated=True) == load(tmp_path, RULES, config=named, isolated=True)
    assert load(tmp_path, RULES, isolated=True) == Settings(RULES, tmp_path)


def test_settings_can_go_to_another_process(tmp_path: Path) -> None:
    written(tmp_path, "[per-file-ignores]\n'tests/' = ['ALL']")
    settings = load(tmp_path, RULES)
    copy = pickle.loads(pickle.dumps(settings))
    assert copy == settings
    assert codes(copy, "tests/a.py") == ""


# What is said of mistakes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "there is no key 'selct'; did you mean 'select'?"),
        ("per_file_ignores = []", "there is no key 'per_file_ignores'; did you mean 'per-file-ignores'?"),
        ("zzz = 1", "there is no key 'zzz'"),
        ('"a\\nb" = 1', r"there is no key 'a\nb'"),
        ("select = 'ASL201'", "select: expected a list of strings, got a string"),
        ("select = ['ASL201', 3]", "select: expected a list of strings, got a list with an integer"),
        ("select = ['asl201']", "select: there is no rule 'asl201'; did you mean 'ASL201'?"),
        ("ignore = ['ASL203']", "ignore: there is no rule 'ASL203'; did you mean 'ASL208'?"),
        (
            "extend-select = ['blocking-slep']",
            "extend-select: there is no rule 'blocking-slep'; did you mean 'blocking-sleep'?",
        ),
        ("select = ['E501x']", "select: there is no rule 'E501x'; `asynclint rules` lists them"),
        ("select = ['']", "select: there is no rule ''; `asynclint rules` lists them"),
        ("per-file-ignores = ['ASL201']", "per-file-ignores: expected a table of lists, got a list"),
        ("[per-file-ignores]\n'a.py' = 'ASL2'", "per-file-ignores['a.py']: expected a list of strings, got a string"),
        (
            "[per-file-ignores]\n'a.py' = ['W9']",
            "per-file-ignores['a.py']: there is no rule 'W9'; `asynclint rules` lists them",
        ),
        ("[per-file-ignores]\n'!a.py' = ['ASL2']", "per-file-ignores: a pattern cannot be negated here: '!a.py'"),
        ("src = 'src'", "src: expected a list of strings, got a string"),
        ("src = []", "src: expected some paths, got none"),
        ("src = ['a', '../b']", "src: '../b' is no path below the folder of the settings"),
        ("src = ['']", "src: '' is no path below the folder of the settings"),
        ("exclude = ['']", "exclude: '' is no pattern as in .gitignore"),
        ("extend-exclude = ['[z-a]']", "extend-exclude: '[z-a]' is no pattern as in .gitignore"),
        ("respect-gitignore = 1", "respect-gitignore: expected a boolean, got an integer"),
        ("severity = 'error'", "severity: expected a table, got a string"),
        (
            "[severity]\nASL201 = 'eror'",
            "severity['ASL201']: 'eror' is none of error, warning, info; did you mean 'error'?",
        ),
        ("[severity]\nASL20l = 'error'", "severity: there is no rule 'ASL20l'; did you mean 'ASL208'?"),
        ("min-confidence = 'high'", "min-confidence: 'high' is none of certain, likely, possible"),
        ("fail-on = true", "fail-on: expected a string, got a boolean"),
        ("target-version = 3.12", "target-version: expected a string like '3.12' or 'py312', got a float"),
        ("target-version = '2.7'", "target-version: expected a version like '3.12' or 'py312', got '2.7'"),
        ("python = '.venv'", "python: there is no environment '.venv'"),
        ("python = ''", "python: there is no environment ''"),
        ("python = '.'", "python: '.' is no environment: it has no site-packages"),
        ("follow-libraries = 1", "follow-libraries: expected a boolean, got an integer"),
        ("blocking = ['time sleep']", "blocking: 'time sleep' is no qualified name (like 'package.module.function')"),
        ("spawn = ['a..b']", "spawn: 'a..b' is no qualified name (like 'package.module.function')"),
        ("max-depth = true", "max-depth: expected an integer, got a boolean"),
        ("max-depth = 0", "max-depth: expected a positive integer, got 0"),
        ("max-depth = 2024-01-01", "max-depth: expected an integer, got a date or time"),
        ("baseline = 1", "baseline: expected a string, got an integer"),
        ("baseline = '../old.json'", "baseline: '../old.json' is no file below the folder of the settings"),
        ("baseline = ''", "baseline: '' is no file below the folder of the settings"),
        ("x = " + "[" * 100_000, "not valid TOML: nested too deeply"),
    ],
)
def test_a_mistake_is_one_line_with_the_key_and_the_right_spelling(tmp_path: Path, text: str, message: str) -> None:
    assert complaint(tmp_path, text) == message


def test_malformed_toml(tmp_path: Path) -> None:
    assert complaint(tmp_path, "a = 1\nselect = ").startswith("not valid TOML: Invalid value (at ")
    assert complaint(tmp_path, "max-depth = " + "1" * 5000).startswith("not valid TOML: ")


def test_a_malformed_pyproject_on_the_way_up(tmp_path: Path) -> None:
    path = written(tmp_path, "[tool", "pyproject.toml")
    with pytest.raises(SettingsError, match="not valid TOML: ") as caught:
        load(tmp_path, RULES)
    assert str(caught.value).startswith(str(path))


def test_our_table_is_no_table(tmp_path: Path) -> None:
    path = written(tmp_path, "[tool]\nasynclint = 1", "pyproject.toml")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, RULES)
    assert str(caught.value) == f"{path}: tool.asynclint: expected a table, got an integer"


def test_a_file_that_is_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "asynclint.toml"
    path.write_bytes(b"# ok\n# \xff\n")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, RULES)
    assert str(caught.value) == f"{path}: not valid UTF-8 in line 2"


def test_a_named_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path, reason in (("gone.toml", "no such file or directory"), (".", "is a directory")):
        with pytest.raises(SettingsError) as caught:
            load(tmp_path, RULES, config=Path(path))
        assert str(caught.value) == f"{path}: cannot be read: {reason}"


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = written(tmp_path, "")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, RULES)
    assert str(caught.value) == f"{path}: cannot be read: permission denied"


# Which rules run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "ASL001 ASL201 ASL205 ASL501"),
        ("select = []", ""),
        ("select = ['ALL']", "ASL001 ASL201 ASL205 ASL208 ASL501"),
        ("select = ['ASL2']", "ASL201 ASL205 ASL208"),
        ("select = ['blocking-sleep']", "ASL201"),
        ("extend-select = ['ASL208']", "ASL001 ASL201 ASL205 ASL208 ASL501"),
        ("ignore = ['ASL2']", "ASL001 ASL501"),
        ("ignore = ['ALL']", ""),
        ("select = ['ASL2']\nignore = ['ASL201']", "ASL205 ASL208"),
        ("select = ['ASL201']\nignore = ['ASL2']", "ASL201"),
        ("select = ['ASL2']\nignore = ['ASL2']", ""),
        ("select = ['blocking-sleep']\nignore = ['ASL201']", ""),
        ("select = ['ASL5']\nextend-select = ['cpu-bound-call']\nignore = ['ASL20']", "ASL208 ASL501"),
    ],
)
def test_the_longer_selector_wins_and_ignore_among_equals(tmp_path: Path, text: str, expected: str) -> None:
    written(tmp_path, text)
    assert codes(load(tmp_path, RULES)) == expected


def test_per_file_ignores_hold_whatever_is_selected(tmp_path: Path) -> None:
    written(
        tmp_path,
        """
        select = ["ASL201", "ASL501"]
        [per-file-ignores]
        "tests/" = ["blocking-sleep"]
        "/conftest.py" = ["ALL"]
        "scripts/*.py" = ["ASL5"]
        """,
    )
    settings = load(tmp_path, RULES)
    assert codes(settings, "src/a.py") == "ASL201 ASL501"
    assert codes(settings, "src/tests/deep/a.py") == "ASL501"
    assert codes(settings, "conftest.py") == ""
    assert codes(settings, "src/conftest.py") == "ASL201 ASL501"
    assert codes(settings, "scripts/a.py") == "ASL201"
    assert codes(settings, "../elsewhere/tests/a.py") == "ASL501"
    assert not settings.enabled("ASL201", tmp_path / "tests" / "a.py")
    assert settings.enabled("ASL501", tmp_path / "tests" / "a.py")


def test_what_is_linted_where_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "src = ['lib', 'app/main.py', '.']")
    (tmp_path / "lib").mkdir()
    settings = load(tmp_path / "lib", RULES)
    monkeypatch.chdir(tmp_path)
    assert settings.paths([]) == ("lib", "app/main.py", ".")
    assert settings.paths(["x.py"]) == ("x.py",)
    monkeypatch.chdir(tmp_path / "lib")
    assert settings.paths([]) == (".", "../app/main.py", "..")
    assert Settings(RULES, tmp_path).paths([]) == (".",)


def test_a_path_is_relative_to_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "[per-file-ignores]\n'/tests/' = ['ALL']")
    settings = load(tmp_path, RULES)
    (tmp_path / "tests").mkdir()
    monkeypatch.chdir(tmp_path / "tests")
    assert settings.enabled_codes("a.py") == frozenset()


def test_the_codes_that_selectors_name(tmp_path: Path) -> None:
    settings = load(tmp_path, RULES)
    assert settings.codes(["blocking-sleep", "ASL5"], "--here") == {"ASL201", "ASL501"}
    with pytest.raises(SettingsError, match=r"^--here: there is no rule 'ASL20l'; did you mean 'ASL208'\?$"):
        settings.codes(["ASL2", "ASL20l"], "--here")


def test_the_severity_is_the_configured_one_then_that_of_the_shape_then_that_of_the_rule(tmp_path: Path) -> None:
    written(tmp_path, "[severity]\nASL2 = 'info'\nblocking-sleep = 'warning'")
    settings = load(tmp_path, RULES)
    assert settings.severity_of("ASL201", Severity.ERROR) is Severity.WARNING
    assert settings.severity_of("ASL208") is Severity.INFO
    assert settings.severity_of("ASL501", Severity.INFO) is Severity.INFO
    assert settings.severity_of("ASL501") is Severity.WARNING
    with pytest.raises(KeyError):
        settings.severity_of("ASL999")


# The command line


def test_nothing_typed_changes_nothing(tmp_path: Path) -> None:
    settings = load(tmp_path, RULES)
    assert settings.override() == settings


def test_select_on_the_command_line_starts_afresh(tmp_path: Path) -> None:
    written(tmp_path, "select = ['ASL5']\nextend-select = ['ASL208']\nignore = ['ASL201']")
    settings = load(tmp_path, RULES)
    assert codes(settings.override(select=["ASL201", "ASL001"])) == "ASL001 ASL201"
    assert codes(settings.override(select=["ASL2"], ignore=["ASL205"])) == "ASL201 ASL208"


def test_ignore_on_the_command_line_adds(tmp_path: Path) -> None:
    written(tmp_path, "ignore = ['ASL201']")
    assert codes(load(tmp_path, RULES).override(ignore=["ASL5"])) == "ASL001 ASL205"


def test_the_other_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "env/lib/python3.12/site-packages").mkdir(parents=True)
    settings = load(tmp_path / "env", RULES).override(min_confidence="possible", fail_on="info", python="env")
    assert settings.min_confidence is Confidence.POSSIBLE
    assert settings.fail_on is Severity.INFO
    assert settings.python == tmp_path / "env"
    assert not settings.follow_libraries
    assert settings.override(follow_libraries=True).follow_libraries
    assert not settings.override(follow_libraries=True).override(follow_libraries=False).follow_libraries


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("select", ["ALS201"], "--select: there is no rule 'ALS201'; did you mean 'ASL201'?"),
        ("ignore", ["all"], "--ignore: there is no rule 'all'; did you mean 'ALL'?"),
        ("min_confidence", "sure", "--min-confidence: 'sure' is none of certain, likely, possible"),
        ("fail_on", "err", "--fail-on: 'err' is none of error, warning, info; did you mean 'error'?"),
        ("python", "nowhere", "--python: there is no environment 'nowhere'"),
        ("python", ".", "--python: '.' is no environment: it has no site-packages"),
    ],
)
def test_a_mistake_on_the_command_line_names_the_option(
    tmp_path: Path, option: str, value: object, message: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, RULES).override(**{option: value})  # type: ignore[arg-type]
    assert str(caught.value) == message


# Fixes


def kinds(folder: Path, text: str) -> str:
    """What a safe fix of each code counts as, then an unsafe one: ``s``, ``u``, or ``-`` where it is not made."""
    written(folder, text)
    settings = load(folder, RULES)
    letters = {Applicability.SAFE: "s", Applicability.UNSAFE: "u", None: "-"}
    return " ".join(
        "".join(letters[settings.applicability_of(rule.code, kind)] for kind in Applicability) for rule in RULES[1:]
    )


def test_by_default_safe_fixes_are_made(tmp_path: Path) -> None:
    settings = load(tmp_path, RULES)
    assert not settings.unsafe_fixes
    assert settings.task_fix == "set"
    assert kinds(tmp_path, "") == "su su su su"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fixable = []", "-- -- -- --"),
        ("fixable = ['ASL2']", "su su su --"),
        ("fixable = ['blocking-sleep', 'ASL501']", "su -- -- su"),
        ("unfixable = ['ALL']", "-- -- -- --"),
        ("unfixable = ['ASL2']", "-- -- -- su"),
        ("unfixable = ['blocking-sleep']", "-- su su su"),
        # The longer match wins, and unfixable where they are equally long.
        ("fixable = ['ASL20']\nunfixable = ['ASL2']", "su su su --"),
        ("fixable = ['ASL201']\nunfixable = ['ASL2']", "su -- -- --"),
        ("fixable = ['ASL201']\nunfixable = ['blocking-sleep']", "-- -- -- --"),
        ("fixable = ['ALL']\nunfixable = ['ALL']", "-- -- -- --"),
        ("extend-safe-fixes = ['ALL']", "ss ss ss ss"),
        ("extend-safe-fixes = ['ASL5', 'blocking-sleep']", "ss su su ss"),
        ("extend-safe-fixes = ['ASL2']\nunfixable = ['ASL201']", "-- ss ss su"),
    ],
)
def test_which_fixes_are_made_and_which_are_safe(tmp_path: Path, text: str, expected: str) -> None:
    assert kinds(tmp_path, text) == expected


def test_a_code_that_is_none_has_no_fix(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        load(tmp_path, RULES).applicability_of("ASL999", Applicability.SAFE)


@pytest.mark.parametrize("word", ["set", "taskgroup", "await"])
def test_task_fix(tmp_path: Path, word: str) -> None:
    written(tmp_path, f"task-fix = '{word}'")
    assert load(tmp_path, RULES).task_fix == word


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unsafe-fixes = 'yes'", "unsafe-fixes: expected a boolean, got a string"),
        ("unsafe-fixes = 1", "unsafe-fixes: expected a boolean, got an integer"),
        ("unsafe_fixes = true", "there is no key 'unsafe_fixes'; did you mean 'unsafe-fixes'?"),
        ("fixable = 'ALL'", "fixable: expected a list of strings, got a string"),
        ("fixable = [1]", "fixable: expected a list of strings, got a list with an integer"),
        ("fixable = ['ASL21']", "fixable: there is no rule 'ASL21'; did you mean 'ASL201'?"),
        (
            "unfixable = ['blocking-slep']",
            "unfixable: there is no rule 'blocking-slep'; did you mean 'blocking-sleep'?",
        ),
        ("unfixable = ['']", "unfixable: there is no rule ''; `asynclint rules` lists them"),
        ("extend-safe-fixes = ['x']", "extend-safe-fixes: there is no rule 'x'; `asynclint rules` lists them"),
        ("task-fix = 'sett'", "task-fix: 'sett' is none of set, taskgroup, await; did you mean 'set'?"),
        ("task-fix = 'zzz'", "task-fix: 'zzz' is none of set, taskgroup, await"),
        ("task-fix = true", "task-fix: expected a string, got a boolean"),
        ("task-fix = ['set']", "task-fix: expected a string, got a list"),
    ],
)
def test_mistakes_about_fixes(tmp_path: Path, text: str, message: str) -> None:
    assert complaint(tmp_path, text) == message


def test_the_command_line_has_the_last_word_on_unsafe_fixes(tmp_path: Path) -> None:
    written(tmp_path, "unsafe-fixes = true")
    settings = load(tmp_path, RULES)
    assert settings.override().unsafe_fixes
    assert not settings.override(unsafe_fixes=False).unsafe_fixes
    assert load(tmp_path, RULES, isolated=True).override(unsafe_fixes=True).unsafe_fixes
    assert not load(tmp_path, RULES, isolated=True).unsafe_fixes


def test_select_leaves_what_is_fixable(tmp_path: Path) -> None:
    written(tmp_path, "unfixable = ['ASL201']\nextend-safe-fixes = ['ASL205']")
    settings = load(tmp_path, RULES).override(select=["ASL2"])
    assert settings.applicability_of("ASL201", Applicability.SAFE) is None
    assert settings.applicability_of("ASL205", Applicability.UNSAFE) is Applicability.SAFE


# Why a rule does not run


@pytest.mark.parametrize(
    ("values", "code", "why"),
    [
        ({}, "ASL201", None),
        ({}, "ASL208", "it is off by default"),
        ({"select": ("ASL2",)}, "ASL501", "`select` does not have it"),
        ({"select": ("ASL2",), "ignore": ("ASL201",)}, "ASL201", "`ignore` has ASL201"),
        ({"ignore": ("ASL2", "blocking-sleep")}, "ASL201", "`ignore` has blocking-sleep"),
        ({"select": ("ASL201",), "ignore": ("ASL2",)}, "ASL201", None),
        ({"per_file_ignores": (("b.py", ("ALL",)), ("a*", ("ASL20",)))}, "ASL201", "`per-file-ignores` has a*"),
        ({"per_file_ignores": (("a*", ("ASL20",)),)}, "ASL501", None),
    ],
)
def test_why_a_rule_is_disabled(tmp_path: Path, values: dict[str, Any], code: str, why: str | None) -> None:
    settings = Settings(RULES, tmp_path, **values)
    assert settings.why_disabled(code, tmp_path / "a.py") == why
    assert settings.enabled(code, tmp_path / "a.py") is (why is None)


def test_a_rule_that_is_not_known_is_no_question(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Settings(RULES, tmp_path).why_disabled("ASL999", "a.py")

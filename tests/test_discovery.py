from __future__ import annotations

import codecs
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from asynclint.discovery import SourceError, SourceFile, decode, discover, display, look, read, why_left_out
from asynclint.findings import FileError
from asynclint.settings import Settings


@pytest.fixture(autouse=True)
def project(project: Path) -> Path:
    """An empty folder, which is the working directory of every test."""
    return project


def files(*paths: str, text: str = "") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


def git(**ignores: str) -> None:
    """A repository in the working directory, with a .gitignore for each folder (the keyword ``here`` is this one)."""
    Path(".git/info").mkdir(parents=True)
    for folder, text in ignores.items():
        files(os.path.join("." if folder == "here" else folder, ".gitignore"), text=text)


def found(*paths: str | Path, **settings: object) -> list[str]:
    """What is displayed of the files found, where nothing goes wrong."""
    errors: list[FileError] = []
    sources = discover(paths or ["."], Settings((), Path.cwd(), **settings), errors)  # type: ignore[arg-type]
    assert errors == []
    return [source.display for source in sources]


def failed(*paths: str | Path) -> list[FileError]:
    errors: list[FileError] = []
    discover(paths, Settings((), Path.cwd()), errors)
    return errors


# Which files


def test_a_folder_is_walked_for_py_files_and_notebooks_in_order() -> None:
    files("b.py", "a/z.py", "a/b/c.py", "a.py", "a.pyi", "a.txt", "py", "notes.ipynb", "x.py/inner.py")
    assert found() == ["a.py", "a/b/c.py", "a/z.py", "b.py", "notes.ipynb", "x.py/inner.py"]


def test_a_source_file_knows_where_it_is_and_how_it_was_named(project: Path, tmp_path: Path) -> None:
    files("src/pkg/a.py", "../other/b.py")
    sources = discover(["src", "../other/b.py"], Settings((), project), [])
    outside = tmp_path / "other" / "b.py"
    assert sources == [
        SourceFile(outside, outside.as_posix(), outside.parent),
        SourceFile(project / "src" / "pkg" / "a.py", "src/pkg/a.py", project / "src"),
    ]


def test_a_named_file_is_taken_whatever_it_is() -> None:
    git(here="gen.py\n")
    files("build/a.py", ".hidden/b.py", "gen.py", "script", "c.pyi")
    named = ["build/a.py", ".hidden/b.py", "gen.py", "script", "c.pyi"]
    assert found(*named) == sorted(named)


def test_each_file_once() -> None:
    files("src/a.py", "src/pkg/b.py")
    assert found("src/pkg", "src", ".", "src/a.py", "src/../src/a.py") == ["src/a.py", "src/pkg/b.py"]


def test_the_first_root_named_counts(project: Path) -> None:
    files("src/a.py")
    assert discover(["src", "."], Settings((), project), [])[0].root == project / "src"
    assert discover([".", "src"], Settings((), project), [])[0].root == project


def test_hidden_folders_are_left_out_unless_named() -> None:
    files(".hidden/a.py", ".hidden/.deep/b.py", ".c.py")
    assert found() == [".c.py"]
    assert found(".hidden") == [".hidden/a.py"]


def test_default_excludes() -> None:
    files("venv/a.py", "src/node_modules/b.py", "src/build/c.py", "src/builder/d.py", "__pycache__/e.py")
    assert found() == ["src/builder/d.py"]


def test_a_named_folder_is_walked_though_excluded() -> None:
    files("venv/lib/a.py", "venv/lib/build/b.py")
    assert found("venv") == ["venv/lib/a.py"]
    assert found("venv/lib") == ["venv/lib/a.py"]


def test_excludes_are_patterns_relative_to_the_settings() -> None:
    files("src/a.py", "src/gen/b.py", "gen/c.py", "src/x_pb2.py", "docs/conf.py", "src/docs/conf.py")
    patterns = ("/gen", "*_pb2.py", "docs/*.py")
    assert found(extend_exclude=patterns) == ["src/a.py", "src/docs/conf.py", "src/gen/b.py"]
    assert found("src", extend_exclude=patterns) == ["src/a.py", "src/docs/conf.py", "src/gen/b.py"]


def test_excludes_of_a_project_hold_in_folders_elsewhere() -> None:
    files("../other/venv/a.py", "../other/gen/b.py", "../other/c.py")
    assert found("../other", extend_exclude=("/gen",)) == [str(Path("../other/c.py").resolve())]


def test_an_empty_folder() -> None:
    assert found() == []


# Links


def test_a_link_to_a_file_found_anyway_is_not_taken() -> None:
    files("z.py")
    os.symlink("z.py", "a.py")
    assert found() == ["z.py"]


def test_a_link_to_a_file_elsewhere_is_taken_by_its_own_path() -> None:
    files("../other/b.py")
    os.symlink("../other/b.py", "a.py")
    os.symlink("../other/b.py", "c.py")
    assert found() == ["a.py"]


def test_links_to_folders_are_not_entered_unless_named() -> None:
    files("src/a.py", "../other/b.py")
    os.symlink("../../other", "src/other")
    os.symlink(".", "src/loop")
    os.symlink("..", "src/up")
    assert found() == ["src/a.py"]
    assert found("src/other") == ["src/other/b.py"]
    assert found("src/loop/loop", "src") == ["src/loop/loop/a.py"]


def test_broken_links_are_left_out() -> None:
    files("a.py")
    os.symlink("nowhere.py", "b.py")
    os.symlink("user@host.1", ".#a.py")
    os.symlink("c.py", "c.py")
    assert found() == ["a.py"]


# .gitignore


def test_gitignore_files_count_at_every_level() -> None:
    git(here="gen/\n*.tmp.py\n", src="/local.py\n!keep.tmp.py\n")
    files("gen/a.py", "x.tmp.py", "local.py", "src/local.py", "src/pkg/local.py", "src/keep.tmp.py", "src/gen/b.py")
    assert found() == ["local.py", "src/keep.tmp.py", "src/pkg/local.py"]
    assert found("src/pkg", "src") == ["src/keep.tmp.py", "src/pkg/local.py"]


def test_gitignore_is_not_respected_on_request() -> None:
    git(here="gen/\n")
    files("gen/a.py")
    assert found(respect_gitignore=False) == ["gen/a.py"]


def test_git_info_exclude_counts_below_gitignore() -> None:
    git(here="!b.py\n")
    files(".git/info/exclude", text="a.py\nb.py\n")
    files("a.py", "b.py", "c.py")
    assert found() == ["b.py", "c.py"]


def test_parents_count_up_to_the_repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files("../.gitignore", text="*.py\n")
    git(here="b.py\n")
    files("src/a.py", "src/b.py")
    monkeypatch.chdir("src")
    assert found() == ["a.py"]


def test_without_a_repository_only_what_is_walked_counts() -> None:
    files(".gitignore", "src/.gitignore", text="b.py\n")
    files("src/a.py", "src/b.py", "b.py")
    assert found() == ["src/a.py"]
    files("src/.gitignore")
    assert found("src") == ["src/a.py", "src/b.py"]


def test_a_repository_inside_begins_afresh() -> None:
    git(here="b.py\n")
    files("sub/b.py", "sub/.git")
    assert found() == ["sub/b.py"]


def test_an_ignored_folder_is_walked_when_named() -> None:
    git(here="gen/*\n!gen/b\n")
    files("gen/.gitignore", text="*\n")
    files("gen/a/a.py", "gen/b/b.py")
    assert found() == []
    assert found("gen/a") == ["gen/a/a.py"]


def test_what_is_no_pattern_or_no_text_is_passed_over() -> None:
    git()
    Path(".gitignore").write_bytes(b"\xef\xbb\xbfa.py\r\n!\n[z-a]\n\xff\n# b.py\n\n")
    Path("sub/.gitignore").mkdir(parents=True)
    files("a.py", "b.py", "sub/c.py")
    assert found() == ["b.py", "sub/c.py"]


@pytest.mark.parametrize(
    "lines",
    [
        ["*", "!*/", "!*.py"],
        ["*", "!*/", "!b.py"],
        ["/*", "!/src"],
        ["/*", "!/src/", "/src/*", "!/src/gen"],
        ["src/**", "!src/a.py"],
        ["gen", "!src/"],
        ["**/gen", "!/gen/"],
        ["src/*/a.py"],
        ["src/**/a.py"],
        ["?.py", "![b-z].py"],
        ["gen/", "!gen/a.py"],
        ["\\!a.py", "\\#b.py", "a.py "],
        ["//", "!", "[z-a].py", "**/"],
    ],
    ids=" ".join,
)
@pytest.mark.skipif(shutil.which("git") is None, reason="asks git")
def test_git_agrees(lines: list[str]) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    files(".gitignore", text="\n".join(lines) + "\n")
    files(*(f"{folder}{name}.py" for folder in ("", "src/", "gen/", "src/gen/", "src/gen/gen/") for name in "ab"))
    listed = ["git", "ls-files", "--others", "--exclude-standard", "*.py"]
    kept = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split()
    assert found() == sorted(kept)
    reached = [str(path) for path in Path().rglob("*.py") if why_left_out(path, ".", Settings((), Path.cwd())) is None]
    assert sorted(reached) == sorted(kept)


# What goes wrong


def test_a_missing_path_is_an_error_and_the_others_are_found(project: Path) -> None:
    files("a.py")
    errors: list[FileError] = []
    sources = discover(["gone", "a.py", "a.py/b.py"], Settings((), project), errors)
    assert [source.display for source in sources] == ["a.py"]
    assert errors == [FileError("gone", "no such file or folder"), FileError("a.py/b.py", "not a directory")]


def test_a_link_that_leads_nowhere_is_an_error_when_named() -> None:
    os.symlink("nowhere.py", "a.py")
    assert failed("a.py") == [FileError("a.py", "no such file or folder")]


def test_a_pipe_is_an_error() -> None:
    os.mkfifo("pipe.py")
    assert failed("pipe.py") == [FileError("pipe.py", "neither a file nor a folder")]
    assert found() == []


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, OSError]]:
    """Folders (by name) that fail when they are listed; permissions would not stop root."""
    failures: dict[str, OSError] = {}
    scandir = os.scandir

    def guarded(path: str) -> object:
        if error := failures.get(os.path.basename(path)):
            raise error
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr("asynclint.discovery.os.scandir", guarded)
        yield failures


def test_a_folder_that_cannot_be_listed_is_an_error(project: Path, unreadable: dict[str, OSError]) -> None:
    files("a/x.py", "b/x.py", "c/x.py")
    unreadable["a"] = PermissionError(13, "Permission denied")
    unreadable["b"] = FileNotFoundError(2, "No such file or directory")
    errors: list[FileError] = []
    sources = discover(["."], Settings((), project), errors)
    assert [source.display for source in sources] == ["c/x.py"]
    assert sorted(errors, key=lambda error: error.path) == [
        FileError("a", "permission denied"),
        FileError("b", "no such file or folder"),
    ]


def test_a_file_name_that_is_no_text_can_be_displayed() -> None:
    try:
        Path(os.fsdecode(b"a\xff.py")).write_text("")
    except OSError:
        pytest.skip("the file system takes no such name")
    files("é.py")
    assert found() == ["a\\xff.py", "é.py"]


def test_display(project: Path) -> None:
    assert display("src/../a.py") == "a.py"
    assert display(project / "src" / "a.py") == "src/a.py"
    assert display(f"{project}er/a.py") == f"{project.as_posix()}er/a.py"


# Reading


def refused(data: bytes) -> tuple[str, int | None]:
    with pytest.raises(SourceError) as caught:
        decode(data)
    return str(caught.value), caught.value.line


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
        ("é\n".encode(), "é\n"),
        (codecs.BOM_UTF8 + "é".encode(), "é"),
        (codecs.BOM_UTF8 + b"# coding: utf-8\n", "# coding: utf-8\n"),
        (b"# -*- coding: latin-1 -*-\n\xe9", "# -*- coding: latin-1 -*-\né"),
        (
            b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n\x80",
            "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n€",
        ),
        (b"\r\n# coding: latin-1\r\n\xe9", "\r\n# coding: latin-1\r\né"),
        (b"# coding: latin-1-unix\n\xe9", "# coding: latin-1-unix\né"),
        (b"# coding: UTF_8-dos\n\xc3\xa9", "# coding: UTF_8-dos\né"),
        (b"a = 1\n# coding: latin-1\n\xc3\xa9", "a = 1\n# coding: latin-1\né"),
        (b"a = '# coding: latin-1'\n\xc3\xa9", "a = '# coding: latin-1'\né"),
        (b"#\n#\n# coding: latin-1\n\xc3\xa9", "#\n#\n# coding: latin-1\né"),
    ],
)
def test_source_is_decoded_as_python_does(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"a\0b", "binary, not source code (it has NUL bytes)", None),
        ("a = 1".encode("utf-16"), "binary, not source code (it has NUL bytes)", None),
        (b"a = 1\nb = '\xff'\n", "not valid utf-8", 2),
        (b"# coding: ascii\n\n\xc3", "not valid ascii", 3),
        (b"# coding: klingon\n", "unknown encoding 'klingon'", 1),
        (b"\n# coding: hex\n", "unknown encoding 'hex'", 2),
        (b"# coding: undefined\n", "not valid undefined", 1),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", "declared as latin-1, but its byte order mark says utf-8", 1),
    ],
)
def test_what_is_no_source_is_refused_in_one_line(data: bytes, message: str, line: int | None) -> None:
    assert refused(data) == (message, line)


def test_a_file_is_read(project: Path) -> None:
    (project / "a.py").write_bytes(b"# coding: latin-1\r\n\xe9")
    assert read(project / "a.py") == "# coding: latin-1\r\né"


def test_a_file_that_is_gone_or_a_folder(project: Path) -> None:
    with pytest.raises(SourceError, match=r"^no such file or folder$"):
        read(project / "gone.py")
    with pytest.raises(SourceError, match=r"^a folder, not a file$"):
        read(project)


def test_a_file_without_permission(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceError, match=r"^permission denied$"):
        read(project / "a.py")


# Why not


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("a.py", None),
        ("pkg/kept/a.py", None),
        ("pkg", None),
        ("", None),
        ("notes.txt", "it is neither *.py nor *.ipynb"),
        (".cache/a.py", ".cache is a hidden folder"),
        ("pkg/build/a.py", "`exclude` has build"),
        ("pkg/old.py", ".gitignore has old.*"),
        ("pkg/more/a.py", "pkg/.gitignore has more/"),
        ("local/a.py", ".git/info/exclude has local"),
        ("linked/a.py", "linked is a link to a folder"),
    ],
)
def test_why_a_walk_does_not_come_to_a_path(project: Path, path: str, why: str | None) -> None:
    git(here="old.*\nkept\n", pkg="!kept\nmore/\n")
    files(".git/info/exclude", text="local\n")
    files(
        "a.py",
        "pkg/kept/a.py",
        "notes.txt",
        ".cache/a.py",
        "pkg/build/a.py",
        "pkg/old.py",
        "pkg/more/a.py",
        "local/a.py",
    )
    os.symlink("pkg", "linked")
    assert why_left_out(path, project, Settings((), project)) == why
    if path.endswith(".py"):
        assert (path in found()) is (why is None)


def test_what_decides_which_files_are_found(project: Path) -> None:
    git(here="build\n", pkg="old\n")
    files("pkg/sub/notes.txt", "build/a.py", "pkg/old/a.py", ".cache/a.py", "venv/a.py")
    told = sorted(os.path.relpath(path, project) for path in look(["."], Settings((), project)).deciding)
    assert told == [".", ".gitignore", "pkg", "pkg/.gitignore", "pkg/sub"]


def test_a_walk_does_not_leave_its_folder(project: Path) -> None:
    files("a.py", "src/b.py")
    assert why_left_out("a.py", "src", Settings((), project)) == "it is not in src"


def test_what_git_ignores_is_no_reason_where_that_is_not_asked(project: Path) -> None:
    git(here="a.py")
    files("a.py")
    assert why_left_out("a.py", project, Settings((), project, respect_gitignore=False)) is None

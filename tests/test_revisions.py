"""What was found in an older revision is known; what is new is told, wherever its line is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from asynclint import analysis, cli, revisions
from asynclint.findings import Report
from asynclint.settings import Settings

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

HELPER = "import time\n\ndef load():\n    time.sleep(1)\n"
CALLS = "from helper import load\n\nasync def {}():\n    load()\n"


def git(*arguments: str) -> str:
    options = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", *options, *arguments], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def commit(files: dict[str, str | None]) -> str:
    """Commit these files (None: without them), and give the commit."""
    put(files)
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message", "x")
    return git("rev-parse", "HEAD")


def put(files: dict[str, str | None]) -> None:
    for name, text in files.items():
        path = Path(name)
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


@pytest.fixture(autouse=True)
def repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, which is the working directory, of a helper that blocks and a function that calls it."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "--quiet", "--initial-branch", "main")
    commit({"helper.py": HELPER, "app.py": CALLS.format("f"), "asynclint.toml": ""})
    return project


Told = list[tuple[str, int, str]]


def new(capsys: pytest.CaptureFixture[str], *arguments: str) -> Told:
    """What is told, beside a revision."""
    capsys.readouterr()
    status = cli.main(["--format", "json", *arguments])
    output = capsys.readouterr()
    assert output.err == "" and status in (0, 1)
    return [(each["path"], each["line"], each["code"]) for each in json.loads(output.out)["findings"]]


def test_a_new_caller_of_an_old_helper_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    put({"new.py": CALLS.format("g")})
    assert new(capsys, "--diff-from", "HEAD") == [("new.py", 4, "ASL201")]


def test_an_old_caller_of_a_helper_that_blocks_now_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    commit({"helper.py": "def load():\n    pass\n"})
    put({"helper.py": HELPER})
    assert new(capsys, "--diff-from", "HEAD") == [("app.py", 4, "ASL201")]
    assert new(capsys, "--diff-from", "HEAD~1") == []


def test_moved_lines_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    put({"app.py": "# more\n\n" + CALLS.format("f"), "helper.py": "# more\n" + HELPER})
    assert new(capsys, "--diff-from", "HEAD") == []


def test_renamed_files_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    commit({"pkg/__init__.py": "", "pkg/part.py": HELPER + "\nasync def f():\n    load()\n"})
    git("mv", "pkg", "other")
    put({"other/part.py": HELPER + "\nasync def f():\n    load()\n    await g()\n\nasync def g():\n    load()\n"})
    assert new(capsys, "--diff-from", "HEAD") == [("other/part.py", 11, "ASL201")]


def test_how_the_text_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    head = git("rev-parse", "HEAD")[:10]
    assert cli.main(["--diff-from", "main"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "No findings in 2 files.",
        "Resolved 100 % of 1 call in async code.",
        f"1 finding known from main {head}.",
    ]
    (known,) = _known(capsys, "--diff-from", "main...")
    assert known == f"main..., merge base {head}"


def _known(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    cli.main(["--format", "json", "--show-suppressed", *arguments])
    return [each["known"] for each in json.loads(capsys.readouterr().out)["findings"] if "known" in each]


def test_the_merge_base(capsys: pytest.CaptureFixture[str]) -> None:
    git("checkout", "--quiet", "-b", "branch")
    commit({"mine.py": CALLS.format("mine")})
    git("checkout", "--quiet", "main")
    commit({"app.py": "x = 1\n"})
    git("checkout", "--quiet", "branch")
    assert new(capsys, "--diff-from", "main") == [("app.py", 4, "ASL201"), ("mine.py", 4, "ASL201")]
    for name in ("main...", "main...branch", "...main", "main...HEAD"):
        assert new(capsys, "--diff-from", name) == [("mine.py", 4, "ASL201")]


def test_subfolders_and_several_paths(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sleeps = "import time\n\nasync def {}():\n    time.sleep(1)\n"
    commit({"one/a.py": sleeps.format("f"), "two/a.py": sleeps.format("g"), "three/a.py": sleeps.format("h")})
    put({"one/b.py": sleeps.format("i"), "two/b.py": sleeps.format("j"), "three/b.py": sleeps.format("k")})
    assert new(capsys, "one", "two/b.py", "--diff-from", "HEAD") == [
        ("one/b.py", 4, "ASL201"),
        ("two/b.py", 4, "ASL201"),
    ]
    monkeypatch.chdir("one")
    assert new(capsys, ".", "../two", "--diff-from", "HEAD") == [
        (str(Path("../two/b.py").resolve()), 4, "ASL201"),
        ("b.py", 4, "ASL201"),
    ]


def test_the_settings_are_those_of_today(capsys: pytest.CaptureFixture[str]) -> None:
    commit({"asynclint.toml": "ignore = ['ALL']", "build2/x.py": CALLS.format("x")})
    put({"asynclint.toml": "extend-exclude = ['/build2']\n[per-file-ignores]\n'app.py' = ['ASL201']\n"})
    assert new(capsys, "--diff-from", "HEAD") == []
    put({"app.py": "", "other.py": CALLS.format("f")})
    assert new(capsys, "--diff-from", "HEAD") == [("other.py", 4, "ASL201")]


@pytest.mark.parametrize("place", ["..", "../settings"])
def test_settings_around_the_repository(capsys: pytest.CaptureFixture[str], place: str) -> None:
    Path(place).mkdir(exist_ok=True)
    Path(place, "asynclint.toml").write_text("[per-file-ignores]\n'/project/new.py' = ['ASL201']\n")
    put({"asynclint.toml": None, "new.py": CALLS.format("g"), "b.py": CALLS.format("h")})
    arguments = ["--config", f"{place}/asynclint.toml", "--diff-from", "HEAD"]
    expected = [("b.py", 4, "ASL201")] + [("new.py", 4, "ASL201")] * (place != "..")
    assert new(capsys, *arguments) == expected


def test_what_is_ignored_and_what_is_linked(capsys: pytest.CaptureFixture[str]) -> None:
    commit({".gitignore": "/made\n", "lib/x.py": "import time\n\nasync def x():\n    time.sleep(1)\n"})
    Path("y.py").symlink_to("lib/x.py")
    Path("z.py").symlink_to("/nowhere/else.py")
    commit({})
    put({"made/z.py": CALLS.format("z")})
    assert new(capsys, "--diff-from", "HEAD") == []
    assert new(capsys, "y.py", "--diff-from", "HEAD") == []
    assert new(capsys, "y.py", "--diff-from", "HEAD~1") == [("y.py", 4, "ASL201")]


def test_what_is_not_of_this_repository_counts_as_new(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", ".", str(tmp_path / "other")], check=True)
    git("submodule", "--quiet", "add", str(tmp_path / "other"), "sub")
    commit({})
    assert new(capsys, "--diff-from", "HEAD") == [("sub/app.py", 4, "ASL201")]


def test_files_that_could_not_be_linted_had_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    commit({"lab.ipynb": "version https://git-lfs.github.com/spec/v1\n", "app.py": "def\n"})
    put({"app.py": CALLS.format("f"), "lab.ipynb": None})
    assert new(capsys, "--diff-from", "HEAD") == [("app.py", 4, "ASL201")]
    git("rm", "--quiet", "--cached", "-r", ".")
    git("commit", "--quiet", "--message", "x")
    assert new(capsys, "--diff-from", "HEAD") == [("app.py", 4, "ASL201")]


def test_encodings_line_ends_and_names(capsys: pytest.CaptureFixture[str]) -> None:
    text = "# coding: latin-1\nimport time\nasync def größe():\n    time.sleep(1)  # é\n"
    Path("grün und so.py").write_bytes(text.encode("latin-1"))
    commit({})
    Path("grün und so.py").write_bytes(text.replace("\n", "\r\n").encode("latin-1"))
    assert new(capsys, "--diff-from", "HEAD") == []


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "given").write_text(CALLS.format("f") + "\nasync def g():\n    load()\n")
    with (tmp_path / "given").open("rb") as file:
        monkeypatch.setattr("sys.stdin", type("Stream", (), {"buffer": file}))
        assert new(capsys, "helper.py", "-", "--stdin-filename", "app.py", "--diff-from", "HEAD") == [
            ("app.py", 7, "ASL201")
        ]


def test_fixes_are_of_what_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    sleeps = "import time\n\nasync def f():\n    time.sleep(1)\n"
    commit({"a.py": sleeps})
    put({"b.py": sleeps.replace("f()", "g()")})
    assert new(capsys, "--diff-from", "HEAD", "--fix", "--quiet") == []
    assert Path("a.py").read_text() == sleeps
    assert "await asyncio.sleep(1)" in Path("b.py").read_text()


def test_nothing_of_the_repository_is_touched(capsys: pytest.CaptureFixture[str]) -> None:
    first = git("rev-parse", "HEAD")
    commit({"app.py": "x = 1\n"})
    put({"app.py": "y = 1\n", "new.py": ""})
    git("add", "new.py")

    def state() -> list[tuple[str, bytes, int]]:
        files = sorted(path for path in Path().rglob("*") if path.is_file())
        return [(str(path), path.read_bytes(), path.stat().st_mtime_ns) for path in files]

    before = state()
    assert new(capsys, "--diff-from", first) == []
    assert state() == before


def test_in_a_hook_and_in_a_worktree(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    git("worktree", "add", "--quiet", "../tree")
    monkeypatch.chdir("../tree")
    put({"new.py": CALLS.format("g")})
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"):
        monkeypatch.setenv(name, "nowhere")
    assert new(capsys, "--diff-from", "HEAD") == [("new.py", 4, "ASL201")]


def test_a_repository_that_is_reached_through_a_link(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commit({"src/a.py": CALLS.format("f")})
    Path("../link").symlink_to(Path.cwd())
    monkeypatch.chdir("../link")
    put({"src/b.py": CALLS.format("g"), "helper.py": HELPER})
    monkeypatch.setenv("PWD", os.path.abspath("../link"))
    path = str(tmp_path / "link")
    assert new(capsys, path, "--diff-from", "HEAD") == [(f"{path}/src/b.py", 4, "ASL201")]


# What is kept


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each analysis read that was made."""
    found: list[int] = []
    read = analysis.Analysis._read

    def noted(self: analysis.Analysis) -> object:
        states = read(self)
        found.append(len(self.read))
        return states

    monkeypatch.setattr(analysis.Analysis, "_read", noted)
    return found


def test_a_revision_is_linted_once_and_its_files_are_read_once(
    capsys: pytest.CaptureFixture[str], runs: list[int]
) -> None:
    put({"new.py": CALLS.format("g")})
    assert new(capsys, "--diff-from", "HEAD") == [("new.py", 4, "ASL201")]
    assert runs == [2, 1]  # the old ones, then what is new
    runs.clear()
    assert new(capsys, "--diff-from", "main") == [("new.py", 4, "ASL201")]
    assert [count for count in runs if count] == []
    runs.clear()
    assert new(capsys, "--diff-from", "HEAD", "--select", "ASL2") == [("new.py", 4, "ASL201")]
    assert runs == [0, 0]  # other settings: linted again, of texts that are known
    runs.clear()
    assert new(capsys, "--diff-from", "HEAD", "--no-cache") == [("new.py", 4, "ASL201")]
    assert runs == [2, 3]


def test_what_is_kept_depends_on_the_environment(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    library = project / ".venv" / "lib" / "python3.11" / "site-packages" / "slow.py"
    put({str(library): "import time\n\ndef work():\n    time.sleep(1)\n", ".gitignore": ".venv\n"})
    options = ["--follow-libraries", "--diff-from", "HEAD", "--select", "ASL201", "app.py"]
    commit({"app.py": "import slow\n\nasync def f():\n    slow.work()\n"})
    assert _known(capsys, *options) == [f"HEAD {git('rev-parse', 'HEAD')[:10]}"]
    library.write_text("def work():\n    return 1\n")
    assert _known(capsys, *options) == []
    library.write_text("import time\n\ndef work():\n    time.sleep(2)\n")
    assert new(capsys, *options) == []
    assert len(_known(capsys, *options)) == 1


# What cannot be


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert cli.main(list(arguments)) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("Error: --diff-from: ") and output.err.endswith("\n")
    (line,) = output.err.splitlines()
    return line.removeprefix("Error: --diff-from: ")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nope", "git knows no revision 'nope'"),
        ("nope...", "git knows no revision 'nope'"),
        ("HEAD...nope", "git knows no revision 'nope'"),
        ("HEAD..main", "git knows no revision 'HEAD..main'"),
        ("HEAD:app.py", "git knows no revision 'HEAD:app.py'"),
        ("", "git knows no revision ''"),
        ("--help", "'--help' is no revision"),
        ("--output=x", "'--output=x' is no revision"),
        ("a\nb", "'a\\nb' is no revision"),
        ("a\0b", "'a\\x00b' is no revision"),
        ("...--all", "git knows no revision '--all'"),
    ],
)
def test_no_revision(capsys: pytest.CaptureFixture[str], name: str, message: str) -> None:
    assert complaint(capsys, f"--diff-from={name}") == message


def test_revisions_without_a_common_ancestor(capsys: pytest.CaptureFixture[str]) -> None:
    git("checkout", "--quiet", "--orphan", "alone")
    commit({"app.py": ""})
    assert complaint(capsys, "--diff-from", "main...") == "git knows no common ancestor of 'main...'"


def test_a_shallow_clone(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit({})
    git("clone", "--quiet", "--depth", "1", Path.cwd().as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert complaint(capsys, "--diff-from", "HEAD~1") == (
        "git knows no revision 'HEAD~1' (the clone is shallow: fetch more of its history)"
    )


def test_no_repository(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bare.py").write_text("")
    message = complaint(capsys, str(tmp_path / "bare.py"), "--diff-from", "HEAD")
    assert message == "git rev-parse: not a git repository (or any of the parent directories): .git"
    message = complaint(capsys, "app.py", str(tmp_path / "bare.py"), "--diff-from", "HEAD")
    assert message.startswith("git rev-parse: not a git repository")
    monkeypatch.setattr(revisions, "find", lambda name, start: revisions.Revision("x", "y", Path.cwd()))
    message = complaint(capsys, str(tmp_path / "bare.py"), "--diff-from", "HEAD")
    assert message == f"{tmp_path / 'bare.py'} is not in the repository {Path.cwd()}"


def test_no_git(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert complaint(capsys, "--diff-from", "HEAD") == "git is not installed, and older revisions are asked of it"


def test_an_object_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    blob = git("rev-parse", "HEAD:app.py")
    Path(".git", "objects", blob[:2], blob[2:]).unlink()
    assert complaint(capsys, "--diff-from", "HEAD") == f"git has no content of {blob} here"


def test_trees_that_nobody_could_check_out_write_nowhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    blob = git("rev-parse", "HEAD:helper.py")

    def tree(*rows: tuple[str, str, str]) -> str:
        """A tree object of any entries; `git mktree` would refuse them."""
        data = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(id) for mode, name, id in rows)
        options = ["hash-object", "-w", "-t", "tree", "--stdin", "--literally"]
        return subprocess.run(["git", *options], input=data, capture_output=True, check=True).stdout.decode().strip()

    below = tree(("100644", "evil.py", blob))
    for name in ("..", ".git", "."):
        root = tree(("40000", name, below), ("100644", "app.py", blob))
        revision = git("commit-tree", root, "-m", "x")
        before = sorted(path for path in tmp_path.rglob("*") if ".git" not in path.parts)
        folders: list[list[str]] = []

        def lint(there: Sequence[str], settings: Settings, folders: list[list[str]] = folders) -> Report:
            folders.append(sorted(str(path.relative_to(there[0])) for path in Path(there[0]).rglob("*.py")))
            return Report((), ())

        found = revisions.find(revision, Path.cwd())
        revisions.known(found, ["."], Settings((), Path.cwd()), lint, cached=False)
        assert folders == [["app.py"]]
        assert sorted(path for path in tmp_path.rglob("*") if ".git" not in path.parts) == before

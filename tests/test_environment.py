"""The folders of environments, as they lie on a disk; nothing in them is ever run."""

from __future__ import annotations

from pathlib import Path

import pytest

from asynclint.environment import find, folders


def made(root: Path, *names: str) -> None:
    for name in names:
        (root / name).mkdir(parents=True, exist_ok=True)


def found(path: Path, root: Path) -> list[str]:
    return [folder.relative_to(root).as_posix() for folder in folders(path)]


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    made(tmp_path, "env/lib/python3.12/site-packages", "env/bin")
    (tmp_path / "env/pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.1\n")
    return tmp_path / "env"


@pytest.mark.parametrize(
    ("folder", "libraries"),
    [
        ("env", ["lib/python3.12/site-packages"]),
        ("env", ["lib/python3.13t/site-packages"]),
        ("env", ["lib/pypy3.10/site-packages"]),
        ("env", ["Lib/site-packages"]),
        ("usr", ["local/lib/python3.11/dist-packages", "lib/python3.11/dist-packages", "lib/python3/dist-packages"]),
    ],
)
def test_layouts(tmp_path: Path, folder: str, libraries: list[str]) -> None:
    made(tmp_path / folder, *libraries)
    assert found(tmp_path / folder, tmp_path / folder) == libraries


def test_what_is_no_environment(tmp_path: Path) -> None:
    made(tmp_path, "empty", "lib/python3.12", "lib/python2.7/site-packages", "site-packages")
    (tmp_path / "file").write_text("")
    for name in ("empty", ".", "file", "gone", "empty/gone"):
        assert folders(tmp_path / name) == ()


def test_an_interpreter_stands_for_its_environment(tmp_path: Path, environment: Path) -> None:
    made(tmp_path, "usr/bin", "usr/lib/python3.9/site-packages", "usr/lib/python3.12/site-packages")
    made(tmp_path, "usr/lib/python3.13/site-packages", "windows/Scripts", "windows/Lib/site-packages")
    for name in ("usr/bin/python3.9", "usr/bin/python3.12", "windows/Scripts/python.exe", "windows/python.exe"):
        (tmp_path / name).write_text("")
    (environment / "bin/python").symlink_to(tmp_path / "usr/bin/python3.12")
    (tmp_path / "usr/bin/python3").symlink_to("python3.9")
    for interpreter, expected in {
        "env/bin/python": "env/lib/python3.12/site-packages",
        "usr/bin/python3.9": "usr/lib/python3.9/site-packages",
        "usr/bin/python3": "usr/lib/python3.9/site-packages",
        "usr": "usr/lib/python3.13/site-packages",  # the newest
        "windows/Scripts/python.exe": "windows/Lib/site-packages",
        "windows/python.exe": "windows/Lib/site-packages",
    }.items():
        assert found(tmp_path / interpreter, tmp_path) == [expected]


@pytest.mark.parametrize(("value", "included"), [("true", True), ("True", True), ("false", False), ("", False)])
def test_system_site_packages(tmp_path: Path, environment: Path, value: str, included: bool) -> None:
    made(tmp_path, "usr/lib/python3.12/site-packages", "usr/lib/python3.13/site-packages", "usr/bin")
    (environment / "pyvenv.cfg").write_text(
        f"home = {tmp_path}/usr/bin\ninclude-system-site-packages = {value}\nversion_info = 3.12.1.final.0\n"
    )
    own = ["env/lib/python3.12/site-packages"]
    assert found(environment, tmp_path) == own + ["usr/lib/python3.12/site-packages"] * included


def test_path_files_add_folders_and_run_nothing(tmp_path: Path, environment: Path) -> None:
    made(tmp_path, "src", "other", "hidden", "twice")
    library = environment / "lib/python3.12/site-packages"
    made(library, "inside")
    (library / "b.pth").write_text(f"# a comment\n{tmp_path}/src\n\n{tmp_path}/gone\n{tmp_path}/src\ninside\n")
    (library / "a.pth").write_bytes(b"\xef\xbb\xbf" + f"{tmp_path}/other\r\n\xff\0bad\r\n".encode("latin-1"))
    (library / "code.pth").write_text(f"import os; os.mkdir('{tmp_path}/run')\nimport\tsys\n")
    (library / ".hidden.pth").write_text(f"{tmp_path}/hidden\n")
    (library / "a.txt").write_text(f"{tmp_path}/hidden\n")
    (library / "folder.pth").mkdir()
    own = "env/lib/python3.12/site-packages"
    assert found(environment, tmp_path) == [own, "other", "src", f"{own}/inside"]
    assert not (tmp_path / "run").exists()


def test_a_linked_folder_counts_once(environment: Path, tmp_path: Path) -> None:
    (environment / "lib64").symlink_to("lib")
    assert found(environment, tmp_path) == ["env/lib/python3.12/site-packages"]


def test_which_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: Path) -> None:
    library = "lib/python3.12/site-packages"
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    assert find(None, tmp_path) == ()
    made(tmp_path, f"venv/{library}")
    assert find(None, tmp_path) == (tmp_path / "venv" / library,)
    made(tmp_path, f".venv/{library}")
    assert find(None, tmp_path) == (tmp_path / ".venv" / library,)
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "gone"))
    assert find(None, tmp_path) == (tmp_path / ".venv" / library,)
    monkeypatch.setenv("VIRTUAL_ENV", str(environment))
    assert find(None, tmp_path) == (environment / library,)
    assert find(tmp_path / "venv", tmp_path) == (tmp_path / "venv" / library,)
    assert find(tmp_path / "gone", tmp_path) == ()  # what the user names is never replaced


def test_the_environment_of_a_commit_hook_is_not_that_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "py_env-python3.12/lib/python3.12/site-packages", "project/.venv/lib/python3.12/site-packages")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "py_env-python3.12"))
    of_hook = tmp_path / "py_env-python3.12/lib/python3.12/site-packages"
    assert find(None, tmp_path / "project") == (of_hook,)
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert find(None, tmp_path / "project") == (tmp_path / "project/.venv/lib/python3.12/site-packages",)

"""Facts of libraries: they are kept in the user's cache, and nothing that is wrong there is seen from outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from asynclint.program import libraries
from asynclint.program.facts import ModuleFacts
from asynclint.program.modules import DEFAULT_VERSION

TEXT = "import sys\n\ndef f() -> int: ...\n\nif sys.version_info >= (3, 12):\n    def g() -> str: ...\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache of the user's."""
    home = tmp_path / "home"
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: home / name)
    libraries._cache.cache_clear()
    yield home / "asynclint" / "stubs"
    libraries._cache.cache_clear()


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    path = tmp_path / "library.pyi"
    path.write_text(TEXT)
    return path


def facts_of(path: Path, version: tuple[int, int]) -> ModuleFacts:
    found = libraries.library_facts(path, version)
    assert found is not None
    return found


def names(facts: ModuleFacts) -> list[str]:
    return [scope.name for scope in facts.scopes[1:]]


def kept(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


def test_a_stub_is_read_once(home: Path, stub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = facts_of(stub, DEFAULT_VERSION)
    assert names(first) == ["f", "g"]
    assert len(kept(home)) == 1
    monkeypatch.setattr(libraries, "parse", lambda text: pytest.fail("it was read again"))
    assert facts_of(stub, DEFAULT_VERSION) == first


def test_another_python_has_other_facts(home: Path, stub: Path) -> None:
    assert names(facts_of(stub, (3, 13))) == ["f", "g"]
    assert names(facts_of(stub, (3, 11))) == ["f"]
    assert len(kept(home)) == 2


def test_another_text_has_other_facts(home: Path, stub: Path) -> None:
    facts_of(stub, DEFAULT_VERSION)
    stub.write_text("class C: ...\n")
    os.utime(stub, (0, 0))  # whatever the clock says
    assert names(facts_of(stub, DEFAULT_VERSION)) == ["C"]


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\xc1" * 100, b"\x93\x01\x02\x03"])
def test_a_damaged_cache_is_mended(home: Path, stub: Path, damage: bytes) -> None:
    facts = facts_of(stub, DEFAULT_VERSION)
    (file,) = kept(home)
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert facts_of(stub, DEFAULT_VERSION) == facts
    assert file.read_bytes() == whole


def test_half_a_file_is_mended(home: Path, stub: Path) -> None:
    facts = facts_of(stub, DEFAULT_VERSION)
    (file,) = kept(home)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert facts_of(stub, DEFAULT_VERSION) == facts
    assert file.read_bytes() == whole


def test_a_home_that_is_no_folder_keeps_nothing(home: Path, stub: Path) -> None:
    home.parent.parent.write_text("")
    assert names(facts_of(stub, DEFAULT_VERSION)) == ["f", "g"]


def test_a_user_without_a_home_keeps_nothing(home: Path, stub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(name: str) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("platformdirs.user_cache_path", homeless)
    assert names(facts_of(stub, DEFAULT_VERSION)) == ["f", "g"]


def test_what_earlier_versions_kept_is_thrown_away_in_time(home: Path, stub: Path) -> None:
    for name in ("old", "recent"):
        (home / name).mkdir(parents=True)
        (home / name / "x.msgpack").write_bytes(b"x")
    os.utime(home / "old", (0, 0))
    facts_of(stub, DEFAULT_VERSION)
    assert not (home / "old").exists()
    assert (home / "recent" / "x.msgpack").exists()
    assert len(kept(home)) == 2

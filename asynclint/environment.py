"""Where the libraries of the linted code are installed, by what lies in the folders of its environment: nothing is run.

Which environment that is: the one that the user names, else the active one, else ``.venv`` or ``venv`` of the project.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OWN = (".venv", "venv")  # in the folder of the project
_LIBRARIES = re.compile(r"(?:python|pypy)(3\.\d+)t?")  # lib/python3.12, lib/python3.13t, lib/pypy3.10
_VERSION = re.compile(r"3\.\d+")
_LONGEST = 100_000  # bytes of a file that says something about an environment


@dataclass(frozen=True, slots=True)
class Chosen:
    """The environment (or interpreter) of a project: what chose it, and the folders that its modules lie in."""

    path: Path
    why: str
    folders: tuple[Path, ...]


def find(named: Path | None, root: Path) -> tuple[Path, ...]:
    """The folders that modules of the environment lie in, in the order of ``sys.path``; none where there is no environment."""
    chosen = choose(named, root)
    return () if chosen is None else chosen.folders


def choose(named: Path | None, root: Path) -> Chosen | None:
    """The environment that is meant; None where there is none."""
    if named is not None:
        return Chosen(named, "the setting `python`", folders(named))
    active = os.environ.get("VIRTUAL_ENV")
    if active and "PRE_COMMIT" in os.environ and Path(active).name.startswith("py_env-"):
        active = None  # the one that pre-commit made for the hook
    candidates = [(Path(active), "it is active")] if active else []
    candidates += [(root / name, "it is the project's") for name in _OWN]
    return next((Chosen(path, why, found) for path, why in candidates if (found := folders(path))), None)


def folders(path: Path) -> tuple[Path, ...]:
    """The same for an environment or an interpreter; none where the path is neither."""
    found: dict[str, Path] = {}
    for prefix, version in _prefixes(path):
        for site_packages in _site_packages(prefix, version):
            for folder in (site_packages, *_added(site_packages)):
                found.setdefault(os.path.realpath(folder), folder)
        if found:
            break
    return tuple(found.values())


def _prefixes(path: Path) -> Iterator[tuple[Path, str]]:
    """The folders that can be the environment that is meant, with the version of Python where that is told."""
    if path.is_dir():
        yield path, ""
    elif path.is_file():
        target = path.resolve()  # the interpreter of an environment is often a link, whose own name tells the version
        version = _version(target.name)
        for interpreter in (path, target):
            yield interpreter.parent.parent, version
            yield interpreter.parent, version  # Windows


def _site_packages(prefix: Path, version: str) -> Iterator[Path]:
    configuration = _configuration(prefix / "pyvenv.cfg")
    version = _version(configuration.get("version", configuration.get("version_info", ""))) or version
    yield from _own_site_packages(prefix, version)
    home = configuration.get("home")
    if home and configuration.get("include-system-site-packages", "").lower() == "true":
        for system in (Path(home).parent, Path(home)):
            yield from _own_site_packages(system, version)


def _own_site_packages(prefix: Path, version: str) -> Iterator[Path]:
    """``site-packages`` of the version, of the newest where none is known; Debian has folders of its own."""
    of_versions = {
        match[1]: name
        for folder in ("lib", "lib64", "local/lib")
        for name in _names(prefix / folder)
        if (match := _LIBRARIES.fullmatch(name))
    }
    if not version and of_versions:
        version = max(of_versions, key=lambda version: int(version.partition(".")[2]))
    candidates = [prefix / "Lib" / "site-packages"]
    if version in of_versions:
        for folder in ("local/lib", "lib", "lib64"):
            candidates += [prefix / folder / of_versions[version] / name for name in ("site-packages", "dist-packages")]
    candidates.append(prefix / "lib" / "python3" / "dist-packages")
    return (folder for folder in candidates if folder.is_dir())


def _added(site_packages: Path) -> Iterator[Path]:
    """The folders that ``.pth`` files add. Their lines that are code are not run."""
    for name in _names(site_packages):
        if not name.endswith(".pth") or name.startswith("."):
            continue
        for line in _lines(site_packages / name):
            if line and "\0" not in line and not line.startswith(("#", "import ", "import\t")):
                folder = site_packages / line
                if folder.is_dir():
                    yield folder


def _configuration(path: Path) -> dict[str, str]:
    """The keys and values of a ``pyvenv.cfg``."""
    rows = (line.partition("=") for line in _lines(path))
    return {key.strip().lower(): value.strip() for key, equals, value in rows if equals}


def _version(text: str) -> str:
    match = _VERSION.search(text)
    return match[0] if match else ""


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            return [line.strip() for line in file.read(_LONGEST).decode("utf-8-sig", "replace").splitlines()]
    except OSError:
        return []

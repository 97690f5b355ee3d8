"""Names for this very program, by its code: what other versions have made is not taken for its own."""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from asynclint import __version__

_HERE = Path(__file__).parent
_CODE = (".py", ".pyi", ".toml")


def of_files(paths: Iterable[Path]) -> str:
    """A digest of the content of files. Raises OSError."""
    return hashlib.blake2b(b"\0".join(path.read_bytes() for path in paths), digest_size=8).hexdigest()


@functools.cache
def of_program() -> str:
    """All of asynclint and what its findings depend on, for people to read, too."""
    code = of_files(sorted(path for path in _HERE.rglob("*") if path.suffix in _CODE))
    others = ", ".join(f"{name} {metadata.version(name)}" for name in ("libcst", "typeshed_client"))
    return f"asynclint {__version__} ({code}; Python {sys.version_info[0]}.{sys.version_info[1]}, {others})"

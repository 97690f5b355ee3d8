"""For all tests: they have a user's cache of their own, which the processes that they start share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _cache() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setitem(os.environ, "XDG_CACHE_HOME", folder)
        yield

"""What may take its time, by ``exempt.json``: each entry, and that it goes no further."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from asynclint.runtime import frames
from asynclint.runtime.frames import Exemption, Scope

EXEMPT = frames.exemptions()


def own() -> FrameType:
    """A frame of this file, which is the user's."""
    return sys._getframe()


def call(module: str, function: Any) -> Any:
    """Call the function from code of that module, which is installed somewhere."""
    space: dict[str, Any] = {"__name__": module}
    code = compile("def call(function): return function()", f"/usr/lib/site-packages/{module}.py", "exec")
    exec(code, space)
    return space["call"](function)


@pytest.mark.parametrize(
    "module", [*EXEMPT, "_pytest.runner", "coverage.collector", "debugpy.server", "logging.handlers"]
)
def test_a_block_inside_is_exempt_at_the_line_that_led_there(module: str) -> None:
    frame = call(module, sys._getframe)
    # What takes the time is the function called: here the frame of `call`, in the module, called by this file.
    blamed, why = Scope().blamed(frame)
    assert blamed is not None
    assert blamed.f_code.co_name == "call"
    assert blamed.f_globals is globals()
    assert why == (EXEMPT.get(module) or EXEMPT[module.partition(".")[0]]).why


@pytest.mark.parametrize("module", EXEMPT)
def test_what_it_calls_is_the_users_own_affair_but_for_imports_and_debuggers(module: str) -> None:
    frame = call(module, own)
    blamed, why = Scope().blamed(frame)
    assert blamed is not None
    if EXEMPT[module].inside:
        assert (blamed.f_code.co_name, why) == ("call", EXEMPT[module].why)
    else:
        assert (blamed.f_code.co_name, why) == ("own", "")


@pytest.mark.parametrize("module", ["json", "importlib.metadata", "loggings", "requests"])
def test_others_are_not_exempt(module: str) -> None:
    assert Scope().blamed(call(module, sys._getframe))[1] == ""


def test_what_lies_outside_of_the_loop_does_not_count() -> None:
    scope = Scope()

    def loop() -> tuple[FrameType | None, str]:
        scope.begin(sys._getframe())
        return scope.blamed(own())

    assert call("importlib._bootstrap", loop)[1] == ""


def test_the_file_says_what_it_exempts_and_why() -> None:
    assert EXEMPT["logging"] == Exemption("logging", inside=False)
    assert {
        "importlib._bootstrap",
        "linecache",
        "pdb",
        "bdb",
        "debugpy",
        "_pydevd_bundle",
        "coverage",
        "_pytest",
    } <= set(EXEMPT)


def test_another_version_of_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "exempt.json"
    path.write_text(json.dumps({"version": 2, "entries": []}))
    with pytest.raises(ValueError, match="of version 2, not 1"):
        frames.exemptions(str(path))

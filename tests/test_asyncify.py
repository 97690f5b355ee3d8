"""``asynclint asyncify``: a helper and all that it takes become asynchronous, or nothing changes and the reason is told."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from asynclint import cli, fixing, settings
from asynclint.asyncify import asyncify
from asynclint.codemods.patch import CannotFix
from asynclint.codes import ROWS
from asynclint.findings import FileError

HELPER = """
    import time

    def pause() -> int:
        time.sleep(1)
        return 1
"""
CALLER = """
    from shop.helper import pause

    async def work() -> int:
        return pause()
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a package ``shop``, which is the working directory."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")


def changed(name: str, *paths: str) -> dict[str, str]:
    """The new text of each file that changes."""
    found = settings.load(Path.cwd(), ROWS, isolated=True)
    result = asyncify(name, paths or ("shop",), found)
    return {change.path: change.after for change in result.changes}


def refusal(name: str, *paths: str) -> str:
    with pytest.raises(CannotFix) as caught:
        changed(name, *paths)
    return str(caught.value)


def test_the_call_that_blocks_and_all_calls_of_the_helper(project: Path) -> None:
    put(
        {
            "shop/helper.py": HELPER,
            "shop/caller.py": CALLER,
            "shop/other.py": """
            import shop.helper as h

            async def more() -> list[int]:
                value = h.pause().bit_length()
                return [h.pause() for _ in range(value)]  # two
        """,
        }
    )
    assert changed("shop.helper:pause") == {
        "shop/helper.py": textwrap.dedent(HELPER)
        .lstrip("\n")
        .replace("import time", "import asyncio")
        .replace("def pause", "async def pause")
        .replace("time.sleep(1)", "await asyncio.sleep(1)"),
        "shop/caller.py": textwrap.dedent(CALLER).lstrip("\n").replace("pause()", "await pause()"),
        "shop/other.py": textwrap.dedent("""
            import shop.helper as h

            async def more() -> list[int]:
                value = (await h.pause()).bit_length()
                return [await h.pause() for _ in range(value)]  # two
        """).lstrip("\n"),
    }


def test_the_dot_does_for_the_colon(project: Path) -> None:
    put({"shop/helper.py": HELPER, "shop/caller.py": CALLER})
    assert changed("shop.helper.pause") == changed("shop.helper:pause")


def test_plain_functions_on_the_way_up_follow(project: Path) -> None:
    put(
        {
            "shop/helper.py": HELPER,
            "shop/middle.py": """
            from shop.helper import pause

            def twice() -> int:
                return pause() + pause()

            class Clerk:
                @staticmethod
                def wait() -> int:
                    return twice()

                async def serve(self) -> int:
                    return self.wait()
        """,
        }
    )
    texts = changed("shop.helper:pause")
    assert texts["shop/middle.py"] == textwrap.dedent("""
        from shop.helper import pause

        async def twice() -> int:
            return await pause() + await pause()

        class Clerk:
            @staticmethod
            async def wait() -> int:
                return await twice()

            async def serve(self) -> int:
                return await self.wait()
    """).lstrip("\n")


def test_recursion_is_awaited_too(project: Path) -> None:
    put(
        {
            "shop/helper.py": """
            import time

            def count(n: int) -> int:
                time.sleep(1)
                return n and count(n - 1)

            async def main() -> int:
                return count(3)
        """
        }
    )
    assert "    return n and await count(n - 1)\n" in changed("shop.helper:count")["shop/helper.py"]


def test_calls_by_other_names(project: Path) -> None:
    put(
        {
            "shop/helper.py": HELPER,
            "shop/__init__.py": "from shop.helper import pause as rest\n",
            "shop/caller.py": """
            import shop
            from shop import rest as wait
            from shop.other import rest as sleep

            async def work() -> int:
                return wait() + shop.rest() + sleep()
        """,
            "shop/other.py": "def rest() -> int:\n    return 0\n",
        }
    )
    texts = changed("shop.helper:pause")
    assert sorted(texts) == ["shop/caller.py", "shop/helper.py"]
    assert "    return await wait() + await shop.rest() + sleep()\n" in texts["shop/caller.py"]


OTHERS = {
    "sync code": (
        "def plain() -> int:\n    return pause()\n",
        "nothing calls shop.caller.plain in the given paths: who uses it is not to be seen",
    ),
    "module level": ("VALUE = pause()\n", "shop/caller.py:6: the module level cannot await"),
    "a reference": (
        "async def later(run) -> int:\n    return run(pause)\n",
        "shop.helper.pause is handed on by reference: shop/caller.py:7",
    ),
    "a lambda": ("async def later():\n    return lambda: pause()\n", "shop/caller.py:7: a lambda cannot await"),
    "a generator expression": (
        "async def later() -> int:\n    return sum(pause() for _ in range(3))\n",
        "shop/caller.py:7: an `await` would make the generator expression asynchronous",
    ),
    "a reference by another name": (
        "from shop.helper import pause as p\nasync def later(run) -> int:\n    return run(p)\n",
        "shop.helper.pause is handed on by reference: shop/caller.py:8",
    ),
}


@pytest.mark.parametrize("which", OTHERS)
def test_uses_that_cannot_follow(project: Path, which: str) -> None:
    code, reason = OTHERS[which]
    put({"shop/helper.py": HELPER, "shop/caller.py": textwrap.dedent(CALLER).lstrip("\n") + "\n" + code})
    assert refusal("shop.helper:pause") == reason


DEFINITIONS = {
    "a property": ("class A:\n    @property\n    def f(self) -> int:\n        return 1\n", "A.f", "is a property"),
    "a generator": ("def f():\n    yield 1\n", "f", "is a generator"),
    "a special method": (
        "class A:\n    def __len__(self) -> int:\n        return 1\n",
        "A.__len__",
        "is called by Python itself, which does not await",
    ),
    "a coroutine function": ("async def f() -> None: pass\n", "f", "is a coroutine function already"),
    "a decorated function": (
        "import functools\n@functools.lru_cache\ndef f() -> int:\n    return 1\n",
        "f",
        "is decorated: what calls it is not to be seen",
    ),
    "an overridden method": (
        "class A:\n    def f(self) -> int:\n        return 1\nclass B(A):\n    def f(self) -> int:\n        return 2\n",
        "A.f",
        "is overridden in shop.helper.B (shop/helper.py:4)",
    ),
    "an overriding method": (
        "class A:\n    def f(self) -> int:\n        return 1\nclass B(A):\n    def f(self) -> int:\n        return 2\n",
        "B.f",
        "overrides a method of shop.helper.A",
    ),
    "a method of an unknown base": (
        "from elsewhere import Base\nclass A(Base):\n    def f(self) -> int:\n        return 1\n",
        "A.f",
        "may be called by a base class that is not known",
    ),
}


@pytest.mark.parametrize("which", DEFINITIONS)
def test_functions_that_cannot_be_asynchronous(project: Path, which: str) -> None:
    code, name, reason = DEFINITIONS[which]
    put({"shop/helper.py": code})
    told = refusal(f"shop.helper:{name}")
    assert told.startswith(f"shop.helper.{name} (shop/helper.py:")
    assert told.endswith(reason)


def test_a_method_of_an_object_that_is_not_known_may_be_the_one(project: Path) -> None:
    put(
        {
            "shop/helper.py": """
            import time

            class Clerk:
                def wait(self) -> None:
                    time.sleep(1)

            async def serve(clerk: Clerk, other) -> None:
                clerk.wait()
                other.wait()
        """
        }
    )
    assert refusal("shop.helper:Clerk.wait") == "`.wait` of an object that is not known may be it: shop/helper.py:9"


def test_uses_outside_of_the_given_paths(project: Path) -> None:
    put(
        {
            "pyproject.toml": "",
            "shop/helper.py": HELPER,
            "shop/caller.py": CALLER,
            "scripts/run.py": "from shop.helper import pause\n\npause()\n",
        }
    )
    told = refusal("shop.helper:pause")
    assert told.startswith("shop.helper.pause (shop/helper.py:3) is named outside of the given paths: ")
    assert told.endswith("scripts/run.py:1")


def test_a_function_that_is_not_there(project: Path) -> None:
    put({"shop/helper.py": HELPER})
    assert refusal("shop.helper:pose") == "there is no function shop.helper:pose in the given paths"


def test_a_file_that_cannot_be_parsed(project: Path) -> None:
    put({"shop/helper.py": HELPER, "shop/broken.py": "def\n"})
    assert refusal("shop.helper:pause") == "shop/broken.py: syntax error: invalid syntax"


# -- The command --


def test_the_diff_is_shown_and_nothing_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put({"shop/helper.py": HELPER, "shop/caller.py": CALLER})
    assert cli.main(["asyncify", "--isolated", "shop.helper:pause", "shop"]) == 1
    out = capsys.readouterr().out
    assert "-def pause() -> int:\n-    time.sleep(1)\n+async def pause() -> int:\n+    await asyncio.sleep(1)\n" in out
    assert "+    return await pause()\n" in out
    assert "async def pause" not in Path("shop/helper.py").read_text()


def test_write(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put({"shop/helper.py": HELPER, "shop/caller.py": CALLER})
    assert cli.main(["asyncify", "--isolated", "--write", "shop.helper:pause", "shop"]) == 0
    assert capsys.readouterr().err == "shop.helper.pause is a coroutine function now.\n"
    assert "await pause()" in Path("shop/caller.py").read_text()
    assert cli.main(["--isolated", "shop"]) == 0


def test_what_still_blocks_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a thread two calls could look at ``free_at`` at once, so the helper's helper stays where it is."""
    helper = """
        import time

        free_at = 0.0

        def number() -> int:
            pace()
            return 1

        def pace() -> None:
            global free_at
            wait = free_at - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            free_at = time.monotonic() + 1
    """
    put({"shop/helper.py": helper, "shop/caller.py": CALLER.replace("pause", "number")})
    assert cli.main(["asyncify", "--isolated", "--write", "shop.helper:number", "shop"]) == 0
    still, done = capsys.readouterr().err.splitlines()
    assert still.startswith("shop/helper.py:6: still blocks: `pace` blocks the event loop: 1 call further down ")
    assert done == "shop.helper.number is a coroutine function now."
    assert "    pace()\n" in Path("shop/helper.py").read_text()


def test_a_refusal_is_one_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put({"shop/helper.py": HELPER})
    assert cli.main(["asyncify", "--isolated", "shop.helper:pause", "shop"]) == 2
    assert capsys.readouterr().err == (
        "Error: shop.helper:pause stays as it is: nothing calls shop.helper.pause in the given paths: who uses it is not"
        " to be seen\n"
    )


def test_all_files_or_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put({"a.py": "a = 1\n", "b.py": "b = 1\n"})
    changes = [
        fixing.Change(name, f"{name[0]} = 1\n", f"{name[0]} = 2\n", Path(name).read_bytes())
        for name in ("a.py", "b.py")
    ]
    Path("b.py").write_text("b = 3\n")
    assert fixing.save_all(changes) == [FileError("b.py", "changed on disk meanwhile; not fixed")]
    assert Path("a.py").read_text() == "a = 1\n"

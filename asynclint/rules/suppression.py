"""ASL001: suppression comments that suppress nothing."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from asynclint.rules.rule import Draft, Rule
from asynclint.rules.unit import Unit


class UnusedSuppression(Rule):
    """An `# asynclint: ignore` comment silences nothing, or names a code that does not exist.

    ## What it does

    Finds `# asynclint: ignore[...]` comments on lines without such a finding, and codes in them that asynclint does not know.
    Only codes that were enabled in this run are judged. `# noqa` comments are never judged: they belong to other tools too.

    ## Why is this bad

    A comment that silences nothing tells the reader of a problem that is not there, and will silence the next one unseen.

    ## Example

    ```python
    import asyncio

    async def pause() -> None:
        await asyncio.sleep(1)  # asynclint: ignore[ASL201] the clock is fake
    ```

    ## Use instead

    ```python
    import asyncio

    async def pause() -> None:
        await asyncio.sleep(1)
    ```

    ## When it is fine

    Never; put the code into `ignore` when you do not want to hear of it.

    ## Settings

    None of its own.

    ## References

    - [Developing with asyncio](https://docs.python.org/3/library/asyncio-dev.html)
    """

    code = "ASL001"
    listens = ()

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        """Nothing: the engine finds these when all other findings are known."""
        yield from ()

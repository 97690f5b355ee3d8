"""Comments that silence something, and comments that are none of ours."""

import asyncio
import time


async def by_code() -> None:
    time.sleep(1)  # asynclint: ignore[ASL201] start-up only


async def by_name() -> None:
    time.sleep(1)  # asynclint: ignore[blocking-sleep]


async def by_the_start_of_codes() -> None:
    time.sleep(1)  # asynclint: ignore[ASL2]


async def everything() -> None:
    time.sleep(1)  # asynclint: ignore


async def by_several_comments() -> None:
    time.sleep(1)  # type: ignore  # asynclint: ignore[ASL201]  # pylint: disable=all


async def two_of_two() -> None:
    time.sleep(1), asyncio.create_task(by_code())  # asynclint: ignore[ASL201, ASL301]


async def any_line_of_the_statement() -> None:
    time.sleep(
        1,
    )  # asynclint: ignore[ASL201]


async def a_possible_finding(store: "Store") -> None:
    store.load()  # asynclint: ignore[ASL201] silences what is shown only on request


class Store:
    def load(self) -> None:
        time.sleep(1)


class Memory(Store):
    def load(self) -> None:
        return None


async def a_rule_that_does_not_run() -> None:
    await asyncio.sleep(1)  # asynclint: ignore[ASL208] off by default, so nobody judges it


async def of_other_tools() -> None:
    await asyncio.sleep(1)  # noqa: ASL201
    await asyncio.sleep(1)  # noqa
    await asyncio.sleep(1)  # type: ignore[misc]


def text_about_comments() -> str:
    """Write `# asynclint: ignore[ASL201]` behind the line."""
    return "# asynclint: ignore[ASL201]"

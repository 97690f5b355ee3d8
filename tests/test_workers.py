"""Work in several processes."""

from __future__ import annotations

import os
import select
import time

import pytest

from asynclint import workers

pytestmark = pytest.mark.skipif(not workers.can_fork(), reason="needs fork")


def shared(function, count: int, jobs: int = 2) -> list[str]:  # type: ignore[no-untyped-def]
    return workers.share(function, count, jobs=jobs, encode=str.encode, decode=bytes.decode)


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
@pytest.mark.parametrize("count", [0, 1, 5, 256])
def test_each_part_is_done_and_comes_in_its_place(count: int, jobs: int) -> None:
    assert shared(lambda number: f"part {number}", count, jobs) == [f"part {number}" for number in range(count)]


def test_the_parts_are_done_by_several_processes() -> None:
    def slowly(number: int) -> str:
        time.sleep(0.02)
        return str(os.getpid())

    done = shared(slowly, 20)
    assert len(set(done)) == 2
    assert done[0] == str(os.getpid()) != done[-1]  # each begins with a stretch of its own


def test_whoever_is_done_helps_the_other() -> None:
    here = os.getpid()
    reader, writer = os.pipe()

    def unevenly(number: int) -> str:
        if os.getpid() != here and number < 4:
            os.write(writer, b"1")
        elif number == 0:
            select.select([reader], [], [], 30)  # busy until the other one helps
        return str(os.getpid())

    done = shared(unevenly, 8)
    assert done[0] == str(here)
    assert {*done[:4]} != {str(here)}


def test_what_a_fork_leaves_behind_when_it_dies_is_done_here() -> None:
    here = os.getpid()

    def deadly(number: int) -> str:
        if os.getpid() != here and number == 7:
            os._exit(1)
        time.sleep(0.01)
        return f"part {number}"

    assert shared(deadly, 8) == [f"part {number}" for number in range(8)]


def test_a_mistake_in_a_fork_is_told_here() -> None:
    def wrong(number: int) -> str:
        if number == 7:
            raise ValueError("seven")
        time.sleep(0.01)
        return ""

    with pytest.raises(ValueError, match="seven"):
        shared(wrong, 8)


def test_no_file_stays_open() -> None:
    def opened() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = opened()
    shared(str, 8, jobs=3)
    assert opened() == before

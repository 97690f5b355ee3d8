# unsafe
"""Objects that can do both, or of which nobody knows."""

import threading
from types import TracebackType

from unknown_library import Base


class Both:
    def __enter__(self) -> "Both":
        return self

    def __exit__(self, *exc: object) -> None: ...

    async def __aenter__(self) -> "Both":
        return self

    async def __aexit__(self, *exc: object) -> None: ...


class Perhaps(Base):
    async def __aenter__(self) -> "Perhaps":
        return self


class Sequence:
    def __getitem__(self, index: int) -> int:
        return index

    async def __anext__(self) -> int:
        return 1

    def __aiter__(self) -> "Sequence":
        return self


async def use(both: Both, perhaps: Perhaps, sequence: Sequence) -> TracebackType | None:
    with both, perhaps:
        pass
    for each in sequence:
        print(each)
    return None

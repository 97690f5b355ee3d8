import contextlib
from collections.abc import Iterator


class Session:
    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def __iter__(self) -> Iterator[str]:
        yield "row"


@contextlib.contextmanager
def session() -> Iterator[Session]:
    with Session() as opened:
        yield opened

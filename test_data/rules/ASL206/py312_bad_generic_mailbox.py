"""A generic mailbox (PEP 695) around a thread's queue."""

import queue


class Mailbox[T]:
    def __init__(self) -> None:
        self.items: queue.Queue[T] = queue.Queue()

    def take(self) -> T:
        return self.items.get()


async def read[T](mailbox: Mailbox[T]) -> T:
    print(f"{mailbox.take()!r:{"<"}10}")  # expect: ASL206[likely]
    return mailbox.take()  # expect: ASL206[likely]

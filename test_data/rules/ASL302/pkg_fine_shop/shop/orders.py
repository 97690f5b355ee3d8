from .tasks import start


async def send(to: str) -> None:
    print(to)


async def confirm(to: str) -> int:
    # not used again, but `start` keeps it
    receipt = start(send(to))
    return 201

import time


async def page() -> None:
    print(1)
    time.sleep(1)

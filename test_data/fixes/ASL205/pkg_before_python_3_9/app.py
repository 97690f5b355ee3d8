# unsafe
"""A block goes to a thread in the way of older Pythons, too."""


async def load(path: str) -> str:
    with open(path) as file:
        return file.read()

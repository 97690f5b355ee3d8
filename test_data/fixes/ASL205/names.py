# unsafe
# left: ASL205:16, ASL205:23, ASL205:33, ASL205:43, ASL205:52, ASL205:62, ASL205:71
"""What a function of its own would bind in its own way, or not at all, stays where it is."""

import json

cache = ""


async def maybe(path: str) -> str:
    """Bound only if the file says so."""
    text = ""
    with open(path) as file:
        # perhaps
        if file.readable():
            text = file.read()
    return text


async def summed(path: str, total: int) -> int:
    """Read before it is bound: of the function around."""
    with open(path) as file:
        total = total + len(file.read())
    return total


async def globally(path: str) -> None:
    """Everybody sees it."""
    global cache

    with open(path) as file:
        # for all
        cache = file.read()


class Box:
    text = ""

    async def load(self, path: str) -> None:
        """More than a local name."""
        with open(path) as file:
            # of this object
            self.text = file.read()


async def half(path: str) -> str:
    """The handler wants to know how far it came."""
    data = "nothing"
    try:
        with open(path) as file:
            # may be read, and be no JSON
            data = file.read()
            return json.loads(data)
    except ValueError:
        return data


async def handle(path: str) -> str:
    """The name of the file is asked for later."""
    with open(path) as file:
        # all of it
        text = file.read()
    return file.name + text


async def until(paths: list[str]) -> None:
    """The loop around is left."""
    for path in paths:
        with open(path) as file:
            # the first that has something
            if file.read():
                break

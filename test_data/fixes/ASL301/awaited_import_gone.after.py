# unsafe
# settings: task-fix = "await"
"""The import that only the task needed goes with it."""

from lists import members


async def greet(name: str) -> None:
    print(name)


async def main() -> None:
    for name in members:
        await greet(name)

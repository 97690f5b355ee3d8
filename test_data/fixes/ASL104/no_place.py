# unsafe
# left: ASL104:13, ASL104:14, ASL104:15, ASL104:16, ASL104:22
"""What an f-string shows of its own code, a generator expression, a lambda, a plain function."""


async def load(user: int) -> dict[str, str]:
    return {"name": "ada"}


async def greet(users: list[int]) -> object:
    count = len(users)
    return (
        f"{load(1)=}",
        "".join(load(user)["name"] for user in users),
        sorted(users, key=lambda user: load(user)["name"]),
        list(name for user in users for name in load(user)),
        f"{count=} {(await load(2))['name']}",
    )


def greet_now(user: int) -> str:
    return "hello " + load(user)["name"]

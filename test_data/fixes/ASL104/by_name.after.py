"""By way of a name, a container, a function that takes it for a value."""


async def load(user: int) -> dict[str, str]:
    return {"name": "ada"}


def shout(row: dict[str, str]) -> str:
    return row["name"].upper()


async def greet(users: list[int]) -> str:
    row = await load(1)  # of the first
    text = row["name"]
    text += shout(await load(2))
    rows = [await load(user) for user in users]
    for each in rows:
        text += each["name"]
    page = {"user": await load(3), "text": text}
    return page["user"]["name"]

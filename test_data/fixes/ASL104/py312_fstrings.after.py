"""F-strings of 3.12: the same quotes inside, comments and line breaks."""


async def load(user: str) -> dict[str, str]:
    return {"name": user}


async def greet(user: str) -> str:
    text = f"hello {(await load("ada"))["name"]}"
    return text + f"""{
        (await load(user))["name"]  # whoever it is
    } and {f"{await load("bob")}"}"""

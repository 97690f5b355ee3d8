"""F-strings of 3.12: the same quotes inside, comments and line breaks."""


async def load(user: str) -> dict[str, str]:
    return {"name": user}


async def greet(user: str) -> str:
    text = f"hello {load("ada")["name"]}"
    return text + f"""{
        load(user)["name"]  # whoever it is
    } and {f"{load("bob")}"}"""

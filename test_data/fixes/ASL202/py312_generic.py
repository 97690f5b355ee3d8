"""Type parameters, and quotes within quotes."""

import requests


async def fetch[T: str](url: T) -> str:
    type Text = str
    text: Text = f"{requests.get(f"https://{url}").text}"
    return text

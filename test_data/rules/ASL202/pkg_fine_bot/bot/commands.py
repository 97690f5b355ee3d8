from . import requests
from .requests import get


async def ask(user: str, text: str) -> str:
    requests.post(user, text)
    return requests.get(user) + get(user)

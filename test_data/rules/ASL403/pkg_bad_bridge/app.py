import bridge
from bridge import call
from bridge.core import call_all


async def fetch(url: str) -> str:
    return url


async def handler(url: str) -> str:
    text = call(fetch(url))  # expect: ASL403
    text += bridge.call(fetch(url))  # expect: ASL403
    return text + "".join(call_all(fetch(url), fetch(url)))  # expect: ASL403

"""Objects that can have a client, and were made with one, or were given one later, or may have been."""

import requests


class Cache:
    def __init__(self, session: requests.Session | None = None) -> None:
        self.values: dict[str, str] = {}
        self.session = session

    def get(self, key: str) -> str:
        if self.session is not None:
            return self.session.get("http://cache.example/" + key).text
        return self.values[key]

    def both(self, key: str) -> str:
        return self.get(key) + self.get(key + "2")


class Switchable:
    def __init__(self) -> None:
        self.online = False

    def go_online(self) -> None:
        self.online = True

    def get(self) -> str:
        return requests.get("http://cache.example/").text if self.online else ""


class Plugged:
    def __init__(self, session: requests.Session | None = None) -> None:
        self.session = session

    def get(self) -> str:
        if self.session:
            return self.session.get("http://plug.example/").text
        return ""


shared = Cache(requests.Session())
switch = Switchable()
plugged = Plugged()
unplugged = Plugged()


def plug() -> None:
    plugged.session = requests.Session()


async def handler(given: Cache) -> str:
    text = shared.get("key")  # expect: ASL202[likely]
    text += shared.both("key")  # expect: ASL202[likely]
    text += Cache(session=requests.Session()).get("key")  # expect: ASL202[likely]
    # who knows what it was made with
    text += given.get("key")  # expect: ASL202[possible]
    text += switch.get()  # expect: ASL202[likely]
    text += plugged.get()  # expect: ASL202[likely]
    return text + unplugged.get()

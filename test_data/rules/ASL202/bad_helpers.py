"""A weather bot: three layers of plain code between the handler and the network."""

import functools
import json
import logging
import time
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import Request, urlopen

logger = logging.getLogger(__name__)


class ApiClient:
    def __init__(self, base: str) -> None:
        self.base = base

    def _call(self, path: str) -> dict[str, float]:
        request = Request(self.base + path, headers={"Accept": "application/json"})
        with urlopen(request) as response:
            return json.loads(response.read())

    def current(self, town: str) -> dict[str, float]:
        return self._call(f"/current/{town}")

    @functools.cached_property
    def towns(self) -> list[str]:
        return list(self._call("/towns"))


@dataclass
class Report:
    town: str
    degrees: float


class WeatherService:
    def __init__(self) -> None:
        self.client = ApiClient("https://example.org")

    def report(self, town: str) -> Report:
        return Report(town, self.client.current(town)["t"])

    async def answer(self, town: str) -> str:
        report = self.report(town)  # expect: ASL202[likely]
        return f"{report.town}: {report.degrees}"

    async def help(self) -> str:
        return ", ".join(self.client.towns)  # expect: ASL202[likely]


def fetch_with_retry(client: ApiClient, town: str) -> dict[str, float]:
    # sleeps too, but the network is the shorter way to trouble
    for attempt in range(3):
        try:
            return client._call(town)
        except URLError:
            wait_for_retry(attempt)
    return {}


def wait_for_retry(attempt: int) -> None:
    logger.info("attempt %s", attempt)
    really_wait(attempt)


def really_wait(attempt: int) -> None:
    time.sleep(attempt)


async def command(client: ApiClient, town: str) -> str:
    data = fetch_with_retry(client, town)  # expect: ASL202
    print(client.towns)  # expect: ASL202
    return str(data)


async def commands(towns: list[str]) -> list[str]:
    client = ApiClient("https://example.org")
    return [str(client.current(town)) for town in towns]  # expect: ASL202

# unsafe
# left: ASL202:22, ASL202:25
"""What an iterator does is done where it is asked: that is no longer the loop's thread."""

import requests


def fetch_all(urls, /):
    return [requests.get(url).text for url in urls]


class Pages:
    hosts: list[str]

    def url(self, host: str) -> str:
        self.hosts.append(host)
        return f"https://{host}"

    async def pages(self, hosts: list[str]) -> list[str]:
        return fetch_all(self.url(host) for host in hosts)

    async def mapped(self, hosts: list[str]) -> list[str]:
        return fetch_all(map(self.url, hosts))

    async def listed(self, hosts: list[str]) -> list[str]:
        return fetch_all([self.url(host) for host in hosts])

"""One place for the HTTP library, as every style guide demands."""

from typing import Any

import requests

session = requests.Session()


def get_json(url: str, **params: Any) -> Any:
    answer = session.get(url, params=params, timeout=5)
    answer.raise_for_status()
    return answer.json()


class Api:
    root = "https://example.org"

    def get(self, path: str) -> Any:
        return get_json(self.root + path)

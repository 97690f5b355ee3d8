"""Between `except` clauses without parentheses (PEP 758)."""

import requests


async def status(url: str) -> int:
    try:
        return requests.get(url).status_code  # expect: ASL202
    except requests.Timeout, requests.ConnectionError:
        requests.head(url)  # expect: ASL202
        return 0

"""Type aliases of this century (PEP 695) lead to the class they name."""

import requests

type Session = requests.Session


class Api[T]:
    def get(self, session: requests.Session, url: str) -> requests.Response:
        return session.get(url)


async def call(api: Api[int], session: Session, url: str) -> str:
    answer = api.get(requests.Session(), url)  # expect: ASL202
    session.post(url)  # expect: ASL202
    return f"{answer.headers["etag"]}"

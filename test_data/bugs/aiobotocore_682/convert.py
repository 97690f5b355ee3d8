from typing import Any


class RawResponse:
    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self.status_code = status
        self.headers = headers

    async def read(self) -> bytes:
        return b""


async def convert_to_response_dict(response: RawResponse, streaming: bool) -> dict[str, Any]:
    body: Any = response if streaming else await response.read()
    return {"headers": response.headers, "status_code": response.status_code, "body": body}

from typing import Any

from .convert import RawResponse, convert_to_response_dict


class Emitter:
    def emit(self, event: str, **kwargs: Any) -> None:
        status = kwargs["response_dict"]["status_code"]
        print(event, status)


class Endpoint:
    def __init__(self, emitter: Emitter) -> None:
        self.emitter = emitter

    async def parse(self, response: RawResponse | None, streaming: bool) -> dict[str, Any]:
        emit_kwargs: dict[str, Any] = {"response_dict": None}
        if response is not None:
            emit_kwargs["response_dict"] = convert_to_response_dict(response, streaming)  # missed: ASL104
        self.emitter.emit("response-received", **emit_kwargs)
        assert response is not None
        return await convert_to_response_dict(response, streaming)

    async def parse_mended(self, response: RawResponse | None, streaming: bool) -> None:
        emit_kwargs: dict[str, Any] = {"response_dict": None}
        if response is not None:
            emit_kwargs["response_dict"] = await convert_to_response_dict(response, streaming)
        self.emitter.emit("response-received", **emit_kwargs)

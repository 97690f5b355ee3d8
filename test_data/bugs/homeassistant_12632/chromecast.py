import requests

from .status import DeviceStatus


class Chromecast:
    def __init__(self, host: str, port: int | None = None) -> None:
        self.host = host
        self.port = port or 8009
        self.device = DeviceStatus(**_get_status(host, "/setup/eureka_info"))


def _get_status(host: str, path: str) -> dict[str, str]:
    response = requests.get(f"http://{host}:8008{path}", timeout=10)
    response.raise_for_status()
    return dict(response.json())

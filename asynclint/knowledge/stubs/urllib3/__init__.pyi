from typing import Any

from .connectionpool import (
    HTTPConnectionPool as HTTPConnectionPool,
    HTTPSConnectionPool as HTTPSConnectionPool,
    connection_from_url as connection_from_url,
)
from .poolmanager import PoolManager as PoolManager, ProxyManager as ProxyManager, proxy_from_url as proxy_from_url
from .response import BaseHTTPResponse as BaseHTTPResponse, HTTPResponse as HTTPResponse

def request(method: str, url: str, **kwargs: Any) -> BaseHTTPResponse: ...

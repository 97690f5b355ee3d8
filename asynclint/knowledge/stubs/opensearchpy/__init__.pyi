from ._async.client import AsyncOpenSearch as AsyncOpenSearch
from .client import OpenSearch as OpenSearch

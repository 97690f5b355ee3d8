from ._api import (
    delete as delete,
    get as get,
    head as head,
    options as options,
    patch as patch,
    post as post,
    put as put,
    request as request,
    stream as stream,
)
from ._client import AsyncClient as AsyncClient, Client as Client
from ._models import Request as Request, Response as Response

from .client import ClientSession as ClientSession, request as request
from .client_reqrep import ClientResponse as ClientResponse

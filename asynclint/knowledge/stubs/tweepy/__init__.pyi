from .api import API as API
from .client import Client as Client

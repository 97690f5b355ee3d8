from .client import Client as Client
from .job.query import QueryJob as QueryJob

from .client import Client as Client
from .dbapi import connect as connect

"""A script next to the package it uses."""

from bot import *
from bot.handlers import handle

post("started")  # expect: ASL101
handle("started")  # expect: ASL101
handlers.handle("again")  # expect: ASL101

from .base import Plugin
from .greeter import Greeter

from .core import call

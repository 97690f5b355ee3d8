from .jokes import JokeService
from .rates import rate as exchange_rate, rates

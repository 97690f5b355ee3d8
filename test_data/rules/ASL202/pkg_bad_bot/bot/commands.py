from . import services
from .http import Api
from .services import JokeService, exchange_rate, rates as all_rates

jokes = JokeService()
COMMANDS = {}


def command(function):
    COMMANDS[function.__name__] = function
    return function


@command
async def joke(args: list[str]) -> str:
    return jokes.tell()  # expect: ASL202[likely]


@command
async def convert(args: list[str]) -> str:
    amount, currency = args
    value = float(amount) * exchange_rate(currency)  # expect: ASL202
    return f"{value:.2f}"


@command
async def rates(args: list[str]) -> str:
    known = all_rates()  # expect: ASL202
    also = services.rates()  # expect: ASL202
    return ", ".join([*known, *also])


@command
async def raw(args: list[str]) -> str:
    return str(Api().get(args[0]))  # expect: ASL202

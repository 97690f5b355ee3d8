from app import run
from app.plugins import Greeter, Plugin

greeter = Greeter()


async def serve(plugin: Plugin) -> None:
    print(greeter.user(3))  # expect: ASL401
    print(plugin.execute(3))  # expect: ASL401[likely]
    print(await plugin(3))


if __name__ == "__main__":
    run(serve(greeter))

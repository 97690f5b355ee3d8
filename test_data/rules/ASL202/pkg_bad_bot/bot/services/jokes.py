from ..http import Api


class JokeApi(Api):
    root = "https://jokes.example.org"

    def random(self) -> str:
        return self.get("/random")["text"]


class JokeService:
    def __init__(self, api: JokeApi | None = None) -> None:
        self.api = api or JokeApi()

    def tell(self) -> str:
        return self.api.random()

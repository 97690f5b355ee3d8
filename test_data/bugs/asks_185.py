# https://github.com/theelous3/asks/pull/185
# never awaited: whether a redirect may keep the credentials was asked of a coroutine, which is always true.

from urllib.parse import urlparse


class RequestProcessor:
    def __init__(self, host: str, auth: str | None, auth_off_domain: bool) -> None:
        self.host = host
        self.auth = auth
        self.auth_off_domain = auth_off_domain
        self.follow_redirects = True

    async def _location_auth_protect(self, location: str) -> bool:
        return self.host == urlparse(location).netloc

    async def redirect(self, location: str) -> None:
        allow_redirect = True
        if self.auth is not None:
            if not self.auth_off_domain:
                allow_redirect = self._location_auth_protect(location)  # expect: ASL103
        if not allow_redirect:
            self.auth = None
        await self.request(location)

    async def redirect_mended(self, location: str) -> None:
        allow_redirect = True
        if self.auth is not None:
            if not self.auth_off_domain:
                allow_redirect = await self._location_auth_protect(location)
        if not allow_redirect:
            self.auth = None
        await self.request(location)

    async def request(self, location: str) -> None: ...

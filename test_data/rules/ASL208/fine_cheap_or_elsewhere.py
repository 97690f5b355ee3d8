"""Cheap digests, and expensive ones on another processor."""

import asyncio
import hashlib
import hmac
import secrets
import zlib
from concurrent.futures import ProcessPoolExecutor
from hashlib import scrypt

import bcrypt


def hash_password(password: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)


async def sign_up(password: str, salt: bytes) -> bytes:
    await asyncio.to_thread(bcrypt.hashpw, password.encode(), salt)
    await asyncio.to_thread(lambda: scrypt(password.encode(), salt=salt, n=2, r=1, p=1))
    with ProcessPoolExecutor() as processes:
        return await asyncio.get_running_loop().run_in_executor(processes, hash_password, password, salt)


async def cheap(token: str, key: bytes) -> bool:
    digest = hmac.new(key, token.encode(), "sha256").hexdigest()
    etag = hashlib.sha256(token.encode()).hexdigest()
    print(etag, zlib.crc32(key), zlib.adler32(key), secrets.token_hex(16))
    return hmac.compare_digest(digest, etag)


class Packer:
    def compress(self, body: bytes) -> bytes:
        return body

    async def pack(self, gzip: "Packer", body: bytes) -> bytes:
        return gzip.compress(self.compress(body))


async def shadowed(scrypt, bcrypt) -> None:
    scrypt("x")
    bcrypt.hashpw("x")


def create_admin(password: str) -> bytes:
    return hash_password(password, secrets.token_bytes(16))

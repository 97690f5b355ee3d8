"""Work for the processor that takes as long as its input wants."""

import bz2
import gzip
import hashlib
import lzma
import zlib
from hashlib import scrypt

import bcrypt


def hash_password(password: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)


async def sign_up(password: str, salt: bytes) -> bytes:
    stored = hash_password(password, salt)  # expect: ASL208
    print(bcrypt.hashpw(password.encode(), salt))  # expect: ASL208
    print(scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1))  # expect: ASL208
    return stored


async def log_in(password: str, stored: bytes) -> bool:
    return bcrypt.checkpw(password.encode(), stored)  # expect: ASL208


async def pack(body: bytes) -> list[bytes]:
    return [
        gzip.compress(body),  # expect: ASL208
        zlib.compress(body, 9),  # expect: ASL208
        bz2.compress(body),  # expect: ASL208
        lzma.compress(body),  # expect: ASL208
    ]

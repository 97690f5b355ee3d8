from ._password_hasher import PasswordHasher as PasswordHasher

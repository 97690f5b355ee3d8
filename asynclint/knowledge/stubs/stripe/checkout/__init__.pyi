from ._session import Session as Session

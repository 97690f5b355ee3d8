from sqlalchemy.engine.create import create_engine as create_engine

from .orm.session import Session as Session

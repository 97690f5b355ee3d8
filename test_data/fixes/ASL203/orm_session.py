# unsafe
# left: ASL203:12, ASL203:17, ASL203:23
"""A session of the ORM is not to be shared between threads: what is lazy in its objects would load on the loop again."""

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

engine = create_engine("sqlite://")


async def add(session: Session, name: object) -> None:
    session.add(name); session.commit()


async def names(session: Session) -> list[object]:
    return list(
        session.query(object)
        .filter(text("name is not null"))
        # the newest first
        .order_by(text("id desc"))
        .all()
    ) or [
        session.scalars(text("select 1")).all()
    ]

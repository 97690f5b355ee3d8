# https://github.com/DataJunction/dj/pull/901
# blocking: endpoints were async def, the database session they depend on is not; workers timed out.

from fastapi import APIRouter, Depends
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

router = APIRouter()
factory = sessionmaker()


def get_session() -> Session:
    return factory()


def get_catalogs(session: Session) -> list[str]:
    return [row[0] for row in session.execute(text("select name from catalog"))]


@router.get("/catalogs/")
async def list_catalogs(*, session: Session = Depends(get_session)) -> list[str]:
    return get_catalogs(session)  # expect: ASL203


@router.get("/catalogs/mended/")
def list_catalogs_mended(*, session: Session = Depends(get_session)) -> list[str]:
    return get_catalogs(session)

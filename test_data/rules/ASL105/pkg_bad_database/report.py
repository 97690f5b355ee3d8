import db
from db import Cursor, acquire as borrow

POOL = db.Pool()


async def rows() -> list[str]:
    with POOL.connection() as connection:  # expect: ASL105
        print(connection)
    with borrow(POOL) as connection:  # expect: ASL105
        print(connection)
    async with borrow(POOL) as connection:
        with connection.cursor() as cursor:  # expect: ASL105
            print(cursor)
    return [row[0] for row in Cursor([("a",)])]  # expect: ASL105

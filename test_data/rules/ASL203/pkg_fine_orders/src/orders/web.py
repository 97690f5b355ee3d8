from orders import db


async def index(path: str) -> str:
    connection = await db.run(db.connect, path)
    rows = await db.run(db.query, connection, "select * from orders")
    await db.run(connection.execute, "delete from carts")
    await db.run(connection.commit)
    return str(rows)

# unsafe
# left: ASL203:14, ASL203:16, ASL203:17, ASL203:17, ASL203:29, ASL203:34, ASL203:41
"""A connection of sqlite3 may be used only in the thread that made it, by itself or through a helper."""

import sqlite3


class Store:
    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path)

    async def add(self, name: str) -> int:
        cursor = self.connection.cursor()
        cursor.execute("insert into names values (?)", (name,))
        # what was added
        self.connection.commit()
        return len(cursor.execute("select * from names").fetchall())

    def count(self) -> int:
        return self.connection.execute("select count(*) from names").fetchone()[0]


def names(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("select name from names")]


async def show(store: Store) -> None:
    """Both helpers use the connection that the loop's thread made."""
    print(store.count())


async def hold(store: Store) -> None:
    """Entering, too: the transaction is of this thread."""
    with store.connection:
        print("committed at the end")


async def list_names(path: str) -> None:
    connection = sqlite3.connect(path)
    # the helper gets it from here
    print(names(connection))

import sys

from orders.db import connect, query


def main() -> int:
    for row in query(connect(sys.argv[1]), "select * from orders"):
        print(*row)
    return 0

from .tables import Table, writer

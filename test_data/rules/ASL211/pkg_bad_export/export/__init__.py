from .tables import Table, write_csv

"""What libraries do, as data: TOML tables of calls, minimal stubs of packages, and the loader that reads them."""

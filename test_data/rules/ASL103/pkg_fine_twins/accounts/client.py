def exists(name: str) -> bool:
    return name == "root"

from release.git import tag_now
from release.shell import sh_sync

VERSION = sh_sync("git", "describe", "--tags")


if __name__ == "__main__":
    tag_now(VERSION)

from .cmd import Git as Git
from .index.base import IndexFile as IndexFile
from .remote import Remote as Remote
from .repo.base import Repo as Repo

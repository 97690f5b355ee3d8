from .channel import Channel as Channel, ChannelFile as ChannelFile
from .client import SSHClient as SSHClient
from .sftp_client import SFTP as SFTP, SFTPClient as SFTPClient
from .sftp_file import SFTPFile as SFTPFile
from .transport import Transport as Transport

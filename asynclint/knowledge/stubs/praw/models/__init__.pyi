from .reddit.submission import Submission as Submission
from .reddit.subreddit.subreddit import Subreddit as Subreddit

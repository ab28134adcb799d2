"""Configuration of boto3 clients: timeouts."""

from botocore.config import Config

# Seconds. Answers take milliseconds. By default the SDK waits a minute for one: longer than any function may
# run. This way it notices a lost one, and has the time to try once more before the function's 10 s are over.
CLIENT_CONFIG = Config(connect_timeout=1, read_timeout=4)

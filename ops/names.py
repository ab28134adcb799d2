"""Names of resources in the program, `__main__.py` and `infra/`, that operators' commands know."""

RELAY = "events-relay"
RECOGNITION = "events-recognition"
EMAILS = "events-emails"
PUSH = "realtime-push"

POSTS_TABLE = "blog-posts"
EMAILS_TABLE = "events-emails-sent"
DELIVERIES_TABLE = "realtime-deliveries"

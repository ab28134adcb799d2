"""Environment variables of the functions: `infra/` sets them by these names, and handlers read them."""

# All functions.
LOG_LEVEL = "LOG_LEVEL"  # INFO for all records, ERROR for those alone

# Behind the HTTP API.
IDEMPOTENCY_TABLE = "IDEMPOTENCY_TABLE"  # the name of the table of idempotency keys
ISSUER = "ISSUER"  # the OpenID Connect issuer, by its URL
AUDIENCE = "AUDIENCE"  # whom its tokens are for: the id of the OAuth client

# Behind the stream and the bus.
POSTS_TABLE = "POSTS_TABLE"  # the name of the table of posts
EVENT_BUS = "EVENT_BUS"  # the name of the bus to publish on
DEAD_LETTER_QUEUE_URL = "DEAD_LETTER_QUEUE_URL"  # where the relay puts what it cannot read
LANGUAGE = "LANGUAGE"  # the language of the posts, by Comprehend's code for it
EMAILS_TABLE = "EMAILS_TABLE"  # the name of the table of posts that were mailed
POSTS_URL = "POSTS_URL"  # where posts are read, for links in emails; absent for none
TOPIC_ARN = "TOPIC_ARN"  # the SNS topic that emails are sent by
SUBSCRIBERS_TABLE = "SUBSCRIBERS_TABLE"  # the name of the table of those who get emails
DEAD_LETTER_QUEUE_ARN = "DEAD_LETTER_QUEUE_ARN"  # where emails go that SNS could not deliver

# Behind the WebSocket API.
TICKETS_TABLE = "TICKETS_TABLE"  # the name of the table of tickets
SUBSCRIPTIONS_TABLE = "SUBSCRIPTIONS_TABLE"  # the name of the table of connections' subscriptions
DELIVERIES_TABLE = "DELIVERIES_TABLE"  # the name of the table of what was sent to whom
ENRICHED_POSTS_TABLE = "ENRICHED_POSTS_TABLE"  # the name of the table of enriched posts
MANAGEMENT_ENDPOINT = "MANAGEMENT_ENDPOINT"  # where connections are reached: the stage's https URL
QUEUE_URL = "QUEUE_URL"  # the function's own queue, for what it had no time to do

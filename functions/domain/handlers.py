"""Handlers of the functions that a post passes.

A program calls functions as it likes: what one runs says what it is.
"""

POSTS = "functions.blog_api.posts.handler.handle"
RELAY = "functions.event_pipeline.relay.handler.handle"
RECOGNITION = "functions.event_pipeline.recognition.handler.handle"
EMAILS = "functions.event_pipeline.email_notifications.handler.handle"
PUSH = "functions.realtime_gateway.push.handler.handle"

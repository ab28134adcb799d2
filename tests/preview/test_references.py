"""References between resources."""

import pulumi
import pulumi_aws as aws

from preview.recording import record
from preview.references import References


def test_an_output_of_another_resource_is_a_reference() -> None:
    def program() -> None:
        table = aws.dynamodb.Table("posts", hash_key="id", stream_enabled=True)
        aws.sns.Topic("index", display_name=pulumi.Output.concat(table.arn, "/index/feed"))
        aws.sns.Topic("stream", display_name=table.stream_arn)

    recording = record(program)
    references = References(recording)
    assert (
        references.inputs(recording.one("Topic", "index"))["displayName"] == "${table.posts.arn}/index/feed"
    )
    assert references.inputs(recording.one("Topic", "stream"))["displayName"] == "${table.posts.streamArn}"


def test_resources_of_one_name_are_told_apart() -> None:
    def program() -> None:
        role = aws.iam.Role("posts", assume_role_policy="{}")
        queue = aws.sqs.Queue("posts")
        aws.sns.Topic("role", display_name=role.name)
        aws.sns.Topic("queue", display_name=queue.name)

    recording = record(program)
    references = References(recording)
    assert references.inputs(recording.one("Topic", "role"))["displayName"] == "${role.posts.name}"
    assert references.inputs(recording.one("Topic", "queue"))["displayName"] == "${queue.posts.name}"


def test_a_text_that_only_looks_like_a_name_is_a_text() -> None:
    def program() -> None:
        queue = aws.sqs.Queue("posts")
        aws.sns.Topic("text", display_name="posts")
        aws.sns.Topic("both", display_name=pulumi.Output.concat(queue.name, " my-posts"))

    recording = record(program)
    references = References(recording)
    assert references.inputs(recording.one("Topic", "text"))["displayName"] == "posts"
    assert references.inputs(recording.one("Topic", "both"))["displayName"] == "${queue.posts.name} my-posts"


def test_what_an_output_is_made_of_is_a_reference_where_the_output_was_changed() -> None:
    def program() -> None:
        api = aws.apigatewayv2.Api("api", protocol_type="WEBSOCKET")
        stage = aws.apigatewayv2.Stage("stage", api_id=api.id, name="live")
        url = stage.invoke_url.apply(lambda one: one.replace("wss", "https"))
        aws.sns.Topic("url", display_name=url)

    recording = record(program)
    url = References(recording).inputs(recording.one("Topic", "url"))["displayName"]
    assert url == "https://${api.api.id}.execute-api.eu-west-1.amazonaws.com/live"

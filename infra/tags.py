"""Tags of a stack's resources, by which consoles, bills and policies tell stacks apart."""

from collections.abc import Mapping

import pulumi

# The types of resources here that take tags.
TAGGED_TYPES = {
    "aws:apigatewayv2/api:Api",
    "aws:apigatewayv2/stage:Stage",
    "aws:cloudfront/distribution:Distribution",
    "aws:cloudwatch/eventBus:EventBus",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/logDelivery:LogDelivery",
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    "aws:cloudwatch/logDeliverySource:LogDeliverySource",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cognito/userPool:UserPool",
    "aws:dynamodb/table:Table",
    "aws:iam/role:Role",
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "aws:lambda/function:Function",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:sns/topic:Topic",
    "aws:sqs/queue:Queue",
}


def tag_all_resources(tags: Mapping[str, str]) -> None:
    """Tags every resource that the program makes from now on with its project and stack.

    Args:
        tags: Further tags. A resource's own tags win.
    """
    of_stack = {"project": pulumi.get_project(), "stack": pulumi.get_stack(), **tags}

    def tag(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ not in TAGGED_TYPES:
            return None
        tags = pulumi.Output.from_input(args.props.get("tags")).apply(lambda own: {**of_stack, **(own or {})})
        # Without options those of the resource stay: the SDK does not hand all of them to a transform.
        return pulumi.ResourceTransformResult({**args.props, "tags": tags}, None)  # type: ignore[arg-type] # it may

    pulumi.runtime.register_resource_transform(tag)

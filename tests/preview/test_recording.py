"""Recordings have what Pulumi's engine makes of a program's requests."""

import pulumi

from infra.parts.dead_letter_queue import DeadLetterQueue
from preview.recording import record


def test_transforms_and_options_of_a_component_reach_what_is_in_it() -> None:
    def slow_down(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != "aws:sqs/queue:Queue":
            return None
        return pulumi.ResourceTransformResult({**args.props, "delaySeconds": 7}, args.opts)

    opts = pulumi.ResourceOptions(transforms=[slow_down], protect=True)
    queue = record(lambda: DeadLetterQueue("spare", {}, opts)).one("sqs/queue:Queue", "spare")
    assert (queue["delaySeconds"], queue.protect) == (7, True)

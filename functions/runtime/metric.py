"""Metrics: lines in CloudWatch's embedded metric format on standard output, where Lambda picks them up.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import os
import sys
import time

_NAMESPACE = "EventDrivenBlog"


def count(name: str) -> None:
    """Counts something by one.

    Args:
        name: The metric's name, such as `UnreadablePosts`. Its one dimension is the function's name.
    """
    directive = {
        "Namespace": _NAMESPACE,
        "Dimensions": [["FunctionName"]],
        "Metrics": [{"Name": name, "Unit": "Count"}],
    }
    line = {
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]},
        "FunctionName": os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "local"),
        name: 1,
    }
    sys.stdout.write(json.dumps(line) + "\n")

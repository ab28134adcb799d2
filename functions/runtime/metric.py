"""Metrics: lines in CloudWatch's embedded metric format on standard output, where Lambda picks them up.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import os
import sys
import time
from datetime import datetime

NAMESPACE = "EventDrivenBlog"
"""Where the metrics are found in CloudWatch. Their one dimension is `FunctionName`."""


def count(name: str, number: int = 1) -> None:
    """Counts things, such as `Unreadable` ones.

    Args:
        name: The metric's name.
        number: How many there are.
    """
    _write(name, "Count", number)


def delay(name: str, since: str) -> None:
    """Measures how long something took until now, in milliseconds.

    Args:
        name: The metric's name, such as `EnrichmentDelay`.
        since: When it began, in ISO 8601 and UTC. A clock may be behind the one that says so: then it took
            nothing.
    """
    seconds = time.time() - datetime.fromisoformat(since).timestamp()
    _write(name, "Milliseconds", max(0, round(seconds * 1000)))


def _write(name: str, unit: str, value: int) -> None:
    directive = {
        "Namespace": NAMESPACE,
        "Dimensions": [["FunctionName"]],
        "Metrics": [{"Name": name, "Unit": unit}],
    }
    line = {
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]},
        "FunctionName": os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "local"),
        name: value,
    }
    sys.stdout.write(json.dumps(line) + "\n")

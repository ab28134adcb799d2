import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.runtime import metric


def test_a_count_is_a_line_that_cloudwatch_makes_a_metric_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "blog-posts")
    metric.count("Unreadable")
    line = json.loads(capsys.readouterr().out)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert line["_aws"]["Timestamp"] > 1_700_000_000_000
    assert directive["Metrics"] == [{"Name": "Unreadable", "Unit": "Count"}]
    # Each name must be that of a field of the line.
    assert line["Unreadable"] == 1
    assert [line[name] for name in directive["Dimensions"][0]] == ["blog-posts"]


@pytest.mark.parametrize(("seconds", "shortest", "longest"), [(2, 2_000, 60_000), (-60, 0, 0)])
def test_a_delay_is_in_milliseconds_and_never_negative(
    capsys: pytest.CaptureFixture[str], seconds: int, shortest: int, longest: int
) -> None:
    metric.delay("PushDelay", since=(datetime.now(UTC) - timedelta(seconds=seconds)).isoformat())
    line = json.loads(capsys.readouterr().out)
    assert line["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "PushDelay", "Unit": "Milliseconds"}]
    assert shortest <= line["PushDelay"] <= longest

import json

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

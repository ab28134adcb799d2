"""The commands of the preview, in a project of their own."""

from pathlib import Path

import pytest

from preview.__main__ import main

PROGRAM = """\
import pulumi_aws as aws

aws.dynamodb.Table(
    "posts",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: blog\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["preview", *arguments])
    main()


@pytest.mark.usefixtures("project")
def test_what_was_written_passes_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "write")
    capsys.readouterr()
    run(monkeypatch, "check")
    assert capsys.readouterr().out == ""


def test_another_python_than_the_project_s_packages_other_archives_and_checks_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / ".python-version").write_text("3.99\n")
    run(monkeypatch, "check")
    assert capsys.readouterr().out == "Previews are not checked: the project's are of Python 3.99.\n"


def test_a_change_that_was_not_reviewed_fails_the_check_and_says_what_it_takes(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "write")
    (project / "__main__.py").write_text(PROGRAM.replace('"id"', '"key"'))
    with pytest.raises(SystemExit, match=r"Not what was reviewed: prod\. Run `make snapshots`"):
        run(monkeypatch, "check")
    told = capsys.readouterr().out
    assert "-     hashKey: id\n+     hashKey: key\n" in told
    assert "!!! REPLACES posts (aws:dynamodb/table:Table)" in told


DASHBOARD = """
import json

text = {"title": "Age & <size>", "metrics": [["AWS/SQS", "Age", {"label": "oldest"}]]}
widget = {"type": "metric", "x": 0, "y": 0, "width": 24, "height": 5, "properties": text}
aws.cloudwatch.Dashboard(
    "board", dashboard_name="board", dashboard_body=json.dumps({"widgets": [widget]})
)
"""


def test_a_dashboard_is_drawn_and_a_drawing_that_is_not_of_it_fails_the_check(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "__main__.py").write_text(PROGRAM + DASHBOARD)
    run(monkeypatch, "write")
    drawing = project / "docs" / "dashboard.svg"
    assert "Age &amp; &lt;size&gt;" in drawing.read_text()
    assert "oldest" in drawing.read_text()
    drawing.write_text("another one")
    capsys.readouterr()
    with pytest.raises(SystemExit, match="the dashboard"):
        run(monkeypatch, "check")
    assert capsys.readouterr().out == "docs/dashboard.svg does not show the dashboard as it is.\n"


def test_what_aws_would_refuse_fails_the_check_also_when_it_was_written(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "__main__.py").write_text(PROGRAM.replace('"S"', '"X"'))
    run(monkeypatch, "write")
    with pytest.raises(SystemExit, match="AWS would refuse: prod"):
        run(monkeypatch, "check")
    assert "'X' is not one of" in capsys.readouterr().out


def test_a_type_that_nobody_mapped_fails_the_check(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "__main__.py").write_text('import pulumi_aws as aws\n\naws.kinesis.Stream("stream")\n')
    run(monkeypatch, "write")
    with pytest.raises(SystemExit, match="aws:kinesis/stream:Stream"):
        run(monkeypatch, "check")


@pytest.mark.usefixtures("project")
def test_a_stack_is_shown_also_before_it_has_a_snapshot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "show", "prod")
    told = capsys.readouterr().out
    assert "\nresources:\n  posts (aws:dynamodb/table:Table):\n" in told
    assert told.endswith("\nStack prod has no snapshot.\n")


def test_what_changed_is_shown_after_the_stack(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "write")
    (project / "__main__.py").write_text(f"{PROGRAM}\naws.sqs.Queue('jobs')\n")
    run(monkeypatch, "show", "prod")
    assert "+   jobs (aws:sqs/queue:Queue): {}" in capsys.readouterr().out


ALARM = """
aws.cloudwatch.MetricAlarm(
    "age",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods=1,
    namespace="AWS/SQS",
    metric_name="ApproximateAgeOfOldestMessage",
    period=60,
    statistic="Maximum",
    threshold=60,
)
"""


def test_a_change_of_the_idle_cost_is_shown(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "write")
    (project / "__main__.py").write_text(PROGRAM + ALARM)
    capsys.readouterr()
    run(monkeypatch, "write")
    told = capsys.readouterr().out
    assert "Idle cost a month: $0.00 -> $0.10" in told
    assert "@@ idle cost a month @@" in told

"""Rules of CloudWatch's alarms and dashboards."""

from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.rule import Problem, Rule, at_most, between, like, must, one_of, read_json, values

_ALARM, _DASHBOARD = "cloudwatch/metricAlarm:MetricAlarm", "cloudwatch/dashboard:Dashboard"

_REFERENCE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference"
_PUT_ALARM = f"{_REFERENCE}/API_PutMetricAlarm.html"
_BODY = f"{_REFERENCE}/CloudWatch-Dashboard-Body-Structure.html"

_COLUMNS = 24
_HOUR, _DAY = 3600, 86_400

_PERIODS = ("period", "metricQueries.*.period", "metricQueries.*.metric.period")


def _is_period(seconds: float) -> bool:
    return seconds in {10, 20, 30} or (seconds > 0 and seconds % 60 == 0)


def _find_long_look_back(alarm: Resource, _recording: Recording) -> Iterator[Problem]:
    number = alarm.inputs.get("evaluationPeriods", 1)
    for path in _PERIODS:
        for place, period in values(alarm, path):
            longest = _DAY if period < _HOUR else 7 * _DAY
            if period * number > longest:
                yield (
                    "evaluationPeriods",
                    f"times {place} must be at most {longest:,} s, not {period * number:,g} s",
                )


def _find_excess_of_data_points(alarm: Resource, _recording: Recording) -> Iterator[Problem]:
    number, points = alarm.inputs.get("evaluationPeriods", 1), alarm.inputs.get("datapointsToAlarm", 1)
    if points > number:
        yield "datapointsToAlarm", f"must be at most evaluationPeriods, {number:g}, and not {points:g}"


def _find_statistic(alarm: Resource, _recording: Recording) -> Iterator[Problem]:
    given = {"statistic", "extendedStatistic"} & alarm.inputs.keys()
    if "metricName" in alarm.inputs and len(given) != 1:
        yield "statistic", "is needed with metricName, or extendedStatistic, and not both"


def _find_odd_body(dashboard: Resource, _recording: Recording) -> Iterator[Problem]:
    body = read_json(dashboard.inputs.get("dashboardBody", ""))
    if not isinstance(body, dict) or "widgets" not in body:
        yield "dashboardBody", "must be JSON with a list of widgets"


def _find_wide_widget(dashboard: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, widget in values(dashboard, "dashboardBody.widgets.*"):
        end = widget.get("x", 0) + widget.get("width", 6)
        if end > _COLUMNS:
            yield f"{path}.width", f"must end at column {_COLUMNS}, and not at {end}"


RULES = (
    *(must(_ALARM, path, "10, 20, 30 or a multiple of 60", _PUT_ALARM, _is_period) for path in _PERIODS),
    Rule(_ALARM, _PUT_ALARM, _find_long_look_back),
    Rule(_ALARM, _PUT_ALARM, _find_excess_of_data_points),
    Rule(_ALARM, _PUT_ALARM, _find_statistic),
    *(at_most(_ALARM, actions, 5, _PUT_ALARM) for actions in ("alarmActions", "okActions")),
    *(
        like(_ALARM, f"{actions}.*", r"arn:.+", "an ARN", _PUT_ALARM)
        for actions in ("alarmActions", "okActions")
    ),
    like(
        _DASHBOARD,
        "dashboardName",
        r"[\w-]{1,255}",
        "1 to 255 letters, digits, '-' or '_'",
        f"{_REFERENCE}/API_PutDashboard.html",
    ),
    Rule(_DASHBOARD, _BODY, _find_odd_body),
    Rule(_DASHBOARD, _BODY, _find_wide_widget),
    at_most(_DASHBOARD, "dashboardBody.widgets", 500, _BODY),
    between(_DASHBOARD, "dashboardBody.widgets.*.x", 0, _COLUMNS - 1, _BODY),
    between(_DASHBOARD, "dashboardBody.widgets.*.width", 1, _COLUMNS, _BODY),
    between(_DASHBOARD, "dashboardBody.widgets.*.height", 1, 1000, _BODY),
    one_of(
        _DASHBOARD,
        "dashboardBody.widgets.*.type",
        {"alarm", "chart", "custom", "explorer", "log", "metric", "text"},
        _BODY,
    ),
)

"""The README's example of a component."""

import re
from pathlib import Path

from infra.event_pipeline import EventPipeline
from infra.parts.packaging import Platform
from preview.recording import record

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_s_component_can_be_used_as_it_stands() -> None:
    [example] = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    variables: dict[str, object] = {}
    recorded = record(lambda: exec(example, variables))  # noqa: S102 - it is our own README
    assert isinstance(variables["pipeline"], EventPipeline)
    assert recorded.one("sns/topic:Topic", "announcements-emails")
    assert all(
        function["architectures"] == [Platform.LAMBDA.architecture]
        for function in recorded.of_type("lambda/function:Function")
    )

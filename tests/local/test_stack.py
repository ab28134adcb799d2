"""The stack `local`, when it cannot be deployed."""

from pathlib import Path

import pytest

from emulated_aws.deployment import DeploymentError
from local import stack
from local.stack import LOG, local_stack
from local.steps import Steps


def test_the_log_is_kept_when_the_deployment_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deploy(*_: object) -> None:
        raise DeploymentError("no such thing")

    monkeypatch.setattr(stack, "deploy", deploy)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DeploymentError) as raised, local_stack(0, Steps()):
        pass
    assert any(str(LOG) in note for note in raised.value.__notes__)
    assert "INFO" in LOG.read_text()

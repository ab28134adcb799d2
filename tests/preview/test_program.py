"""Check of a Pulumi program of one's own, outside this repository."""

import subprocess
import sys
from pathlib import Path

import pytest

from preview.program import check_program

ROOT = Path(__file__).parents[2]

QUEUES = """\
import pulumi
import pulumi_aws as aws

aws.sqs.Queue("jobs", max_message_size=pulumi.Config().get_int("size"))
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program whose folder has an `infra` of its own."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("import infra.queues\n")
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "queues.py").write_text(QUEUES)
    return tmp_path


def write_stack(program: Path, name: str, size: int) -> None:
    (program / f"Pulumi.{name}.yaml").write_text(f"config:\n  shop:size: {size}\n")


def refusal(program: Path, stack: str | None = None) -> str:
    with pytest.raises(SystemExit) as end:
        check_program(program, stack)
    return str(end.value)


def test_the_command_ends_with_1_for_a_violation_and_with_0_without_any(program: Path) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "preview", "check", str(program)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    sound = run()
    assert (sound.returncode, sound.stdout, sound.stderr) == (0, "", "")
    write_stack(program, "prod", 1)
    refused = run()
    assert refused.returncode == 1
    assert refused.stdout.startswith("jobs: MaximumMessageSize: ")
    assert refused.stderr == "AWS would refuse stack prod.\n"


def test_each_stack_that_has_a_file_is_judged_by_its_own_settings(program: Path) -> None:
    for name, size in (("dev", 1024), ("prod", 1), ("staging", 2)):
        write_stack(program, name, size)
    assert refusal(program) == "AWS would refuse stack prod, stack staging."
    check_program(program, "dev")


def test_a_type_that_is_not_known_is_told_and_the_rest_is_judged(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = 'stream = aws.kinesis.Stream("s")\naws.sqs.Queue("odd name", tags={"stream": stream.arn})\n'
    (program / "infra" / "queues.py").write_text(QUEUES + more)
    refusal(program)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("Not judged by AWS's schemas: 1 of aws:kinesis/stream:Stream: ")
    assert told[1].startswith("odd name: name: ")


def test_an_error_of_the_program_is_told_with_its_place(program: Path) -> None:
    (program / "infra" / "queues.py").write_text("\nraise ValueError('no colour')\n")
    assert refusal(program) == f"{program}/infra/queues.py:2: ValueError: no colour"


def test_a_question_to_aws_that_the_preview_cannot_answer_is_named(program: Path) -> None:
    (program / "infra" / "queues.py").write_text("import pulumi_aws as aws\n\naws.ec2.get_ami()\n")
    assert "does not know what AWS answers to aws:ec2/getAmi:getAmi" in refusal(program)


def test_a_program_may_ask_for_its_account_and_its_region(program: Path) -> None:
    asking = 'aws.sqs.Queue(f"{aws.get_caller_identity().account_id}-{aws.get_region().region}")\n'
    (program / "infra" / "queues.py").write_text(QUEUES + asking)
    check_program(program, None)


def test_a_folder_that_is_no_project_and_a_stack_that_is_not_there_are_named(program: Path) -> None:
    assert "Pulumi.prod.yaml" in refusal(program, "prod")
    assert "has no Pulumi.yaml" in refusal(program / "infra")


def test_files_of_a_project_that_cannot_be_read_are_named(program: Path) -> None:
    (program / "Pulumi.yaml").write_text("name: [")
    assert "is no YAML" in refusal(program)


def test_a_type_that_has_no_place_in_a_template_is_judged_by_the_rules(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = 'aws.s3.BucketObjectv2("o", bucket="b", tags={str(number): "x" for number in range(11)})\n'
    (program / "infra" / "queues.py").write_text(QUEUES + more)
    refusal(program)
    assert "o: tags: " in capsys.readouterr().out

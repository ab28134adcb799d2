"""Comparison of what scanners find with what has a reason."""

from preview.scan import find_problems, read_reasons

PAGE = """
| Check | Wants | Why not, or where instead |
|---|---|---|
| `CKV_AWS_1` | a thing | none |
| `CKV2_AWS_2` | another thing | none |
"""


def test_a_check_that_fails_without_a_reason_is_a_problem_and_one_with_a_reason_is_none() -> None:
    failures = {
        "CKV_AWS_1 (a thing)": ["one"],
        "CKV2_AWS_2 (another)": ["one"],
        "CKV_AWS_3 (a third)": ["a", "b"],
    }
    [problem] = find_problems(failures, read_reasons(PAGE))
    assert problem.startswith("CKV_AWS_3 (a third): a, b. ")


def test_a_reason_for_what_fails_no_more_is_a_problem() -> None:
    [problem] = find_problems({"CKV_AWS_1 (a thing)": ["one"]}, read_reasons(PAGE))
    assert problem.startswith("CKV2_AWS_2 fails no more")

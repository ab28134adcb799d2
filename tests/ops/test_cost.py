from pathlib import Path

from ops.cost import Usage, estimate

OPERATIONS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()


def cost_of(service: str, **usage: int) -> float:
    [cost] = [one for one in estimate(Usage(**usage), "prod") if one.service == service]
    return cost.dollars


def test_comprehend_bills_at_least_300_characters_and_then_each_begun_100() -> None:
    assert cost_of("Comprehend", body=1) == cost_of("Comprehend", body=300) == 300
    assert cost_of("Comprehend", body=301) == 400


def test_what_nobody_subscribes_to_costs_a_publication() -> None:
    assert cost_of("SNS", subscribers=0) == 0.5
    assert cost_of("SNS", subscribers=10) == 200.5


def test_the_dearest_service_comes_first() -> None:
    dollars = [cost.dollars for cost in estimate(Usage(), "prod")]
    assert dollars == sorted(dollars, reverse=True)


def test_the_docs_say_what_the_command_says() -> None:
    for cost in estimate(Usage(), "prod"):
        assert f"| {cost.dollars:,.2f} | {cost.service} | {cost.formula} |\n" in OPERATIONS

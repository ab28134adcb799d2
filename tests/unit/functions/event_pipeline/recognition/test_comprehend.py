from typing import Any

import pytest
from botocore.stub import Stubber

from functions.event_pipeline.recognition.comprehend import Recognizer
from functions.runtime.clients import make_client
from tests.unit.functions.stubbed_client import sdk_client


@pytest.fixture
def recognizer(comprehend: Stubber) -> Recognizer:  # noqa: ARG001 - the client is stubbed
    return Recognizer(make_client("comprehend"), "es")


def entity(kind: str, text: str, begin: int) -> dict[str, Any]:
    return {"Score": 0.9, "Type": kind, "Text": text, "BeginOffset": begin, "EndOffset": begin + len(text)}


def test_the_language_of_the_posts_is_asked_for(recognizer: Recognizer, comprehend: Stubber) -> None:
    comprehend.add_response("detect_entities", {"Entities": []}, {"Text": "Hola", "LanguageCode": "es"})
    assert recognizer.find_entities("Hola") == {}


def test_texts_are_distinct_and_in_order_of_appearance(recognizer: Recognizer, comprehend: Stubber) -> None:
    found = [
        entity("PERSON", "Joe", 20),
        entity("LOCATION", "Spain", 30),
        entity("PERSON", "Ann", 5),
        entity("PERSON", "Joe", 0),
        entity("PERSON", "joe", 40),
    ]
    comprehend.add_response("detect_entities", {"Entities": found})
    assert recognizer.find_entities("...") == {"locations": ["Spain"], "persons": ["Joe", "Ann", "joe"]}


def test_each_type_of_comprehends_has_its_key_and_keys_are_sorted(
    recognizer: Recognizer, comprehend: Stubber
) -> None:
    model = sdk_client("comprehend").meta.service_model
    kinds: list[str] = model.shape_for("EntityType").enum  # type: ignore[attr-defined] # of string shapes
    comprehend.add_response("detect_entities", {"Entities": [entity(kind, kind, 0) for kind in kinds]})
    entities = recognizer.find_entities("...")
    assert list(entities) == [
        "commercialItems",
        "dates",
        "events",
        "locations",
        "organizations",
        "others",
        "persons",
        "quantities",
        "titles",
    ]

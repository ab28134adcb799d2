"""Entity recognition by Amazon Comprehend."""

from typing import TYPE_CHECKING

from functions.domain.post import Entities
from functions.runtime.aws.config import Config

if TYPE_CHECKING:
    from mypy_boto3_comprehend import ComprehendClient
    from mypy_boto3_comprehend.literals import LanguageCodeType

# For the client. A long text takes Comprehend seconds, and nobody is waiting.
RECOGNIZING = Config(read_timeout=60)

# Comprehend's types of entities, and what lists of them are called in a post:
# https://docs.aws.amazon.com/comprehend/latest/dg/how-entities.html
_KEYS = {
    "PERSON": "persons",
    "LOCATION": "locations",
    "ORGANIZATION": "organizations",
    "COMMERCIAL_ITEM": "commercialItems",
    "EVENT": "events",
    "DATE": "dates",
    "QUANTITY": "quantities",
    "TITLE": "titles",
    "OTHER": "others",
}


class Recognizer:
    """Finds the entities that a text names."""

    def __init__(self, comprehend: "ComprehendClient", language: "LanguageCodeType") -> None:
        """Uses Comprehend.

        Args:
            comprehend: The client, configured with `RECOGNIZING`.
            language: The language of all texts.
        """
        self._comprehend = comprehend
        self._language = language

    def find_entities(self, text: str) -> Entities:
        """Finds the distinct texts that name something, in order of appearance, by the kind of thing.

        Args:
            text: 1 to 100,000 bytes in UTF-8: Comprehend's limit for one call.
        """
        response = self._comprehend.detect_entities(Text=text, LanguageCode=self._language)
        found: dict[str, dict[str, None]] = {}  # a dict for each list: a set that keeps its order
        for entity in sorted(response["Entities"], key=lambda entity: entity["BeginOffset"]):
            found.setdefault(_KEYS.get(entity["Type"], _KEYS["OTHER"]), {})[entity["Text"]] = None
        return {key: list(texts) for key, texts in sorted(found.items())}

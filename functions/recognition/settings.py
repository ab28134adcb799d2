"""What the function is told by its environment."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.environment_settings import EnvironmentSettings

if TYPE_CHECKING:
    from mypy_boto3_comprehend.literals import LanguageCodeType


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The function's settings.

    Attributes:
        posts_table: The name of the posts table (`POSTS_TABLE`).
        language: The language of the posts, by Comprehend's code for it (`LANGUAGE`).
    """

    posts_table: str
    language: "LanguageCodeType"

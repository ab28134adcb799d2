"""Arguments that components share, and pass on to what they are made of."""

from typing import TYPE_CHECKING, Annotated, NotRequired, TypedDict, cast

from pydantic import AfterValidator

from infra.parts.alarm import Alarms
from infra.parts.encryption import Encryption
from infra.parts.function_settings import FunctionSettings, check_python
from infra.parts.rules import RetentionDays

DEFAULT_LOG_RETENTION_DAYS = 30


class SharedArgs(TypedDict):
    """Arguments that components share."""

    function_settings: NotRequired[Annotated[FunctionSettings, AfterValidator(check_python)]]
    """Settings that all its functions have in common. Default: the default of each."""

    log_retention_days: NotRequired[RetentionDays]
    """Days for which logs are kept: one of CloudWatch's choices. Default: 30."""

    encryption: NotRequired[Encryption]
    """KMS keys of one's own that encrypt what is stored. Default: keys that AWS owns."""

    alarms: NotRequired[Alarms]
    """The alarms to create. Default: `all`."""


if TYPE_CHECKING:

    class Shared(SharedArgs, closed=True):
        """Shared arguments and no others, so that they can be unpacked beside others (PEP 728)."""


def shared(args: SharedArgs) -> "Shared":
    """Returns the shared arguments of a component, for what it is made of.

    Args:
        args: All its arguments.
    """
    return cast("Shared", {name: args[name] for name in SharedArgs.__annotations__ if name in args})  # type: ignore[literal-required] # they are its names

"""Pulumi's automatic names, but the same in each deployment.

https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration
"""

import hashlib
import re
from collections.abc import Mapping

from emulated_aws.deployment.errors import UnsupportedError

_DEFAULT_PATTERN = "${name}-${hex(7)}"
_EXPRESSION = re.compile(r"\$\{(\w+)(?:\((\d+)\))?\}")


class AutoNaming:
    """Makes physical names by a pattern.

    Args:
        setting: The value of `pulumi:autonaming`.
        project: The project's name.
        stack: The stack's name.

    Raises:
        UnsupportedError: The setting has more than a pattern, or its pattern an expression that is not known.
    """

    def __init__(self, setting: Mapping[str, object], project: str, stack: str) -> None:
        if unknown := setting.keys() - {"pattern"}:
            raise UnsupportedError(f"pulumi:autonaming: {', '.join(sorted(unknown))}")
        self._pattern = str(setting.get("pattern", _DEFAULT_PATTERN))
        self._known = {"project": project, "stack": stack}
        self.name("")

    def name(self, name: str) -> str:
        """Makes the physical name of a resource from its name in the program."""

        def replace(expression: re.Match[str]) -> str:
            match expression.groups():
                case "hex", str(digits):
                    return hashlib.sha256(name.encode()).hexdigest()[: int(digits)]
                case str(known), None if known in {**self._known, "name": name}:
                    return {**self._known, "name": name}[known]
            raise UnsupportedError(f"pulumi:autonaming: the expression {expression[0]}")

        return _EXPRESSION.sub(replace, self._pattern)

"""Rules of CloudFront."""

from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.rule import Problem, Rule, like, must, values

_DISTRIBUTION = "cloudfront/distribution:Distribution"

_REFERENCE = "https://docs.aws.amazon.com/cloudfront/latest/APIReference"
_ALIASES = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html"

_READ = ({"GET", "HEAD"}, {"GET", "HEAD", "OPTIONS"})
_ALL = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}


def _methods(property_: str, choices: tuple[set[str], ...]) -> Iterator[Rule]:
    for behaviour in ("defaultCacheBehavior", "orderedCacheBehaviors.*"):
        yield must(
            _DISTRIBUTION,
            f"{behaviour}.{property_}",
            " or ".join(", ".join(sorted(choice)) for choice in choices),
            f"{_REFERENCE}/API_{property_[0].upper()}{property_[1:]}.html",
            lambda methods: set(methods) in choices,
        )


def _find_aliases_without_certificate(distribution: Resource, _recording: Recording) -> Iterator[Problem]:
    certificate = distribution.inputs.get("viewerCertificate") or {}
    if distribution.inputs.get("aliases") and certificate.get("cloudfrontDefaultCertificate"):
        yield "viewerCertificate", "must be a certificate for the aliases, and not CloudFront's own"


def _find_same_alias(distribution: Resource, recording: Recording) -> Iterator[Problem]:
    aliases = [alias for _, alias in values(distribution, "aliases.*")]
    for number, alias in enumerate(aliases):
        others = (one for one in recording.of_type(_DISTRIBUTION) if one.urn < distribution.urn)
        if alias in aliases[:number] or any(alias in one.inputs.get("aliases", ()) for one in others):
            yield f"aliases.{number}", f"must be an alias of one distribution, and once, not {alias!r} again"


RULES = (
    *_methods("allowedMethods", (*_READ, _ALL)),
    *_methods("cachedMethods", _READ),
    like(
        _DISTRIBUTION,
        "defaultRootObject",
        r"[^/].*",
        "a name without a slash before it, such as 'index.html'",
        f"{_REFERENCE}/API_DistributionConfig.html",
    ),
    like(
        _DISTRIBUTION,
        "viewerCertificate.acmCertificateArn",
        r"arn:[\w-]+:acm:us-east-1:.+",
        "the ARN of a certificate in us-east-1",
        f"{_REFERENCE}/API_ViewerCertificate.html",
    ),
    Rule(_DISTRIBUTION, f"{_REFERENCE}/API_ViewerCertificate.html", _find_aliases_without_certificate),
    Rule(_DISTRIBUTION, _ALIASES, _find_same_alias),
)

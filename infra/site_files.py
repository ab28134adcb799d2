"""Files of a static site: a folder, what the page needs to know, and where it may connect to."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NotRequired, TypedDict
from urllib.parse import urlsplit

import pulumi
import pulumi_aws as aws

from infra.parts.arguments import check_arguments
from infra.parts.rules import BucketName, Endpoint

# The kinds of files that a site may have. A machine's own table would differ from the next machine's.
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}

_PAGE = "index.html"
_CONFIG = "config.json"

# What editors and systems leave behind, and anything hidden but the folder of RFC 8615.
_LEFT_OUT = re.compile(r"\.(?!well-known$)|.*~$|#.*#$|(Thumbs\.db|desktop\.ini|__MACOSX)$")

# For browsers as for the network: a page that was published is there at the next reload.
_CACHE_CONTROL = "no-cache"

# The policies of a page all apply. The page's own comes with its file, when the endpoints are known.
_OWN_POLICY = '<meta http-equiv="Content-Security-Policy" content="connect-src {origins}">'


class SiteFilesArgs(TypedDict):
    """Arguments of `SiteFiles`."""

    bucket_name: pulumi.Input[BucketName]
    """The bucket that they are put into: that of `StaticSite`."""

    folder: str
    """The folder of the files, seen from the program's. One of them is `index.html`; they are CSS, HTML,
    JavaScript, JSON and SVG; any other kind is an error. Hidden files, but those in `.well-known`, and what
    editors and systems leave behind, such as `app.js~`, are left out."""

    config: NotRequired[Mapping[str, pulumi.Input[str]]]
    """What the page finds in `config.json`, such as the APIs' URLs. Default: nothing."""

    endpoints: NotRequired[Sequence[pulumi.Input[Endpoint]]]
    """URLs that the page may connect to, besides its own origin, such as `https://api.example.com` or
    `wss://realtime.example.com/live`. Default: none."""


class SiteFiles(pulumi.ComponentResource):
    """A page and what belongs to it, in the bucket of a static site.

    The page gets a content security policy, which lets it connect to the endpoints and nowhere else.
    """

    def __init__(self, name: str, args: SiteFilesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Puts each file of the folder into the bucket.

        Raises:
            pulumi.RunError: The folder has no page, or one without a head, a file of another kind or a
                `config.json`.
        """
        super().__init__("blog:index:SiteFiles", name, None, opts)
        args = check_arguments(self, args, SiteFilesArgs)
        folder = Path(args["folder"])
        # They were parts of the site of the same name once. As new resources they would be put to the same
        # keys, and then the old ones deleted there.
        earlier = pulumi.Alias(parent=pulumi.create_urn(name, "blog:index:StaticSite"))
        child = pulumi.ResourceOptions(parent=self, aliases=[earlier])

        def put(
            key: str, *, content: pulumi.Input[str] | None = None, source: pulumi.Asset | None = None
        ) -> None:
            suffix = PurePosixPath(key).suffix
            if suffix not in _MEDIA_TYPES:
                raise pulumi.RunError(f"SiteFiles: {key} is none of {', '.join(_MEDIA_TYPES)}")
            aws.s3.BucketObjectv2(
                f"{name}-{key}",
                bucket=args["bucket_name"],
                key=key,
                content=content,
                source=source,
                content_type=_MEDIA_TYPES[suffix],
                cache_control=_CACHE_CONTROL,
                opts=child,
            )

        paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        files = {
            path.as_posix(): folder / path for path in paths if not any(map(_LEFT_OUT.match, path.parts))
        }
        if _CONFIG in files:
            raise pulumi.RunError(
                f"SiteFiles: {_CONFIG} in {folder} must go: it is made of the argument config"
            )
        put(_PAGE, content=_restrict(folder, files, args.get("endpoints", [])))
        for key in sorted(files.keys() - {_PAGE}):
            put(key, source=pulumi.FileAsset(os.path.relpath(files[key])))
        put(_CONFIG, content=pulumi.Output.json_dumps(args.get("config", {})))
        self.register_outputs({})


def _restrict(
    folder: Path, files: Mapping[str, Path], endpoints: Sequence[pulumi.Input[str]]
) -> pulumi.Output[str]:
    """Lets the page connect to its own origin and to those of the endpoints, and to no other."""
    if _PAGE not in files:
        raise pulumi.RunError(f"SiteFiles: there is no {_PAGE} in {folder}")
    head, found, rest = files[_PAGE].read_text("utf-8").partition("<head>")
    if not found:
        raise pulumi.RunError(f"SiteFiles: {_PAGE} has no <head> for its content security policy")

    def write(urls: Sequence[str]) -> str:
        origins = dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in map(urlsplit, urls))
        return head + found + _OWN_POLICY.format(origins=" ".join(["'self'", *origins])) + rest

    return pulumi.Output.all(*endpoints).apply(write)

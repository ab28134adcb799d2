"""Data of the SDK, cut down to the services that are called."""

from pathlib import Path

import botocore
import pytest
from botocore.loaders import Loader
from botocore.session import Session

from infra.parts.packaging.sdk_data import is_needed, slim_endpoints
from infra.settings import REGIONS

SITE = Path(botocore.__file__).parents[1]
SERVICES = ["apigatewaymanagementapi", "comprehend", "dynamodb", "events", "sns", "sqs"]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A session that has the cut list of endpoints."""
    target = tmp_path_factory.mktemp("slim")
    [slim] = slim_endpoints(SITE, SERVICES, target).values()
    assert slim.stat().st_size < (SITE / "botocore/data/endpoints.json").stat().st_size / 20
    for data in SITE.joinpath("botocore/data").iterdir():
        if data.name != slim.name:
            (slim.parent / data.name).symlink_to(data)
    session = Session()
    loader = Loader(extra_search_paths=[str(slim.parent)], include_default_search_paths=False)
    session.register_component("data_loader", loader)
    return session


@pytest.mark.parametrize("service", SERVICES)
def test_clients_find_the_same_endpoints_as_with_the_whole_list(session: Session, service: str) -> None:
    whole = Session()
    for region in REGIONS:
        slim_meta, meta = (one.create_client(service, region).meta for one in (session, whole))
        assert slim_meta.endpoint_url == meta.endpoint_url
        assert slim_meta.partition == meta.partition
        assert vars(slim_meta.config)["signature_version"] == vars(meta.config)["signature_version"]


def test_data_of_no_service_is_needed_by_all() -> None:
    assert is_needed(Path("botocore/data/partitions.json"), [])
    assert is_needed(Path("botocore/client.py"), [])
    assert is_needed(Path("botocore/data/sqs/2012-11-05/service-2.json.gz"), ["sqs"])
    assert not is_needed(Path("botocore/data/sqs/2012-11-05/service-2.json.gz"), ["sns"])
    assert not is_needed(Path("botocore/data/sqs/2012-11-05/examples-1.json"), ["sqs"])

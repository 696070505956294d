"""The contract of all stores, exactness whatever befalls, and round trips, on Amazon DynamoDB Local."""

from tests.counter.test_store import *  # noqa: F403 - they are this suite's tests too
from tests.engines.exactness import *  # noqa: F403
from tests.engines.round_trips import *  # noqa: F403

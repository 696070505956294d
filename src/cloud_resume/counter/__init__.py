"""Count a visit: the API's handler over a store, on the standard library alone.

A name is imported when it is first used, for a cold start must not load what it does not need.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cloud_resume.counter._client import DynamoDBClient, RefusedError
    from cloud_resume.counter._counter import Counter, Settings
    from cloud_resume.counter._dynamodb import DynamoDBStore
    from cloud_resume.counter._errors import StoreError
    from cloud_resume.counter._sqlite import SQLiteStore
    from cloud_resume.counter._store import Store

__all__ = [
    "Counter",
    "DynamoDBClient",
    "DynamoDBStore",
    "RefusedError",
    "SQLiteStore",
    "Settings",
    "Store",
    "StoreError",
]

_MODULES = {
    "Counter": "_counter",
    "DynamoDBClient": "_client",
    "DynamoDBStore": "_dynamodb",
    "RefusedError": "_client",
    "SQLiteStore": "_sqlite",
    "Settings": "_counter",
    "Store": "_store",
    "StoreError": "_errors",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - not needed where the submodules are imported by name

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)

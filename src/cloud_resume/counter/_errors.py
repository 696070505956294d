"""The one error that a store raises."""


class StoreError(Exception):
    """The store is out of reach or has refused; the message names no address and no user agent."""

"""What a visit costs in time, capacity and money; Markdown on standard output.

`make bench` runs it, in about three minutes.
"""

from tools.dynamodb_local import dynamodb_local
from tools.proxy import Proxy

from bench import counter_capacity, counter_start, counter_throughput

TITLE = """\
# The counter

Made by `make bench`. The reference is what the Cloud Resume Challenge's counters do: a boto3 table made at import, and
an `ADD` of one to the one item `visitors` at each load of the page.
"""


def main() -> None:
    """Print the tables."""
    print(TITLE)
    print(counter_start.section())
    with dynamodb_local() as url, Proxy(url) as proxy:
        print(counter_capacity.section(proxy))
        print(counter_throughput.section(proxy), end="")


if __name__ == "__main__":
    main()

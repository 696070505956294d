"""The type of a port among the arguments."""


def port(word: str) -> int:
    """Give the number; argparse words the complaint from the ValueError and this function's name."""
    number = int(word)
    if not 0 <= number < 1 << 16:
        raise ValueError
    return number

"""Times two things in turn, several rounds, and prints the ratio of their medians."""

import json
import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(
    name: str, what: str, ours: Callable, beside: Callable, *, scale: float = 1, rounds: int = 3, goal: str = ""
):
    """`scale`: how many times more work `ours` does than `beside`. ratio = seconds of ours per unit of work over theirs."""
    pairs = [(seconds(ours), seconds(beside)) for _ in range(rounds)]
    mine, other = (statistics.median(one) for one in zip(*pairs, strict=True))
    figure = {
        "id": name,
        "what": what,
        "ours_s": round(mine, 3),
        "beside_s": round(other, 3),
        "ratio": round(mine / scale / other, 3),
        "goal": goal,
    }
    print(json.dumps(figure, ensure_ascii=False), flush=True)


def compare_p95(name: str, what: str, ours: Callable, beside: Callable, *, rounds: int = 200, goal: str = ""):
    """Each in turn, many times: what the slowest twentieth takes at least, ours over theirs."""
    pairs = [(seconds(ours), seconds(beside)) for _ in range(rounds)]
    mine, other = (statistics.quantiles(one, n=20)[-1] for one in zip(*pairs, strict=True))
    figure = {
        "id": name,
        "what": what,
        "ours_s": round(mine, 5),
        "beside_s": round(other, 5),
        "ratio": round(mine / other, 3),
        "goal": goal,
    }
    print(json.dumps(figure, ensure_ascii=False), flush=True)

"""The goals, and the tables that say whether they are met. A ratio is to the hello of the same round."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Goal:
    """What must hold, and what would be fine."""

    must: float
    stretch: float


AGAINST_HELLO = {
    "feed 304": Goal(0.5, 0.2),
    "feed 200, stored body": Goal(0.6, 0.25),
    "95/5 mix": Goal(0.5, 0.2),
    "agenda, filled": Goal(25, 10),
    "roster of 40": Goal(25, 10),
    "roster of 200": Goal(25, 10),
}
MILLISECONDS = {
    "feed 200 made anew": Goal(60, 20),
    "roster of 200, whole request": Goal(15, 8),
    "move a meeting of a group of 200": Goal(10, 1),
}
MEMORY = Goal(120, 80)
OF_GUNICORN = 0.41  # what hello costs under granian, of what it costs under gunicorn's gthread


def print_costs(costs: Mapping[str, list[float]], hello: str) -> None:
    """Print every case: its median ratio, the least and the most of all rounds, and its goal.

    The goals were set against hello under gunicorn's gthread; that ratio is reckoned, ours is measured.
    """
    print("| what | ÷ hello, median | rounds from–to | ÷ gunicorn's hello | best ms | must | stretch | |")
    print("|---|---|---|---|---|---|---|---|")
    for name, taken in costs.items():
        ratios = [one / other for one, other in zip(taken, costs[hello], strict=True)]
        ratio, ms = median(ratios), median(taken) * 1000
        said = ["", "", ""]
        if goal := AGAINST_HELLO.get(name):
            said = [*_said(goal, ""), _verdict(goal, ratio * OF_GUNICORN)]
        elif goal := MILLISECONDS.get(name):
            said = [*_said(goal, " ms"), _verdict(goal, ms)]
        spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
        _row([name, f"{ratio:.2f}", spread, f"{ratio * OF_GUNICORN:.2f}", f"{min(taken) * 1000:.2f}", *said])


def print_parts(parts: Mapping[str, tuple[float, float]], hello: float) -> None:
    """Print what parts cost by themselves."""
    print("\n| in one process | ÷ hello, median | best ms | median ms | must | stretch | |")
    print("|---|---|---|---|---|---|---|")
    for name, (best, middle) in parts.items():
        goal = MILLISECONDS.get(name)
        said = [*_said(goal, " ms"), _verdict(goal, middle)] if goal else ["", "", ""]
        _row([name, f"{middle / hello:.2f}", f"{best:.3f}", f"{middle:.3f}", *said])


def print_memory(mebibytes: float) -> None:
    """Print the largest web worker's resident memory."""
    print(f"\nLargest web worker: {mebibytes:.0f} MiB resident; {_verdict(MEMORY, mebibytes)} (must 120, stretch 80).")


def _said(goal: Goal, unit: str) -> list[str]:
    return [f"≤ {goal.must:g}{unit}", f"{goal.stretch:g}{unit}"]


def _verdict(goal: Goal, reached: float) -> str:
    if reached <= goal.stretch:
        return "met, stretch too"
    return "met" if reached <= goal.must else "**not met**"


def _row(cells: Iterable[str]) -> None:
    print("| " + " | ".join(cells) + " |")

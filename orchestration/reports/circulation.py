"""A two-way table with its totals as a circulation: every cell is an arc, every sum a node whose flows balance.

A cell of row r and column c flows from r to c, a column's total from c to the total row, the grand total from there
to the total column, a row's total from there to r. What a reader may suppose of withheld cells are the circulations
that leave the published arcs as they are; between which bounds a cell may lie, a maximum flow says exactly.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping
from math import inf

Node = tuple[str, str]  # row or column, and its label
Arc = tuple[Node, Node]
Step = tuple[Arc, bool]  # an arc, and whether it is gone along (its flow grows) or against (it shrinks)
Cost = Callable[[Arc], float]


def slack(flows: Mapping[Arc, int], free: Iterable[Arc], arc: Arc) -> tuple[int, float]:
    """By how much the flow of an arc can shrink and can grow while only the free arcs change.

    flows: a circulation, nowhere below zero; it is left as it is. Growth without bound is infinite.
    """
    opened = set(free)
    others = {other: 0.0 if other in opened else inf for other in flows if other != arc}
    down = push(dict(flows), others.__getitem__, arc, grows=False, wanted=flows[arc])
    up = push(dict(flows), others.__getitem__, arc, grows=True, wanted=inf)
    return int(down[0]), up[0]


def push(flows: dict[Arc, int], cost: Cost, arc: Arc, grows: bool, wanted: float) -> tuple[float, list[Arc]]:
    """Send flow round through an arc by the cheapest ways until as much as wanted has gone, or no way is left.

    cost: of using an arc at all, infinite where it must stay; never asked of `arc` itself. flows is changed, but for
    the arc itself. Returns how much went and the arcs it went by.
    """
    start, end = (arc[1], arc[0]) if grows else arc
    ways = _ways(other for other in flows if other != arc)
    sent, used = 0.0, []
    while sent < wanted:
        path = _cheapest(flows, ways, cost, start, end)
        if path is None:
            break
        room = min([flows[step] for step, along in path if not along], default=inf)
        amount = min(room, wanted - sent)
        used += [step for step, _ in path]
        sent += amount
        if amount == inf:
            break
        for step, along in path:
            flows[step] += int(amount) if along else -int(amount)
    return sent, used


def _ways(arcs: Iterable[Arc]) -> dict[Node, list[tuple[Node, Step]]]:
    """Where one gets from each node, along an arc or against it."""
    ways: dict[Node, list[tuple[Node, Step]]] = {}
    for arc in arcs:
        tail, head = arc
        ways.setdefault(tail, []).append((head, (arc, True)))
        ways.setdefault(head, []).append((tail, (arc, False)))
    return ways


def _cheapest(
    flows: Mapping[Arc, int],
    ways: Mapping[Node, list[tuple[Node, Step]]],
    cost: Cost,
    start: Node,
    end: Node,
) -> list[Step] | None:
    """Dijkstra's way over arcs that may still change; None where there is none. Ties go to what was declared first."""
    queue: list[tuple[float, int, Node]] = [(0.0, 0, start)]
    best: dict[Node, float] = {start: 0.0}
    came: dict[Node, tuple[Node, Step]] = {}
    pushed = 0
    while queue:
        spent, _, node = heapq.heappop(queue)
        if node == end:
            return _steps(came, start, end)
        for reached, (arc, along) in ways.get(node, ()) if spent <= best[node] else ():
            total = spent + cost(arc)
            if (along or flows[arc] > 0) and total < best.get(reached, inf):
                pushed += 1
                best[reached], came[reached] = total, (node, (arc, along))
                heapq.heappush(queue, (total, pushed, reached))
    return None


def _steps(came: Mapping[Node, tuple[Node, Step]], start: Node, end: Node) -> list[Step]:
    steps, node = [], end
    while node != start:
        node, step = came[node]
        steps.append(step)
    return steps[::-1]

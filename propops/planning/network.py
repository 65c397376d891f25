"""Who can be visited at all: households flow to cells (officer, day, slot), cells to days, days to officers, each with room for
so many. A household is taken when an augmenting path exists, so that taking them in order of urgency is the greedy algorithm
of a matroid and gives the best set."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from propops.planning.instance import Window
from propops.planning.windows import Timetable, bits


@dataclass(slots=True)
class Guest:
    """`options` names officers, the preferred one first, each with the days he may come."""

    unit: str
    window: Window | None
    options: tuple[tuple[str, int], ...]
    movable: bool = True
    planned: bool = False  # by the last plan, and nobody told: moved only for a due visit


@dataclass(slots=True, eq=False)
class Node:
    """A slot of a day, a day, or an officer; `room` is what is left of its capacity."""

    room: int
    parent: "Node | None"
    officer: str
    day: int = -1
    slot: str = ""
    used: int = 0
    closed: bool = False
    children: "list[Node]" = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)


class Network:
    def __init__(self, timetables: dict[str, Timetable]) -> None:
        self.timetables = timetables
        self.officers: dict[str, Node] = {}
        self.days: dict[tuple[str, int], Node] = {}
        self.cells: dict[tuple[str, int, str], Node] = {}
        self.place: dict[str, Node] = {}
        for name, timetable in timetables.items():
            self._add_officer(name, timetable)

    def _add_officer(self, name: str, timetable: Timetable) -> None:
        top = self.officers[name] = Node(timetable.capacity, None, name)
        for day in timetable.days:
            node = self.days[name, day] = Node(timetable.officer.max_day, top, name, day)
            top.children.append(node)
            for slot in timetable.slots[day]:
                cell = self.cells[name, day, slot.id] = Node(timetable.officer.max_slot, node, name, day, slot.id)
                node.children.append(cell)

    def put(self, guest: Guest, cell: Node) -> None:
        """Without a question whether there is room."""
        cell.guests.append(guest)
        self.place[guest.unit] = cell
        _count(cell, 1)

    def has_room(self, cell: Node) -> bool:
        node: Node | None = cell
        while node is not None and node.room > 0:
            node = node.parent
        return node is None

    def remove(self, guest: Guest) -> None:
        cell = self.place.pop(guest.unit)
        cell.guests.remove(guest)
        _count(cell, -1)

    def add(self, guest: Guest) -> bool:
        cell = self._direct(guest)
        if cell is not None:
            self.put(guest, cell)
            return True
        return self._augment(guest)

    def _direct(self, guest: Guest) -> Node | None:
        """The emptiest allowed day of the first officer who has room."""
        for name, mask in guest.options:
            if self.officers[name].room > 0:
                days = [node for day in bits(mask) if (node := self.days[name, day]).room > 0]
                for node in sorted(days, key=lambda node: node.used):
                    for slot in self.timetables[name].allowed(guest.window, node.day):
                        cell = self.cells[name, node.day, slot]
                        if cell.room > 0:
                            return cell
        return None

    def cells_of(self, guest: Guest) -> Iterator[Node]:
        for name, mask in guest.options:
            yield from self.cells_with(guest, name, mask)

    def cells_with(self, guest: Guest, name: str, mask: int) -> Iterator[Node]:
        allowed = self.timetables[name].allowed
        for day in bits(mask):
            for slot in allowed(guest.window, day):
                yield self.cells[name, day, slot]

    def _augment(self, newcomer: Guest) -> bool:
        """Whatever a vain search reached can never lead to room again and is closed for good."""
        search = _Search(self)
        search.reach(self.cells_of(newcomer), None, newcomer)
        top = search.run()
        if top is None:
            for node in search.came:
                node.closed = True
            return False
        moves = search.moves(top)
        for guest, _cell in moves[:-1]:
            self.remove(guest)
        for guest, cell in moves:
            self.put(guest, cell)
        return True

    def let_planned_move(self, movable: bool) -> int:
        """How many visits of the last plan there are to move."""
        guests = [guest for cell in self.cells.values() for guest in cell.guests if guest.planned]
        for guest in guests:
            guest.movable = movable
        if guests:
            self.reopen()
        return len(guests)

    def in_the_way(self) -> list[Guest]:
        """Visits of the last plan in cells that the last vain search reached: without one of them there would be room."""
        return [guest for cell in self.cells.values() if cell.closed for guest in cell.guests if guest.planned]

    def reopen(self) -> None:
        """Room was made, or more households may be moved: nothing that was closed need stay so."""
        for node in (*self.officers.values(), *self.days.values(), *self.cells.values()):
            node.closed = False


def _count(node: Node | None, step: int) -> None:
    while node is not None:
        node.room -= step
        node.used += step
        node = node.parent


class _Search:
    """Fewest moves first: `came` holds where each node was reached from, and whose move leads there."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.came: dict[Node, tuple[Node | None, Guest | None]] = {}
        self.queue: deque[Node] = deque()

    def reach(self, nodes: Iterable[Node], origin: Node | None, guest: Guest | None) -> None:
        for node in nodes:
            if node not in self.came and not node.closed:
                self.came[node] = (origin, guest)
                if guest is None:
                    self.queue.appendleft(node)
                else:
                    self.queue.append(node)

    def run(self) -> Node | None:
        """The officer who has room left."""
        while self.queue:
            node = self.queue.popleft()
            if node.room > 0 and node.parent is None:
                return node
            self._expand(node)
        return None

    def _expand(self, node: Node) -> None:
        if node.room > 0 and node.parent is not None:
            self.reach((node.parent,), node, None)
        for guest in node.guests:
            if guest.movable:
                self._move_elsewhere(guest, node)
        self.reach((child for child in node.children if child.used), node, None)

    def _move_elsewhere(self, guest: Guest, node: Node) -> None:
        """Officers who were reached already need no look: the search goes on from them to all their cells in use."""
        for name, mask in guest.options:
            top = self.network.officers[name]
            if not top.closed and top not in self.came:
                self.reach(self.network.cells_with(guest, name, mask), node, guest)

    def moves(self, top: Node) -> list[tuple[Guest, Node]]:
        """The path, last step first: each household moves to the cell it leads to."""
        found: list[tuple[Guest, Node]] = []
        node: Node | None = top
        while node is not None:
            node_before, guest = self.came[node]
            if guest is not None:
                found.append((guest, node))
            node = node_before
        return found

"""
Whose turn is it among the people of an account? Pure: the queue of a campaign whose file has `account`.

So many people of one account are under way at once. When one of them has finished, the next one comes in: by the order
of the file, then by score. People without an account are on their own.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

from cadence.campaign.account_turns import AccountTurns
from cadence.domain import Lead
from cadence.domain.list_rows import LeadRow
from cadence.domain.nearest import same_word
from cadence.domain.queued import Queued


def queued(turns: AccountTurns, place: int, who: Lead | LeadRow) -> Queued:
    """Return a person as they stand in the queue; the name is their place in the list."""
    value = who.attributes.get(turns.column, "")
    return Queued(lead=str(place), account=same_word(who.account), value=value, score=who.score)


def rank(turns: AccountTurns, value: str) -> int:
    """Return the place of a value in the order of the file; what it does not name goes last."""
    known = [same_word(word) for word in turns.values]
    return known.index(same_word(value)) if same_word(value) in known else len(known)


class TurnQueue:
    """Who may come in, the accounts in the order in which their first people stand in the queue."""

    def __init__(self, turns: AccountTurns, people: Iterable[Queued]) -> None:
        """Take the queue in its order."""
        self._most = turns.at_a_time
        self._under_way = defaultdict[str, int](int)
        groups: dict[str, list[Queued]] = {}
        for person in people:
            key = person.account or f"/{person.lead}"
            groups.setdefault(key, []).append(person)
            self._under_way[key] = person.under_way
        self._places = {key: place for place, key in enumerate(groups)}
        self._keys = list(groups)
        self._queues = {
            key: sorted(group, key=lambda person: (rank(turns, person.value), -person.score))[::-1]
            for key, group in groups.items()
        }
        self._free = [place for key, place in self._places.items() if self._under_way[key] < self._most]
        heapify(self._free)

    def __len__(self) -> int:
        """Return how many wait."""
        return sum(map(len, self._queues.values()))

    def take(self, room: int) -> list[str]:
        """Let the next ones in, so many at most; each account only as many as its file lets be under way at once."""
        entered: list[str] = []
        while self._free and len(entered) < room:
            key = self._keys[heappop(self._free)]
            entered.append(self._queues[key].pop().lead)
            self._under_way[key] += 1
            self._free_again(key)
        return entered

    def ended(self, account: str) -> None:
        """Note that the cadence of a person of an account is over."""
        if account in self._places:
            was_full = self._under_way[account] >= self._most
            self._under_way[account] -= 1
            if was_full:
                self._free_again(account)

    def waits(self) -> bool:
        """Tell whether somebody may come in as soon as there is room."""
        return bool(self._free)

    def _free_again(self, key: str) -> None:
        if self._queues[key] and self._under_way[key] < self._most:
            heappush(self._free, self._places[key])


class InOrder:
    """Who may come in where nobody waits for anybody: the same questions as to a `TurnQueue`."""

    def __init__(self, leads: Iterable[str]) -> None:
        """Take the queue in its order."""
        self._leads = deque(leads)

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._leads)

    def take(self, room: int) -> list[str]:
        """Let the next ones in, so many at most."""
        return [self._leads.popleft() for _ in range(min(room, len(self._leads)))]

    def ended(self, account: str) -> None:
        """Note that a cadence is over: nobody waited for it."""

    def waits(self) -> bool:
        """Tell whether somebody may come in as soon as there is room."""
        return bool(self._leads)


def first_in_turn(turns: AccountTurns, people: Sequence[Queued]) -> frozenset[str]:
    """Return who comes in first, if there is room for everybody."""
    return frozenset(TurnQueue(turns, people).take(len(people)))

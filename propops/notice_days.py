"""When a notice goes up and comes down: apart from its model, as the day's agenda asks too."""

from datetime import date


def put_up_by(begins: date | None, days_ahead: int) -> date | None:
    """The last day on which it is still up in time."""
    return begins and date.fromordinal(begins.toordinal() - days_ahead)


def take_down_on(ends: date | None) -> date | None:
    """On the day after, nobody has to read it any more."""
    return ends and date.fromordinal(ends.toordinal() + 1)

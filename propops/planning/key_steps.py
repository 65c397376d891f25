"""The life of a key loan after it went out: each step is a function from a loan to the changed one, or a refusal."""

from dataclasses import replace
from datetime import datetime

from propops.errors import refuse
from propops.i18n import _
from propops.models.key_loan import Call, Extension, KeyLoan, PartReturn
from propops.planning.complaint_steps import Act


def take_back(loan: KeyLoan, act: Act, quantity: int | None, returned_by: str | None, room_checked: bool | None) -> KeyLoan:
    """All that is out, or `quantity` of them: the loan goes on with the rest."""
    _require_out(loan)
    if quantity is not None and not 1 <= quantity <= loan.still_out:
        message = _("%(out)d of %(key)s are out, not %(count)d.") % {"out": loan.still_out, "key": loan.key, "count": quantity}
        raise refuse("too-many", message, field="--quantity")
    if quantity is not None and quantity < loan.still_out:
        part = PartReturn(at=act.at, by=act.by, quantity=quantity, returned_by=returned_by)
        return replace(loan, part_returns=(*loan.part_returns, part))
    return replace(loan, in_at=act.at, in_by=act.by, returned_by=returned_by, room_checked=room_checked)


def extend(loan: KeyLoan, act: Act, due: datetime, approved_by: str, reason: str | None) -> KeyLoan:
    _require_out(loan)
    if due <= max(loan.due_at, act.at):
        message = _("An extension ends later than %(due)s.") % {"due": f"{max(loan.due_at, act.at):%Y-%m-%d %H:%M}"}
        raise refuse("not-later", message)
    extension = Extension(at=act.at, by=act.by, approved_by=approved_by, was=loan.due_at, due=due, reason=reason)
    return replace(loan, due_at=due, extensions=(*loan.extensions, extension))


def called(loan: KeyLoan, act: Act, text: str) -> KeyLoan:
    _require_out(loan)
    return replace(loan, calls=(*loan.calls, Call(at=act.at, by=act.by, text=text)))


def _require_out(loan: KeyLoan) -> None:
    if not loan.is_open:
        raise refuse("not-out", _("%(key)s is back already.") % {"key": loan.key})

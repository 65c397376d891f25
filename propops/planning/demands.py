"""What a reminder says, by stage: from a friendly word to a formal demand, and never a threat (Civil Code, article 944)."""

from collections.abc import Mapping

from propops.i18n import N_, _
from propops.models.policies.reminders import ReminderPolicy

PAPERS = {1: "fee-notice", 2: "fee-reminder", 3: "demand-letter", 4: "demand-letter"}
HANDED_OVER = 4
HAND_OVER_TITLE = N_("Notice of hand-over")

TEXTS = {
    1: N_(
        "Dear {name}, a friendly reminder: {amount} yuan ({items}) for {unit} fell due on {oldest_due}. Please pay when it suits you. "
        "If you have paid already, please disregard this. Questions? Call {hotline}. {company}"
    ),
    2: N_(
        "Dear {name}, once more about {unit}: {amount} yuan ({items}) are still unpaid, the oldest since {oldest_due}. Please pay by "
        "{pay_by}. If that is difficult, or you are unhappy with our service, tell us: we will find a way together. {hotline}"
    ),
    3: N_(
        "{name}: {amount} yuan ({items}) for {unit} are still unpaid, the oldest since {oldest_due}. Under the service contract and "
        "article 944 of the Civil Code we ask you to pay by {pay_by}. If you doubt the account, please tell us before that day so that we "
        "can check it with you. {hotline} {company}"
    ),
    4: N_(
        "{name}: {amount} yuan ({items}) for {unit} remain unpaid after several demands. The matter is now with our legal department; the "
        "service desk will not contact you about it any more. You can still check the account or agree on a way with us. {hotline}"
    ),
}


def own_text(stage: int, policy: ReminderPolicy) -> str | None:
    return next((one.text for one in policy.texts if one.stage == stage), None)


def text_of(stage: int, policy: ReminderPolicy, words: Mapping[str, str]) -> str:
    """The estate's own text, else the one that comes with the program."""
    text = own_text(stage, policy) or _(TEXTS[stage])
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text

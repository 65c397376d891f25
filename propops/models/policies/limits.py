"""Limits as the desk writes them: 15wm, 24h, 3d."""

from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field

LIMIT_PATTERN = r"[0-9]{1,4}(wm|wh|wd|m|h|d)"
Limit = Annotated[str, Field(N_("limit"), pattern=LIMIT_PATTERN, example="15wm, 24h, 3d, 5wd")]

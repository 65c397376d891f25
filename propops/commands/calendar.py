"""Public holidays of years not yet known"""

from propops.terminal.verbs import kind_group

command = kind_group("calendar", __doc__)

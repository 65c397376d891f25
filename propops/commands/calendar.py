"""Public holidays of years not yet known"""

from propops.verbs import kind_group

command = kind_group("calendar")

"""Staff, absences and zones"""

from propops.verbs import kind_group

command = kind_group("staff")

"""Staff, absences and zones"""

from propops.terminal.verbs import kind_group

command = kind_group("staff", __doc__)

"""Fee reminders as records"""

from propops.terminal.verbs import kind_group

command = kind_group("reminder", __doc__)

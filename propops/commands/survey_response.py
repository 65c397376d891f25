"""Survey responses as records"""

from propops.terminal.verbs import kind_group

command = kind_group("survey-response", __doc__)

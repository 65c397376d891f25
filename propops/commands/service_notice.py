"""Which household was told of which catalogue of services"""

from propops.terminal.verbs import kind_group

command = kind_group("service-notice", __doc__)

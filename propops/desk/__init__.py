"""What a command does beyond a line: gathers records for a planner, lays a plan into them, the day's agenda, printing."""

"""What an estate decides for itself, by subject: each a part of the settings that can be asked for alone."""

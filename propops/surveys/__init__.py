"""Surveys, from the sample to the figures: functions of values, without files, clock or terminal."""

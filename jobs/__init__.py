"""The clock's door: sweeps over due rows."""

"""`latchkey doctor`: looks at everything that has to fit together, and says what to do where it does not."""

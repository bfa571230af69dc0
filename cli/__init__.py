"""The operator's door: reads the environment and wires everything together."""

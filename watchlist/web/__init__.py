"""The small server that answers the links in messages, and nothing else."""

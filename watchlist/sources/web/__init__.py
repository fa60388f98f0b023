"""Figures from where others publish them: a file at an address, and the services of DfE and OHID."""

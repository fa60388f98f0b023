"""The words of the product: frozen, typed, no I/O. Every other floor speaks them."""

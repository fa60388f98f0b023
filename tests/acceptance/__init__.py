"""The whole product from outside: real daemons on a real database, killed, paused and cut off. A test
says what must arrive between when and when, and that nothing else does."""

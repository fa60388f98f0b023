"""Statistical process control: is it a change or is it noise. Pure arithmetic on figures."""

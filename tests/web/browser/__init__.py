"""The pages in a real browser: Debian's Chromium by way of Playwright."""

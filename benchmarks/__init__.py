"""What answering costs, as ratios against a Flask hello world; run by hand, never by the tests."""

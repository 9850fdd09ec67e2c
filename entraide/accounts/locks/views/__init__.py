"""The pages of second locks: adding, keeping and showing them."""

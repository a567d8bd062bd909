"""Plans as data, and the reader that checks them."""

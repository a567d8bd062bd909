"""What the pages of awards show, put together so that templates only print: nominations, the council, the decision."""

"""The second half of a demo year: dossiers, council, decision, Giấy khen."""


def nominate(period, users, officers) -> None:
    raise NotImplementedError


def decide(period, users) -> None:
    raise NotImplementedError


def close(period, users) -> None:
    raise NotImplementedError

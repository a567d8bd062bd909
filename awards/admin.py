"""Awards on the support site, for reading; who voted what is shown to nobody."""

from core.admin import show_app

show_app("awards", hidden=("Vote", "BallotReceipt", "SecretBallot", "PaperCount", "WrittenOpinion"))

"""Awards on the support site, for reading; who voted what is shown to nobody.

Who objected is promised to Phòng Nội vụ and the inspector alone; the page of the round shows it to them.
"""

from core.admin import show_app

show_app("awards", hidden=("Vote", "BallotReceipt", "SecretBallot", "PaperCount", "WrittenOpinion", "Objection"))

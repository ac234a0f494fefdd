"""The numbers that bind rights posts and the people of the network, each once, with its source."""

import datetime as dt

from fedportal.deadlines.limits import Limit, Unit

# domain.md row 81: 「信访干部2-3年至少参加一次全省信访业务培训」; reminded at two years, overdue at three.
TRAINING = Limit(
    "network_training",
    "network_training",
    "参加全省信访业务培训",
    36,
    Unit.MONTH,
    "信访干部 2—3 年至少参加一次全省信访业务培训（妇联信访工作要求）",
    starts="上次参加全省信访业务培训结束之日；没有参加过的，任信访干部之日",
    ladder="network_training",
    policy=True,
)
# A credential ends on its own last day, whatever the amount (POLICY: it is looked after 60 days before).
CREDENTIAL = Limit(
    "credential_expiry",
    "credential_expiry",
    "换证、续期资质证书",
    60,
    Unit.DAY,
    "维权队伍资质登记（内部口径）",
    starts="登记证书之日",
    ladder="credential_expiry",
    policy=True,
)
# A term ends on its own last day, whatever the amount (POLICY: renewing or ending it is looked after 60 days before).
# How long terms are, the law of each office says: 人民陪审员法 art. 13 five years, 人民调解法 art. 9 three.
ROLE_TERM = Limit(
    "role_term",
    "role_term",
    "续任或者离任",
    60,
    Unit.DAY,
    "维权队伍任期登记（内部口径）；任期依《人民陪审员法》第十三条、《人民调解法》第九条等和聘书",
    starts="登记任期之日",
    ladder="role_term",
    policy=True,
)
# domain.md row 33: duties and a yearly review of each post; that it is yearly is POLICY.
POST_REVIEW = Limit(
    "post_review",
    "post_review",
    "复核妇女维权岗",
    12,
    Unit.MONTH,
    "妇女维权岗年度复核（内部口径）",
    starts="设立或者上次复核之日",
    ladder="post_review",
    policy=True,
)
NETWORK_LIMITS = (TRAINING, CREDENTIAL, ROLE_TERM, POST_REVIEW)

REMINDED_AFTER = 24  # months without training (row 81); the ladder counts the rest in days
OVERDUE_AFTER = TRAINING.amount  # months
EXPIRING_WITHIN = dt.timedelta(days=CREDENTIAL.amount)
TERM_ENDS_WITHIN = dt.timedelta(days=ROLE_TERM.amount)
KEPT_YEARS = 3  # after somebody has left, as the trail is (POLICY); then her data is disposed of
LONGEST_SERVICE = dt.timedelta(hours=16)  # of one volunteer on one day (POLICY)
LOGGED_LATEST = dt.timedelta(days=60)  # after the service (POLICY)

"""Every kind of delivery, by its name."""

from bot.outbox.deliveries.alerts.boards import EditBoard, PinBoard, PostBoard
from bot.outbox.deliveries.alerts.cause_offers import EditCauseOffer, PostCauseOffer
from bot.outbox.deliveries.alerts.silences import TellOfSilence
from bot.outbox.deliveries.alerts.subscriptions import ConfirmSubscription
from bot.outbox.deliveries.alerts.triage_cards import EditTriageCard, PostTriageCard
from bot.outbox.deliveries.breach.leave_channel import EmptyChannel, EmptyMessage, LeaveChannel
from bot.outbox.deliveries.closing.close_notices import PostClosing, WithdrawLine
from bot.outbox.deliveries.impact.affected import EditImpact, PostImpact, PostImpactFile
from bot.outbox.deliveries.impact.notices import ChaseNotice, EditNotice, EndNotice, PostNotice
from bot.outbox.deliveries.impact.pictures import DeleteFile, PostPicture, SendAssetPicture
from bot.outbox.deliveries.in_thread import EditInThread, PostInThread
from bot.outbox.deliveries.incidents.announcements import EditAnnouncement, PostAnnouncement
from bot.outbox.deliveries.incidents.answers import AnswerDeclarer, AnswerThread
from bot.outbox.deliveries.incidents.cards import EditCard, PinCard, PostCard
from bot.outbox.deliveries.incidents.channel_settings import RenameChannel, SetTopic
from bot.outbox.deliveries.incidents.home import PublishHome
from bot.outbox.deliveries.incidents.invitations import InvitePeople
from bot.outbox.deliveries.incidents.open_channel import OpenChannel
from bot.outbox.deliveries.incidents.troubles import WithdrawAnnouncement
from bot.outbox.deliveries.ledger.changes import EditChange, PostChange
from bot.outbox.deliveries.ledger.timelines import PostTimeline
from bot.outbox.deliveries.oncall.call_messages import CallBySlack, EditCall, EditSummons, PostSummons
from bot.outbox.deliveries.oncall.calls import PlaceCall, SettleCall
from bot.outbox.deliveries.oncall.shifts import PostShift
from bot.outbox.deliveries.register.files import WriteRegister
from bot.outbox.deliveries.repair.backfills import TellBackfill
from bot.outbox.deliveries.review.post_mortems import ChaseReview, EditReview, PostReview, PostReviewFile
from bot.outbox.deliveries.runbooks.checklists import EditRunbook, PostRunbook
from bot.outbox.deliveries.say import SayInChannel
from bot.outbox.deliveries.stages.time_boxes import EditTimeBox, PostTimeBox
from bot.outbox.deliveries.suspicions.threads import CarryThread, EditSuspicion, PostSuspicion, ReplySuspicion
from bot.outbox.deliveries.tell import TellPerson
from bot.outbox.deliveries.updates.check_ins import EditCheckIn, PostOverdue, PostReminder
from bot.outbox.deliveries.verification.sign_offs import EditSignOffs, PostSignOffs
from bot.outbox.delivery import Delivery

KINDS: tuple[type[Delivery], ...] = (
    CallBySlack,
    PlaceCall,
    PostSummons,
    EditSummons,
    EditCall,
    SettleCall,
    OpenChannel,
    PostCard,
    EditCard,
    PinCard,
    InvitePeople,
    SetTopic,
    RenameChannel,
    PostAnnouncement,
    EditAnnouncement,
    AnswerDeclarer,
    AnswerThread,
    SayInChannel,
    TellPerson,
    PostSuspicion,
    EditSuspicion,
    ReplySuspicion,
    CarryThread,
    TellOfSilence,
    PostShift,
    PostImpact,
    EditImpact,
    PostImpactFile,
    PostNotice,
    EditNotice,
    ChaseNotice,
    EndNotice,
    PostCauseOffer,
    EditCauseOffer,
    PostReminder,
    PostOverdue,
    EditCheckIn,
    PostRunbook,
    EditRunbook,
    PostTimeBox,
    EditTimeBox,
    PostReviewFile,
    PostReview,
    EditReview,
    ChaseReview,
    TellBackfill,
    PostInThread,
    EditInThread,
    PostChange,
    EditChange,
    PostClosing,
    WithdrawLine,
    WriteRegister,
    PostSignOffs,
    EditSignOffs,
    PostTimeline,
    PostPicture,
    SendAssetPicture,
    DeleteFile,
    PublishHome,
    WithdrawAnnouncement,
    EmptyMessage,
    EmptyChannel,
    LeaveChannel,
    PostTriageCard,
    EditTriageCard,
    PostBoard,
    EditBoard,
    PinBoard,
    ConfirmSubscription,
)


def every_delivery() -> dict[str, Delivery]:
    """One of each."""
    return {kind.kind: kind() for kind in KINDS}

"""Every kind of delivery, by its name."""

from bot.outbox.deliveries.announcements import EditAnnouncement, PostAnnouncement
from bot.outbox.deliveries.answers import AnswerDeclarer, AnswerThread
from bot.outbox.deliveries.boards import EditBoard, PinBoard, PostBoard
from bot.outbox.deliveries.breaches import EmptyChannel, EmptyMessage, LeaveChannel
from bot.outbox.deliveries.call_messages import CallBySlack, EditCall, EditSummons, PostSummons
from bot.outbox.deliveries.calls import PlaceCall, SettleCall
from bot.outbox.deliveries.cards import EditCard, PinCard, PostCard
from bot.outbox.deliveries.cause_offers import EditCauseOffer, PostCauseOffer
from bot.outbox.deliveries.changes import EditChange, PostChange
from bot.outbox.deliveries.channel_settings import RenameChannel, SetTopic
from bot.outbox.deliveries.check_ins import EditCheckIn, PostOverdue, PostReminder
from bot.outbox.deliveries.closings import PostClosing, WithdrawLine
from bot.outbox.deliveries.home import PublishHome
from bot.outbox.deliveries.impacts import EditImpact, PostImpact, PostImpactFile
from bot.outbox.deliveries.in_thread import EditInThread, PostInThread
from bot.outbox.deliveries.invitations import InvitePeople
from bot.outbox.deliveries.notices import ChaseNotice, EditNotice, EndNotice, PostNotice
from bot.outbox.deliveries.open_channel import OpenChannel
from bot.outbox.deliveries.pictures import DeleteFile, PostPicture, SendAssetPicture
from bot.outbox.deliveries.register import WriteRegister
from bot.outbox.deliveries.repairs import TellBackfill
from bot.outbox.deliveries.reviews import ChaseReview, EditReview, PostReview, PostReviewFile
from bot.outbox.deliveries.runbooks import EditRunbook, PostRunbook
from bot.outbox.deliveries.say import SayInChannel
from bot.outbox.deliveries.shifts import PostShift
from bot.outbox.deliveries.sign_offs import EditSignOffs, PostSignOffs
from bot.outbox.deliveries.silences import TellOfSilence
from bot.outbox.deliveries.subscriptions import ConfirmSubscription
from bot.outbox.deliveries.suspicions import CarryThread, EditSuspicion, PostSuspicion, ReplySuspicion
from bot.outbox.deliveries.tell import TellPerson
from bot.outbox.deliveries.time_boxes import EditTimeBox, PostTimeBox
from bot.outbox.deliveries.timelines import PostTimeline
from bot.outbox.deliveries.triage_cards import EditTriageCard, PostTriageCard
from bot.outbox.deliveries.troubles import WithdrawAnnouncement
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

"""What tools say, and what people make of it."""

from datetime import timedelta
from typing import Any

from bot.alerts.heard import Heard, Origin
from bot.alerts.move_alerts import attach_alert_to, detach_concern
from bot.alerts.silence import Wish, end_silence, silence
from bot.alerts.take_alert import take_alerts
from bot.alerts.triage import declare_from_alert, expect_alert, snooze_alert, take_alert_on
from models.alert import Alert
from models.signal import Signal
from models.silence import Silence
from models.vocabulary import AlertStatus, SilenceScope
from tests.replay.acts.somebody import Somebody
from tests.replay.private import ASSETS


class Alerts(Somebody):
    """Fire, recover, attach, detach, be quiet."""

    def _signal(self, status: AlertStatus) -> Signal:
        asset = self._dice.choice(ASSETS)
        return Signal(
            source="airflow",
            title=f"load of {asset} failed",
            status=status,
            severity_hint=self._dice.choice((None, "critical", "warning")),
            assets=(asset,),
            run=self._dice.choice((None, "nightly")),
            identity=(asset, f"{self._dice.randint(1, 3)}"),
        )

    def _hear(self, status: AlertStatus) -> None:
        ts = f"1795000000.{self._dice.randint(1, 999_999):06}"
        origin = Origin(channel_id="C0ALERTS01", message_ts=ts, alert_channel_id="C0ALERTS01")
        heard = Heard(signal=self._signal(status), origin=origin)
        self._house.act(None, self._by, take_alerts, [heard])

    def hears_that_it_fails(self) -> None:
        self._hear(AlertStatus.FIRING)

    def hears_that_it_is_fine(self) -> None:
        self._hear(AlertStatus.RESOLVED)

    def _with_an_alert(self, use_case: Any, **more: Any) -> None:
        if (chosen := self._any(Alert, lambda each: each.incident_id is None)) is not None:
            self._house.act(None, self._by, use_case, chosen.id, by_id=self._by, **more)

    def declares_an_alert(self) -> None:
        self._with_an_alert(declare_from_alert)

    def looks_into_an_alert(self) -> None:
        self._with_an_alert(self._dice.choice((take_alert_on, expect_alert, snooze_alert)))

    def attaches_an_alert(self) -> None:
        if (chosen := self._any(Alert)) is not None:
            self._house.act(self._number, self._by, attach_alert_to, chosen.id, self._number, by_id=self._by)

    def detaches_an_alert(self) -> None:
        self._seek(lambda told: told.stage != "closed" and told.alerts)
        alerts = sorted(self._told.alerts) if self._told else []
        self._do(detach_concern, self._dice.choice(alerts or ["v1:none"]))

    def silences(self) -> None:
        until_at = self._house.now + timedelta(hours=self._dice.randint(1, 30))
        asset = self._dice.choice(ASSETS)
        wish = Wish(
            scope=SilenceScope.ASSET, pattern=asset, until_at=until_at, because="It is moved", alert_id=None
        )
        self._house.act(None, self._by, silence, wish, by_id=self._by)

    def ends_a_silence(self) -> None:
        if (chosen := self._any(Silence)) is not None:
            self._house.act(None, self._by, end_silence, chosen.id, by_id=self._by)

"""The playbook of these stories, under which there is a time, a proof and somebody to call for everything."""

from typing import Final

from bot.playbook import Playbook, parse_playbook

PLAYBOOK: Final[Playbook] = parse_playbook(
    """
severities:
  sev1:
    gates: [containment, analysis, remediation, verification]
    verify: [storage]
    sign_off: [technical_steward, business_steward]
    time_boxes: {triage: 30m, containment: 1h, remediation: 2h}
  sev2: {gates: [containment, verification], time_boxes: {triage: 1h}}
changes: {approval: [sev1]}
runbooks:
  - {name: Late loads, when: {symptom: freshness}, steps: [Look, Run it again], remedy: It was run again}
  - {name: By hand, when: {}, steps: [Look]}
escalation:
  policies:
    - name: all
      when: {severity: [sev1, sev2]}
      lapse: 2h
      levels: [{call: [U0BEN00001], wait: 15m}, {call: [commander, U0CHEN0001], wait: 30m}]
""",
    "the playbook",
)

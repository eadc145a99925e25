"""What Amazon SNS sends, signed with a key that was made for these tests by OpenSSL, and then thrown away."""

from typing import Any

from bot.integrations.amazon import NotFetched

TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"

CERTIFICATE_AT = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"

SUBSCRIBE_AT = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t1"

NOTIFICATION: dict[str, Any] = {
    "Type": "Notification",
    "MessageId": "m-1",
    "TopicArn": TOPIC,
    "Subject": "ALARM: orders",
    "Message": '{"AlarmName": "orders", "NewStateValue": "ALARM"}',
    "Timestamp": "2026-11-20T11:59:58.123Z",
    "SigningCertURL": CERTIFICATE_AT,
    "UnsubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe",
}

#: `openssl dgst -sha1 -sign` and `-sha256 -sign` of what SNS signs of it.
OF_NOTIFICATION = {
    "1": (
        "Gr55AL14uJmj6ACHFXE/24uH3jV2r4v3hbdHh/+dUuOlY0H2qhf39sqWBf6cFMYL+zurqN24sBaovrGBt/odNfUW2Dz+HKBVQudM"
        "k6B1nRV8X33cU4PAOAF1SJxwkjX9Uvcmj2hSgqo0C8ZPvOLkszlMO4IrwaTUKa9aqflFWr96GbT9Cbv0WioqoBcynT5F3K455H+D"
        "AmK3pU0885Hx5CUw1Q/rWqJU74r1jLpqj7d4NNODPtWxo0IcLHps7nAvgGs5tO08oHiXGJAuO/1jHjwOu0Z5QVEL4WXGHh0v8TmD"
        "Q86LP8xKt7EAzYFiMHhLnql4tXxZR0TXOxCgXhGdmQ=="
    ),
    "2": (
        "F6csg8OmU52VtXnz1MN3mPV+7vX2s4QLm/6h35cpXO/CIuBsWPQJzqOzdNX1HfRQceA5/2FsawoZt4C4DFAqR3Nl7LeSxvRaZC+v"
        "WsU21Yky9BkMl3p8YT62ViNAP5nLdr835mDIRUqGYus8boOXv+9liZwZorWVWOg/hXDpL08mQiuverMNI8jLg8dGACmxHKgOI7nU"
        "w4Dp0sFZfZPRZz8tX8jmIoe1R7R8w/GV2edU0CJrUqoIDbV+lO9kFk1NpoRVuii+74vXu/qrDWon1fFS5CxKyY7LxrKXlilKy17O"
        "7oZwrlLUntS2GjCKmmI9KwYgrVi7IKEM3ulyOIm/rQ=="
    ),
}

CONFIRMATION: dict[str, Any] = {
    "Type": "SubscriptionConfirmation",
    "MessageId": "m-2",
    "Token": "t1",
    "TopicArn": TOPIC,
    "Message": "You have chosen to subscribe",
    "SubscribeURL": SUBSCRIBE_AT,
    "Timestamp": "2026-11-20T11:59:58.123Z",
    "SignatureVersion": "2",
    "SigningCertURL": CERTIFICATE_AT,
    "Signature": (
        "Slsk8CaLl6NRrhAXTU3kEiNGMvdwUfBBbDRgY0b5IR8GvOy6d87QTxxWITAmb2RFZJKWmq/5tdh2wgCH+yDxCPFaCCyxf11s9Dmo"
        "WjFIGC3rR4Y107JycMG6X/iFTu+i1XcEAI0I6yFOWr9K+ZchnytLcZbPmGUY3ZFWsvLGfZbenGD+9p8r2XICd1YD+mT8Rvj9w8CQ"
        "dmNCqub92bVvIUpgTSDi/9O3+d2gTTPYPszY61LjUzyjbmSinqcIh0OjA1BEu2KgsOxYFcdcLsVfQ7y0kL0T48qx8OKbcF0tLLsD"
        "ESrot+dVSm+ZCW86eoW7LNVqpohB+HUzT1NM8XgJeA=="
    ),
}

CERTIFICATE = b"""-----BEGIN CERTIFICATE-----
MIIDGzCCAgOgAwIBAgIUNwjcNxRB1wR+jxZIczU5V+/ofSYwDQYJKoZIhvcNAQEL
BQAwHDEaMBgGA1UEAwwRc25zLmFtYXpvbmF3cy5jb20wIBcNMjYxMTIwMTgwMDI0
WhgPMjEyNjEwMjcxODAwMjRaMBwxGjAYBgNVBAMMEXNucy5hbWF6b25hd3MuY29t
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtOkRcS1Y2XH/d++UWhbG
GWBz4JOtVZ3GxcMsiGizI9KGDMioSHywgTUQfP+pg2fMer7DMPWWT79+XtjuaNG8
qATGRLmKZiXYu3dQVZ+k04BB+q2vexDd/GvpevcworD3yqQxZpOUlAWLwlBHa9j0
F4yfezVX4/0Hxfs9GJBbXJ70cUfdQ46wOsVoa3qIs4uY4Xc4wtubAdhARDRklhSP
IYhZRJnXZBaLtLEwwe0lQIZ2dMxp9ttV0OZQYA4PANghsn3ifyWE4vlDwlV7uB2E
iXF3zB3vdPi6lePDW3Bgv6mcn06a0mq0x789tCDOPvEaNC6CCr3iHjTlcsQbg+5H
1QIDAQABo1MwUTAdBgNVHQ4EFgQUKTKTBOOdfOIK5KWro2ILwq/5PbAwHwYDVR0j
BBgwFoAUKTKTBOOdfOIK5KWro2ILwq/5PbAwDwYDVR0TAQH/BAUwAwEB/zANBgkq
hkiG9w0BAQsFAAOCAQEAE6ePneiok6EJTXBOAh4YMSoSxak6yvZrj474UwD9Oz8Y
3CRr5Z+yCiL+omAvPIT0zJsI7+7yzNLO2MmKRzsmPv++OvWjSNWNuumimMcBIQA3
9dsgCXxS2WAAbi6I6818KYhABRgGmPhYqqFKcSGtMJCTL8IzvyDkEvvE6RNHKpuS
Vn0ww4B0bnZ59hK177A1v9+u9sEL3DRDBOtAtPwWhuDVR0IOq9X2/JLXh0RZYlJ4
/JfQWbtQyspH20PudE7towMXLV8WC1D8BRQDjk3ojcOpdDmOJZ36SbJSua0ok+h+
5G1xarXzIoNUldKk193klAvscFNjnJTa8IZdet172w==
-----END CERTIFICATE-----
"""


def notification(version: str = "2", **changed: Any) -> dict[str, Any]:
    """A notification with its signature."""
    return {**NOTIFICATION, "SignatureVersion": version, "Signature": OF_NOTIFICATION[version], **changed}


class Amazon:
    """Answers what is fetched of Amazon, and remembers what was asked for."""

    def __init__(self, found: bytes = CERTIFICATE) -> None:
        self.found = found
        self.asked: list[str] = []
        self.away: NotFetched | None = None

    async def __call__(self, address: str) -> bytes:
        self.asked.append(address)
        if self.away is not None:
            raise self.away
        return self.found

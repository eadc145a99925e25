"""What methods refuse about people, and what blocks.validate refuses."""

from refusals import HEADER, Refused, ben_is_deactivated

PEOPLE = [
    Refused("users.info", {}, "user_not_found"),
    Refused("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    Refused("users.list", {"limit": "x"}, "invalid_limit"),
    Refused("users.list", {"cursor": "x"}, "invalid_cursor"),
    Refused("users.lookupByEmail", {}, "users_not_found"),
    Refused("users.lookupByEmail", {"email": "who@northwind.example"}, "users_not_found"),
    Refused("users.lookupByEmail", {"email": "ben@northwind.example"}, "users_not_found", ben_is_deactivated),
    Refused("users.getPresence", {"user": "U0NOBODY"}, "user_not_found"),
    Refused("usergroups.users.list", {}, "invalid_arguments"),
    Refused("usergroups.users.list", {"usergroup": "S0"}, "no_such_subteam"),
    Refused("bots.info", {"bot": "B0"}, "bot_not_found"),
    Refused("team.info", {"team": "T0OTHER"}, "team_not_found"),
    Refused("api.test", {"error": "my_own"}, "my_own"),
]

VALIDATION = [
    Refused("blocks.validate", {}, "invalid_arguments"),
    Refused("blocks.validate", {"blocks": [], "view": {}}, "invalid_arguments"),
    Refused("blocks.validate", {"blocks": [HEADER]}, "invalid_blocks"),
    Refused("blocks.validate", {"blocks": {}}, "invalid_blocks"),
    Refused("blocks.validate", {"message": {"blocks": [HEADER]}}, "invalid_message"),
    Refused("blocks.validate", {"view": {"type": "modal", "blocks": []}}, "invalid_view"),
]

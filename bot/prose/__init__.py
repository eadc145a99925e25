"""The texts that a team may rewrite: `texts` writes them, `fence` keeps a template harmless."""

from bot.prose.post_mortem import PostMortem
from bot.prose.template_fault import TemplateFault
from bot.prose.texts import ALL, HELP, POST_MORTEM, Prose

__all__ = ["ALL", "HELP", "POST_MORTEM", "PostMortem", "Prose", "TemplateFault"]

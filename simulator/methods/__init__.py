"""The Bot API's methods, by name; Telegram takes the name in any case.

Each takes the world and the call's parameters and returns the result, or raises a `Refusal`. Those about
updates (`getUpdates`, `setWebhook`…) wait or reach outside and live in `bot_api`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from simulator.methods import changing, chats, profile, sending
from simulator.methods.media import KINDS
from simulator.wire import Params
from simulator.world import World

METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getme": profile.get_me,
    "sendmessage": sending.send_message,
    **{f"send{kind.replace('_', '')}": partial(sending.send_media, kind) for kind in KINDS},
    "sendmediagroup": sending.send_media_group,
    "sendlocation": sending.send_location,
    "sendvenue": sending.send_venue,
    "sendcontact": sending.send_contact,
    "sendpoll": sending.send_poll,
    "sendchataction": sending.send_chat_action,
    "forwardmessage": sending.forward_message,
    "forwardmessages": sending.forward_messages,
    "copymessage": sending.copy_message,
    "copymessages": sending.copy_messages,
    "editmessagetext": changing.edit_text,
    "editmessagecaption": changing.edit_caption,
    "editmessagemedia": changing.edit_media,
    "editmessagereplymarkup": changing.edit_reply_markup,
    "deletemessage": changing.delete_message,
    "deletemessages": changing.delete_messages,
    "pinchatmessage": changing.pin_message,
    "unpinchatmessage": changing.unpin_message,
    "unpinallchatmessages": changing.unpin_all,
    "setmessagereaction": changing.react,
    "answercallbackquery": changing.answer_press,
    "stoppoll": changing.stop_poll,
    "getfile": chats.get_file,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "getchatmembercount": chats.get_chat_member_count,
    "getchatadministrators": chats.get_chat_administrators,
    "leavechat": chats.leave_chat,
    "getuserprofilephotos": chats.get_user_profile_photos,
    "setmycommands": profile.set_commands,
    "getmycommands": profile.get_commands,
    "deletemycommands": profile.delete_commands,
    "setmyname": profile.set_name,
    "getmyname": profile.get_name,
    "setmydescription": profile.set_description,
    "getmydescription": profile.get_description,
    "setmyshortdescription": profile.set_short_description,
    "getmyshortdescription": profile.get_short_description,
    "setchatmenubutton": profile.set_menu_button,
    "getchatmenubutton": profile.get_menu_button,
}

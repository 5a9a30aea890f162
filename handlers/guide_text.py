"""The guide to filing online as it is shipped, section by section, and what the province should check in it.

Only what holds everywhere or is published by the portals stands here: no telephone number but the national one, no
address of an office. What a province knows better its coordinator puts in.
"""

from collections.abc import Mapping
from typing import Final

from bot.ui.translation import N_
from domain.guide import GuideSection

NATIONAL_PORTAL: Final = "dichvucong.gov.vn"
PROVINCIAL_PORTAL: Final = "dichvucong.nghean.gov.vn"

LANGUAGE_NAMES: Final[Mapping[str, str]] = {"vi": "Tiếng Việt", "en": "English"}
"""Each in its own language, as on the button that chooses it."""

TITLES: Final[Mapping[GuideSection, str]] = {
    GuideSection.ACCOUNT: N_("VNeID account"),
    GuideSection.PROCEDURE: N_("Choosing the procedure"),
    GuideSection.PAPERS: N_("Preparing the papers"),
    GuideSection.FEE: N_("Fees and payment"),
    GuideSection.FOLLOWING: N_("Following the dossier"),
    GuideSection.HELP: N_("Whom to ask"),
}

TEXTS: Final[Mapping[GuideSection, str]] = {
    GuideSection.ACCOUNT: N_(
        "To file online you sign in with an electronic identification account (VNeID) of level 2.\n"
        "\n"
        "1. If you have none yet: bring your chip-based citizen card or identity card to the police of your commune, "
        "ward or township, or to a place where identity cards are issued, and ask for a level 2 account. You come in "
        "person, once, because your picture and fingerprints are taken.\n"
        "2. Install the VNeID application from the App Store or Google Play and activate the account as the message "
        "sent to your telephone says.\n"
        "3. Open dichvucong.gov.vn, press “Đăng nhập” (sign in), choose VNeID and confirm on your telephone.\n"
        "\n"
        "No official needs your password or the code (OTP) sent to your telephone. Please do not read them out to "
        "anybody who calls."
    ),
    GuideSection.PROCEDURE: N_(
        "1. At dichvucong.gov.vn, or at the province's portal dichvucong.nghean.gov.vn, write the name of what you "
        "need into the search box, for example “khai sinh” (birth registration).\n"
        "2. Choose Nghệ An and the office that handles it.\n"
        "3. Read the page of the procedure before you begin: who may apply, which papers, which fee, how many days.\n"
        "4. Look at the kind of service. “Toàn trình” means that everything is done online. “Một phần” means that you "
        "file online and come once, to show the originals or to receive the result.\n"
        "5. Press “Nộp hồ sơ” (file) and follow the steps.\n"
        "\n"
        "Not sure which procedure it is? Ask the one-stop division (Bộ phận Một cửa) of the office before you file: a "
        "dossier filed in the wrong place only loses time."
    ),
    GuideSection.PAPERS: N_(
        "1. Take a clear picture of each paper, or scan it: the whole page, straight, with seal and signature to be "
        "seen. PDF and JPG are taken most often; the page of the procedure says which kinds and sizes.\n"
        "2. Fill in the electronic form. What is marked * has to be filled in. What the portal fills in itself comes "
        "from the national population database: please check it, and do not send papers for it again unless you are "
        "asked.\n"
        "3. Where a certified copy is asked for, you can have an electronic one made (“chứng thực bản sao điện tử”); "
        "the page of the procedure says whether it is taken.\n"
        "4. Read everything once more before you send it. If you cannot finish, save it and go on later.\n"
        "5. Keep the originals until you have the result; the office may ask to see them."
    ),
    GuideSection.FEE: N_(
        "1. The page of the procedure names the fee and the charge (phí, lệ phí). Many procedures have none, and some "
        "cost less when filed online.\n"
        "2. Pay when the portal asks you to, on the portal itself, from a bank account, with a card or an electronic "
        "wallet. The one-stop division tells you what to do if you cannot.\n"
        "3. Keep the electronic receipt (biên lai).\n"
        "4. Nothing else is to be paid. Do not transfer money to the private account of anybody.\n"
        "\n"
        "If somebody asks for money beyond the fee, or hints that it would go faster then, you can report it here."
    ),
    GuideSection.FOLLOWING: N_(
        "1. After filing you receive a dossier code (mã hồ sơ). Please keep it.\n"
        "2. Look the dossier up on the portal where it was filed, under “Tra cứu hồ sơ”, by its code or signed in with "
        "your account.\n"
        "3. If something is missing, the office says so through the portal: what exactly, and why. Add it there; the "
        "dossier need not be filed anew.\n"
        "4. The day by which you have the result stands on the receipt of the dossier. An office that is late has to "
        "apologise in writing and name the new day.\n"
        "5. The result comes into your account as an electronic document, by post if you chose it, or waits at the "
        "one-stop division."
    ),
    GuideSection.HELP: N_(
        "• National line for public services: 18001096.\n"
        "• The one-stop division (Bộ phận Một cửa) of the office that handles the dossier: its staff help with filing "
        "online, also if you have no computer.\n"
        "• The community digital technology team (tổ công nghệ số cộng đồng) where you live.\n"
        "• To say what is wrong with a procedure or a portal: “Phản ánh kiến nghị” at dichvucong.gov.vn.\n"
        "• If an official harasses you, causes trouble or asks for money: report it here, confidentially."
    ),
}

TO_CHECK: Final[Mapping[GuideSection, str]] = {
    GuideSection.ACCOUNT: N_(
        "Until 30 June 2024 accounts of the portal were taken beside VNeID; since then citizens sign in with VNeID "
        "only. Does the text say what holds now?"
    ),
    GuideSection.PROCEDURE: N_(
        "Since 1 July 2025 the National portal is the one place to file and there are no districts. Is the province's "
        "portal still in use, and are the names of the offices right?"
    ),
    GuideSection.PAPERS: N_("Which kinds and sizes of files does the portal take?"),
    GuideSection.FEE: N_(
        "Which fees has the Provincial People's Council lowered for online filing, and how can be paid?"
    ),
    GuideSection.FOLLOWING: N_("Is looking up a dossier called so on the portal?"),
    GuideSection.HELP: N_(
        "No telephone number or address of an office of the province is shipped. Which are to be added?"
    ),
}
"""Told to the coordinator alone, under the section."""

// What the page itself says, in two languages; what the bot says is the bot's affair.

const WORDS = {
  vi: {
    title: "Telegram mô phỏng", subtitle: "không nối mạng", addPerson: "Thêm người", name: "Họ và tên", role: "Vai trò",
    language: "Ngôn ngữ", vietnamese: "Tiếng Việt", english: "English", ok: "Xong", cancel: "Hủy", start: "Bắt đầu",
    restart: "Bỏ chặn và bắt đầu lại", block: "Chặn bot", unblock: "Bỏ chặn bot", blocked: "đã chặn bot",
    openLink: "Mở liên kết…", link: "Liên kết hoặc mã", clear: "Xóa lịch sử", transcript: "Xem bản ghi",
    message: "Tin nhắn", send: "Gửi", attach: "Đính kèm", photo: "Ảnh", document: "Tệp", video: "Video",
    voice: "Ghi âm", voiceFile: "Tệp âm thanh", stopVoice: "Dừng và gửi", location: "Vị trí", contact: "Số điện thoại của tôi",
    menu: "Menu", commands: "Lệnh", options: "Tùy chọn", more: "Với tin này", reply: "Trả lời", edit: "Sửa", copy: "Sao chép", copied: "Đã sao chép",
    edited: "đã sửa", typing: "đang nhập…", bot: "bot", pinned: "Tin đã ghim", pinnedService: "đã ghim một tin",
    forwarded: "Chuyển tiếp từ", silent: "Gửi im lặng", protected: "Không chuyển tiếp, không lưu được", today: "Hôm nay",
    newMessages: "tin mới", down: "Xuống cuối", latitude: "Vĩ độ", longitude: "Kinh độ", place: "Nơi", other: "Khác…",
    what: "Bot này làm được gì?", nothing: "Chưa có tin nhắn nào.", lost: "Mất kết nối, đang nối lại…",
    clock: "Đồng hồ", moveClock: "Chuyển giờ", hour: "+1 giờ", day: "+1 ngày", week: "+1 tuần", choose: "Chọn ngày giờ…",
    milestones: "Các mốc", when: "Ngày giờ", clockFailed: "Không đổi được giờ", writingAs: "Viết với tên", close: "Đóng",
    noPeople: "Chưa có ai. Hãy thêm một người để bắt đầu.", kicked: "bot đã bị đưa ra khỏi nhóm", group: "nhóm",
    moved: "Nhóm đã chuyển thành siêu nhóm", noCommands: "Không có lệnh nào", play: "Nghe", pause: "Tạm dừng", cannotPlay: "Không nghe được tệp này", cannot: "Không làm được", option: "Lựa chọn",
    chatOf: "Cuộc trò chuyện của", switch: "Switch the page to English", expand: "Mở rộng", spoiler: "Nội dung ẩn, nhấn để xem",
    days: ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
  },
  en: {
    title: "Simulated Telegram", subtitle: "offline", addPerson: "Add a person", name: "Full name", role: "Role",
    language: "Language", vietnamese: "Tiếng Việt", english: "English", ok: "Done", cancel: "Cancel", start: "Start",
    restart: "Unblock and restart", block: "Block the bot", unblock: "Unblock the bot", blocked: "blocked the bot",
    openLink: "Open a link…", link: "Link or payload", clear: "Clear history", transcript: "View transcript",
    message: "Message", send: "Send", attach: "Attach", photo: "Photo", document: "File", video: "Video",
    voice: "Record voice", voiceFile: "Audio file", stopVoice: "Stop and send", location: "Location", contact: "My phone number",
    menu: "Menu", commands: "Commands", options: "Options", more: "With this message", reply: "Reply", edit: "Edit", copy: "Copy", copied: "Copied",
    edited: "edited", typing: "typing…", bot: "bot", pinned: "Pinned message", pinnedService: "pinned a message",
    forwarded: "Forwarded from", silent: "Sent silently", protected: "Cannot be forwarded or saved", today: "Today",
    newMessages: "new", down: "To the end", latitude: "Latitude", longitude: "Longitude", place: "Place", other: "Other…",
    what: "What can this bot do?", nothing: "No messages yet.", lost: "Connection lost, trying again…",
    clock: "Clock", moveClock: "Move the clock", hour: "+1 hour", day: "+1 day", week: "+1 week", choose: "Choose date and time…",
    milestones: "Milestones", when: "Date and time", clockFailed: "The clock could not be moved", writingAs: "Writing as", close: "Close",
    noPeople: "Nobody here yet. Add a person to begin.", kicked: "the bot was removed", group: "group",
    moved: "The group became a supergroup", noCommands: "There are no commands", play: "Play", pause: "Pause", cannotPlay: "This cannot be played", cannot: "Not possible", option: "Option",
    chatOf: "Chat of", switch: "Chuyển trang sang tiếng Việt", expand: "Expand", spoiler: "Hidden, press to show",
    days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  },
};

export let language = localStorage.getItem("language") === "en" ? "en" : "vi";
export let words = WORDS[language];

export function switchLanguage() {
  language = language === "vi" ? "en" : "vi";
  words = WORDS[language];
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
  document.title = words.title;
}

const pad = (number) => String(number).padStart(2, "0");

/** A moment in the province, seven hours ahead of UTC, whatever zone the browser is in. */
export function local(milliseconds) {
  const date = new Date(milliseconds + 7 * 3600_000);
  const day = `${pad(date.getUTCDate())}/${pad(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
  const time = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
  return { day, time, long: `${words.days[date.getUTCDay()]}, ${day} ${time}`, iso: date.toISOString().slice(0, 16) };
}

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  const [worth, unit] = count < 1048576 ? [count / 1024, "KB"] : [count / 1048576, "MB"];
  const text = worth.toFixed(worth < 10 ? 1 : 0);
  return `${language === "vi" ? text.replace(".", ",") : text} ${unit}`;
}

export const seconds = (count) => `${Math.floor(count / 60)}:${pad(Math.round(count) % 60)}`;

// A small table of shortcodes → Unicode. One line per subject: "name char name char …".
// The first name of a character is the one shown in the picker; later ones are other spellings.

const TABLE = `
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣 slightly_smiling_face 🙂 wink 😉 blush 😊 heart_eyes 😍 kissing_heart 😘 yum 😋 sunglasses 😎 nerd_face 🤓 thinking_face 🤔 neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌 pensive 😔 sleeping 😴 mask 😷 dizzy_face 😵 exploding_head 🤯 partying_face 🥳 confused 😕 worried 😟 slightly_frowning_face 🙁 open_mouth 😮 astonished 😲 flushed 😳 pleading_face 🥺 cry 😢 sob 😭 scream 😱 disappointed 😞 sweat 😓 weary 😩 triumph 😤 rage 😡 angry 😠 skull 💀 ghost 👻 robot_face 🤖 see_no_evil 🙈 melting_face 🫠 saluting_face 🫡
wave 👋 raised_hand ✋ ok_hand 👌 v ✌️ crossed_fingers 🤞 point_left 👈 point_right 👉 point_up_2 👆 point_down 👇 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 fist ✊ facepunch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝 pray 🙏 muscle 💪 eyes 👀 eye 👁️ brain 🧠 bust_in_silhouette 👤 busts_in_silhouette 👥 man-shrugging 🤷‍♂️ woman-shrugging 🤷‍♀️ shrug 🤷 technologist 🧑‍💻 detective 🕵️ firefighter 🧑‍🚒 construction_worker 👷 superhero 🦸
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 broken_heart 💔 sparkling_heart 💖 100 💯 boom 💥 sparkles ✨ star ⭐ star2 🌟 dizzy 💫 tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 first_place_medal 🥇 fire 🔥 zap ⚡ snowflake ❄️ rainbow 🌈 sunny ☀️ cyclone 🌀 wind_blowing_face 🌬️ cloud ☁️ rain_cloud 🌧️ ocean 🌊 droplet 💧 sweat_drops 💦 zzz 💤
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_multiplication_x ✖️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 stop_sign 🛑 warning ⚠️ rotating_light 🚨 sos 🆘 exclamation ❗ heavy_exclamation_mark ❗ grey_exclamation ❕ question ❓ grey_question ❔ bangbang ‼️ interrobang ⁉️ information_source ℹ️ new 🆕 ok 🆗 up 🆙 cool 🆒 free 🆓
red_circle 🔴 large_red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 large_brown_circle 🟤 black_circle ⚫ white_circle ⚪ large_red_square 🟥 large_orange_square 🟧 large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦 large_purple_square 🟪 black_large_square ⬛ white_large_square ⬜ small_red_triangle 🔺 small_red_triangle_down 🔻 large_blue_diamond 🔷 large_orange_diamond 🔶 small_blue_diamond 🔹 small_orange_diamond 🔸 radio_button 🔘
arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrow_heading_up ⤴️ arrow_heading_down ⤵️ leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ arrows_counterclockwise 🔄 repeat 🔁 fast_forward ⏩ rewind ⏪ arrow_forward ▶️ double_vertical_bar ⏸️ black_square_for_stop ⏹️ heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_division_sign ➗ infinity ♾️ recycle ♻️ link 🔗 zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟
bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 speech_balloon 💬 thought_balloon 💭 left_speech_bubble 🗨️ email 📧 envelope ✉️ incoming_envelope 📨 inbox_tray 📥 outbox_tray 📤 mailbox 📫 phone ☎️ telephone_receiver 📞 pager 📟 iphone 📱 satellite_antenna 📡 globe_with_meridians 🌐 earth_africa 🌍
hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ clock1 🕐 clock3 🕒 clock9 🕘 clock12 🕛 date 📅 calendar 📆 spiral_calendar_pad 🗓️ sunrise 🌅 crescent_moon 🌙
memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 page_facing_up 📄 page_with_curl 📃 bookmark_tabs 📑 newspaper 📰 notebook 📓 ledger 📒 book 📖 books 📚 bookmark 🔖 label 🏷️ file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ file_cabinet 🗄️ wastebasket 🗑️ paperclip 📎 pushpin 📌 round_pushpin 📍 scissors ✂️ bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 chart 💹 scroll 📜 floppy_disk 💾 package 📦 briefcase 💼 mag 🔍 mag_right 🔎 microscope 🔬 telescope 🔭 test_tube 🧪 dna 🧬 thermometer 🌡️ abacus 🧮
wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ nut_and_bolt 🔩 gear ⚙️ toolbox 🧰 ladder 🪜 bricks 🧱 construction 🚧 fire_extinguisher 🧯 ambulance 🚑 fire_engine 🚒 police_car 🚓 helicopter 🚁 rocket 🚀 airplane ✈️ ship 🚢 anchor ⚓ checkered_flag 🏁 triangular_flag_on_post 🚩 white_flag 🏳️ traffic_light 🚦 vertical_traffic_light 🚥 lock 🔒 unlock 🔓 closed_lock_with_key 🔐 key 🔑 shield 🛡️ adhesive_bandage 🩹 pill 💊 syringe 💉 stethoscope 🩺 electric_plug 🔌 battery 🔋 bulb 💡 flashlight 🔦 computer 💻 desktop_computer 🖥️ keyboard ⌨️ camera 📷 dart 🎯 jigsaw 🧩 game_die 🎲 crystal_ball 🔮 mirror 🪞 scales ⚖️ magnet 🧲 bomb 💣 coffin ⚰️ moneybag 💰 dollar 💵 credit_card 💳 receipt 🧾 house 🏠 office 🏢 factory 🏭 bank 🏦 hospital 🏥
bug 🐛 beetle 🐞 ant 🐜 snake 🐍 turtle 🐢 snail 🐌 whale 🐳 octopus 🐙 fish 🐟 elephant 🐘 unicorn_face 🦄 cat 🐱 dog 🐶 parrot 🦜 owl 🦉 bee 🐝 seedling 🌱 evergreen_tree 🌲 deciduous_tree 🌳 herb 🌿 four_leaf_clover 🍀 rose 🌹 cactus 🌵 mushroom 🍄 apple 🍎 pizza 🍕 cookie 🍪 cake 🍰 coffee ☕ tea 🍵 beer 🍺 beers 🍻 clinking_glasses 🥂 popcorn 🍿 salt 🧂 ice_cube 🧊
`;

/** Shortcode → character, other spellings included. */
export const BY_NAME = new Map();
/** Character (without variation selector) → its first shortcode. */
export const BY_CHAR = new Map();

/** Two spellings of one character without the invisible "draw in colour" sign are the same. */
export const bare = (char) => char.replaceAll("\uFE0F", "");

for (const line of TABLE.trim().split("\n")) {
  const words = line.split(" ");
  for (let i = 0; i < words.length; i += 2) {
    BY_NAME.set(words[i], words[i + 1]);
    if (!BY_CHAR.has(bare(words[i + 1]))) BY_CHAR.set(bare(words[i + 1]), words[i]);
  }
}

/** What people react with most, first in the picker. */
export const FREQUENT = ["+1", "eyes", "white_check_mark", "raised_hands", "tada", "heart", "joy", "thinking_face", "pray", "rocket", "fire", "x"];

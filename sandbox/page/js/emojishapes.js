// Plain drawings for the emoji that operational messages use most. They stand in on machines
// without a colour emoji font, where the character would be an empty box. 16×16 grid.

const RED = "#e01e3c";
const ORANGE = "#f2952f";
const YELLOW = "#f4c430";
const GREEN = "#2fa866";
const BLUE = "#3b82d6";
const PURPLE = "#8a5cd0";
const BROWN = "#8b5a3c";
const DARK = "#3b3b44";
const GREY = "#8c8c96";
const PALE = "#d8d8de";
const WHITE = "#ffffff";

const disc = (colour) => [[colour, "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z"]];
const square = (colour) => [[colour, "M2 3a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z"]];
const diamond = (colour) => [[colour, "M8 1l7 7-7 7-7-7z"]];
const sign = (colour, shape) => [...square(colour), [WHITE, shape]];
const heart = (colour) => [[colour, "M8 14.5C3 11 1 8.5 1 5.7 1 3.5 2.7 2 4.6 2 6 2 7.3 2.8 8 4c.7-1.2 2-2 3.4-2C13.3 2 15 3.5 15 5.7c0 2.8-2 5.3-7 8.8z"]];

const TICK = "M4 8.3 5.5 6.8 7 8.3l3.6-3.9L12.2 6 7 11.5z";
const CROSS = "M3.5 2 8 6.5 12.5 2 14 3.5 9.5 8l4.5 4.5-1.5 1.5L8 9.5 3.5 14 2 12.5 6.5 8 2 3.5z";
const BANG = "M6.8 2h2.4l-.4 8H7.2zM8 11.2a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z";
const ASK = "M5 5.5C5 3.5 6.3 2 8.2 2c1.8 0 3.1 1.2 3.1 2.9 0 2.6-2.5 2.6-2.5 5.1H7c0-3.2 2.3-3.4 2.3-5 0-.7-.5-1.2-1.2-1.2S6.9 4.5 6.9 5.5zM7.9 11.3a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z";
const BELL = "M3 12V11l1-1.5V7a4 4 0 0 1 3-3.9V2h2v1.1A4 4 0 0 1 12 7v2.5l1 1.5v1zM6.5 13h3a1.5 1.5 0 0 1-3 0z";
const PAGE = [[PALE, "M3 1h7l3 3v11H3z"], [GREY, "M5 6h6v1H5zM5 8.5h6v1H5zM5 11h4v1H5z"]];
const CLOCK = [...disc(PALE), [DARK, "M7.3 4h1.4v4.3l2.6 1.5-.7 1.2L7.3 9z"]];
const CALENDAR = [[PALE, "M2 3h12v11H2z"], [RED, "M2 3h12v3H2z"], [GREY, "M4 8h2v2H4zM7 8h2v2H7zM10 8h2v2h-2zM4 11h2v2H4zM7 11h2v2H7z"]];
const HOURGLASS = [[BROWN, "M3 1h10v1.5H3zM3 13.5h10V15H3z"], [PALE, "M4 2.5h8c0 3-2 4-3 5.5 1 1.5 3 2.5 3 5.5H4c0-3 2-4 3-5.5-1-1.5-3-2.5-3-5.5z"], [ORANGE, "M5 13.5c.3-1.5 1.5-2 3-3 1.5 1 2.7 1.5 3 3z"]];
const PADLOCK = [[GREY, "M5 7V5a3 3 0 0 1 6 0v2H9.5V5a1.5 1.5 0 0 0-3 0v2z"], [YELLOW, "M3.5 7h9v7.5h-9z"]];
const LENS = [[BLUE, "M6.5 1.5a5 5 0 1 1 0 10 5 5 0 0 1 0-10z"], [WHITE, "M6.5 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z"], [DARK, "M10 11l1-1 4 4-1 1z"]];
const THUMB = "M2 7h3v7H2zM6 7l3-5.5c1.3 0 1.8 1 1.5 2L10 6h3.5c.9 0 1.4.8 1.2 1.7l-1.2 5c-.2.8-.8 1.3-1.5 1.3H6z";
const THUMB_DOWN = "M2 2h3v7H2zM6 9l3 5.5c1.3 0 1.8-1 1.5-2L10 10h3.5c.9 0 1.4-.8 1.2-1.7l-1.2-5C13.3 2.5 12.7 2 12 2H6z";
const TOOL = "M13.8 4.2 11.5 6.5 9.5 4.5l2.3-2.3A4 4 0 0 0 6.8 7.3L1.5 12.6l1.9 1.9 5.3-5.3a4 4 0 0 0 5.1-5z";
const FACE = [...disc(YELLOW), [DARK, "M5 5.5h1.5v2H5zM9.5 5.5H11v2H9.5zM4.5 9.5h7a3.5 3.5 0 0 1-7 0z"]];

const BY_SHORTCODE = {
  red_circle: disc(RED), large_orange_circle: disc(ORANGE), large_yellow_circle: disc(YELLOW), large_green_circle: disc(GREEN),
  large_blue_circle: disc(BLUE), large_purple_circle: disc(PURPLE), large_brown_circle: disc(BROWN), black_circle: disc(DARK), white_circle: disc(PALE),
  large_red_square: square(RED), large_orange_square: square(ORANGE), large_yellow_square: square(YELLOW), large_green_square: square(GREEN),
  large_blue_square: square(BLUE), large_purple_square: square(PURPLE), black_large_square: square(DARK), white_large_square: square(PALE),
  small_red_triangle: [[RED, "M8 2l6.5 12h-13z"]], small_red_triangle_down: [[RED, "M8 14 1.5 2h13z"]],
  large_blue_diamond: diamond(BLUE), large_orange_diamond: diamond(ORANGE), small_blue_diamond: diamond(BLUE), small_orange_diamond: diamond(ORANGE),
  white_check_mark: sign(GREEN, TICK), heavy_check_mark: [[DARK, TICK]], ballot_box_with_check: sign(BLUE, TICK), x: [[RED, CROSS]], heavy_multiplication_x: [[DARK, CROSS]],
  no_entry: [...disc(RED), [WHITE, "M4 7h8v2H4z"]], no_entry_sign: [...disc(RED), [WHITE, "M4.2 5.4 5.4 4.2l6.4 6.4-1.2 1.2z"]],
  octagonal_sign: [[RED, "M5 1h6l4 4v6l-4 4H5l-4-4V5z"]], warning: [[YELLOW, "M8 1l7.5 14H.5z"], [DARK, "M7.2 5.5h1.6L8.5 11h-1zM7.3 12h1.4v1.4H7.3z"]],
  rotating_light: [[RED, "M4 12V8a4 4 0 0 1 8 0v4z"], [DARK, "M2.5 12h11v2.5h-11z"], [ORANGE, "M7.5 1h1v2h-1zM1.5 3.7l.7-.7 1.5 1.4-.7.7zM13.8 3l.7.7L13 5.1l-.7-.7z"]],
  exclamation: [[RED, BANG]], grey_exclamation: [[GREY, BANG]], question: [[RED, ASK]], grey_question: [[GREY, ASK]],
  information_source: sign(BLUE, "M7 3.5h2v2H7zM6 6.5h3v5h1v1.3H6v-1.3h1V7.8H6z"), bulb: [[YELLOW, "M8 1a4.5 4.5 0 0 1 2.5 8.2V11h-5V9.2A4.5 4.5 0 0 1 8 1z"], [GREY, "M5.8 12h4.4v1.2H5.8zM6.5 14h3v1h-3z"]],
  bell: [[YELLOW, BELL]], no_bell: [[GREY, BELL], [RED, "M2 3l1-1 11 11-1 1z"]], mega: [[ORANGE, "M2 6h3l7-4v12l-7-4H2zM4 10.5h2.5L7.5 15h-2z"]], loudspeaker: [[ORANGE, "M2 6h3l7-4v12l-7-4H2z"]],
  speech_balloon: [[PALE, "M2 2h12v9H8l-4 3.5V11H2z"], [GREY, "M4.5 5.8H6v1.5H4.5zM7.3 5.8h1.4v1.5H7.3zM10 5.8h1.5v1.5H10z"]], memo: [...PAGE, [ORANGE, "M8 12l5-5 1.5 1.5-5 5-2 .5z"]],
  page_facing_up: PAGE, clipboard: [[BROWN, "M3 2h10v13H3z"], ...PAGE.slice(1), [GREY, "M6 1h4v2H6z"]], scroll: PAGE, ledger: [[ORANGE, "M3 1h10v14H3z"], [WHITE, "M5.5 3.5h5v2h-5z"]],
  email: [[PALE, "M1 3.5h14v9H1z"], [GREY, "M1 3.5h14L8 9z"]], envelope: [[PALE, "M1 3.5h14v9H1z"], [GREY, "M1 3.5h14L8 9z"]], pager: [[DARK, "M1.5 4h13v8h-13z"], [GREEN, "M3 5.5h10v3H3z"]],
  hourglass: HOURGLASS, hourglass_flowing_sand: HOURGLASS, stopwatch: [[GREY, "M6.5.5h3V2h-3z"], ...CLOCK], alarm_clock: CLOCK, timer_clock: CLOCK, clock1: CLOCK, clock3: CLOCK, clock9: CLOCK, clock12: CLOCK, watch: CLOCK,
  date: CALENDAR, calendar: CALENDAR, spiral_calendar_pad: CALENDAR, pushpin: [[RED, "M9 1l6 6-2 .5-2 2.5.5 3-2 1-6.5-6.5 1-2 3 .5 2.5-2z"], [GREY, "M5.5 9.5l1 1L2 15l-1-1z"]], round_pushpin: [[RED, "M8 1a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z"], [GREY, "M7.4 7.5h1.2V15H7.4z"]],
  bar_chart: [[GREEN, "M2 8h3v6H2z"], [BLUE, "M6.5 3h3v11h-3z"], [RED, "M11 6h3v8h-3z"]],
  chart_with_upwards_trend: [[PALE, "M1 1h14v14H1z"], [RED, "M2.5 11 6 7.5 8.5 10 13 4l1 1-5.5 7L6 9.5 3.5 12z"]], chart_with_downwards_trend: [[PALE, "M1 1h14v14H1z"], [BLUE, "M2.5 4.5 6 8l2.5-2.5L13 11.5l-1 1L8.5 7.5 6 10 1.5 5.5z"]],
  mag: LENS, mag_right: LENS, lock: PADLOCK, unlock: PADLOCK, closed_lock_with_key: PADLOCK, key: [[YELLOW, "M5 5a3.5 3.5 0 1 1-1 6.8A3.5 3.5 0 0 1 5 5zM8 7.5h7V10h-1.5v1.5H12V10H8z"]],
  scales: [[BROWN, "M7.3 2h1.4v11H11v1.5H5V13h2.3zM2 4h12v1.2H2z"], [YELLOW, "M1 10l2.5-5L6 10a2.5 2.5 0 0 1-5 0zM10 10l2.5-5L15 10a2.5 2.5 0 0 1-5 0z"]],
  test_tube: [[GREY, "M5 1h6v1.5H5z"], [PALE, "M6 2.5h4v10a2 2 0 0 1-4 0z"], [GREEN, "M6 8h4v4.5a2 2 0 0 1-4 0z"]],
  wrench: [[GREY, TOOL]], hammer_and_wrench: [[GREY, TOOL]], hammer: [[BROWN, "M7 6l2-2 1 1-7.5 9.5-1.5-1z"], [DARK, "M6 2.5 9 1l5 5-2 2z"]], gear: [[GREY, "M7 1h2l.5 2 1.5.6 1.8-1L14.2 4l-1 1.8.6 1.5L15.5 8v2l-2 .5-.6 1.5 1 1.8-1.4 1.4-1.8-1-1.5.6L8.7 16H7l-.5-2-1.5-.6-1.8 1L1.8 13l1-1.8-.6-1.5L.5 9V7l2-.5.6-1.5-1-1.8L3.5 1.8l1.8 1L6.5 2.5z"], [WHITE, "M8 5.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z"]],
  link: [[GREY, "M6 9 9 6l1 1-3 3zM8.5 4l1-1a3 3 0 0 1 4.3 4.3L12 9l-1-1 1.7-1.7A1.6 1.6 0 0 0 10.5 4l-1 1zM7.5 12l-1 1A3 3 0 0 1 2.2 8.7L4 7l1 1-1.7 1.7A1.6 1.6 0 0 0 5.5 12l1-1z"]],
  fire: [[ORANGE, "M8 .5c1 3 4.5 4.5 4.5 9a4.5 4.5 0 0 1-9 0c0-2 1-3.5 2-4.5.2 1.2.7 1.8 1.3 2C6.5 4.5 7 2.5 8 .5z"], [YELLOW, "M8 8c.5 1.3 2 2 2 3.7a2 2 0 0 1-4 0C6 10.2 7.5 9.5 8 8z"]], zap: [[YELLOW, "M9.5 1 3 9h4l-1.5 6L13 6.5H8.5z"]],
  boom: [[ORANGE, "M8 1l1.7 3.5L13.5 3l-1 3.7L15.5 9l-3.7 1 .2 4-3.5-2L5 15l-.2-4L.5 9.5l3.7-2L2.5 3.5l4 1.2z"]], star: [[YELLOW, "M8 1l2.1 4.6 5 .6-3.7 3.4 1 4.9L8 12l-4.4 2.5 1-4.9L.9 6.2l5-.6z"]], sparkles: [[YELLOW, "M6 2l1.3 4.2L11.5 7.5 7.3 8.8 6 13 4.7 8.8.5 7.5l4.2-1.3zM12.5 9l.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8z"]],
  tada: [[ORANGE, "M5 6l5 5-9 4z"], [RED, "M9 2h1.5v2H9z"], [BLUE, "M12 5h2v1.5h-2z"], [GREEN, "M7 1.5h1.5V3H7zM12.5 9H14v1.5h-1.5z"], [PURPLE, "M11.5 1.5 13 3l-3 3-1-1z"]], rocket: [[PALE, "M10 1.5c2-1 4.5-1 4.5-1s0 2.5-1 4.5l-5.5 6-4-4z"], [RED, "M4.5 6 2 6.5.5 9.5l3-.5zM10 11.5l-.5 2.5-3 1.5.5-3zM2 11l3 3-4 1z"]],
  eyes: [[PALE, "M4.5 3C6 3 7 5.2 7 8s-1 5-2.5 5S2 10.8 2 8s1-5 2.5-5zM11.5 3C13 3 14 5.2 14 8s-1 5-2.5 5S9 10.8 9 8s1-5 2.5-5z"], [DARK, "M3.5 6.5h2v3.5h-2zM10.5 6.5h2v3.5h-2z"]],
  "+1": [[YELLOW, THUMB]], "-1": [[YELLOW, THUMB_DOWN]], heart: heart(RED), broken_heart: heart(GREY), green_heart: heart(GREEN), blue_heart: heart(BLUE), joy: FACE, smile: FACE, slightly_smiling_face: FACE,
  robot_face: [[GREY, "M2 5h12v9H2zM7.3 1h1.4v3H7.3z"], [WHITE, "M4.5 7h2v2h-2zM9.5 7h2v2h-2zM5 11h6v1.3H5z"]], shield: [[BLUE, "M8 1l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V3z"]], package: [[BROWN, "M1.5 4.5 8 1.5l6.5 3v7.5L8 15l-6.5-3z"], [ORANGE, "M7 7.5h2V15H7z"]],
  arrow_up: sign(BLUE, "M8 3l4.5 5H9.5v5h-3V8h-3z"), arrow_down: sign(BLUE, "M8 13 3.5 8h3V3h3v5h3z"), arrow_right: sign(BLUE, "M13 8 8 12.5v-3H3v-3h5v-3z"), arrow_left: sign(BLUE, "M3 8l5-4.5v3h5v3H8v3z"),
  arrows_counterclockwise: sign(BLUE, "M8 3a5 5 0 0 1 4.5 2.8L11 6.5A3.4 3.4 0 0 0 5 6.5h2v1.5H3V4h1.3v1.3A5 5 0 0 1 8 3zM8 13a5 5 0 0 1-4.5-2.8L5 9.5a3.4 3.4 0 0 0 6 0H9V8h4v4h-1.3v-1.3A5 5 0 0 1 8 13z"), repeat: sign(BLUE, "M4 5h6V3l3.5 3L10 9V7H4zM12 11H6v2L2.5 10 6 7.5V9h6z"),
  double_vertical_bar: sign(BLUE, "M5 4h2v8H5zM9 4h2v8H9z"), arrow_forward: sign(BLUE, "M5.5 3.5 12 8l-6.5 4.5z"), bookmark_tabs: PAGE, books: [[RED, "M2 2h3v12H2z"], [GREEN, "M6 2h3v12H6z"], [BLUE, "M10 2.5l2.8-.7L15 13.5l-2.8.6z"]], construction: [[ORANGE, "M1 4h14v5H1z"], [WHITE, "M4 4h2L4 9H2zM9 4h2L9 9H7zM14 4h1v2.5L14 9h-2z"], [GREY, "M3 9h1.5v5H3zM11.5 9H13v5h-1.5z"]],
  thinking_face: [...FACE.slice(0, 1), [DARK, "M5 5.5h1.5v2H5zM9.5 5.5H11v2H9.5zM6 10.5l4-1 .3 1-4 1z"]], sob: [...FACE.slice(0, 1), [DARK, "M5 6h1.5v1H5zM9.5 6H11v1H9.5zM5.5 12a2.5 2.5 0 0 1 5 0z"], [BLUE, "M4.5 7.5h1.5V13H4.5zM10 7.5h1.5V13H10z"]], bug: [[GREEN, "M8 4a4 4 0 0 1 4 5c0 3-1.5 5.5-4 5.5S4 12 4 9a4 4 0 0 1 4-5z"], [DARK, "M6 2l1 2h2l1-2 1 .5-1 2H6l-1-2zM1 8h3v1H1zM12 8h3v1h-3zM2 13l2-2 .7.7-2 2zM14 13l-2-2-.7.7 2 2z"]],
  raised_hands: [[YELLOW, "M2 2h1.5v5H5V2.5h1.5V9L5.5 14H2.5L1 9V4h1zM14 2h-1.5v5H11V2.5H9.5V9l1 5h3L15 9V4h-1z"]], pray: [[YELLOW, "M7.5 1v9L4 14.5 2 13l2.5-4zM8.5 1v9l3.5 4.5L14 13l-2.5-4z"]], wave: [[YELLOW, "M3 7l1-1 2 2-3-5 1.3-.8L7.5 7 5.5 2l1.4-.6L9 6.5 8.5 2H10l1 5 1-1.5 1.5.5-1 4.5c-.3 2-2 4-4.5 4C5 14.5 3 11 3 7z"]], clap: [[YELLOW, "M3 7l1-1 2 2-3-5 1.3-.8L7.5 7 5.5 2l1.4-.6L9 6.5 8.5 2H10l1 5 1-1.5 1.5.5-1 4.5c-.3 2-2 4-4.5 4C5 14.5 3 11 3 7z"]],
};

/** The drawing for a shortcode, or undefined. */
export const shapesOf = (name) => (Object.hasOwn(BY_SHORTCODE, name) ? BY_SHORTCODE[name] : undefined);

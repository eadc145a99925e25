// Talking to the sandbox: POST /client/<action> as the person that the page plays.

/** The sandbox said no; `code` is Slack's error code, `message` a sentence for a person. */
export class ApiError extends Error {
  constructor(code, message) {
    super(message || code);
    this.code = code;
  }
}

let actingAs = null;
let turn = 0; // grows whenever somebody else begins to act

/** Whom every later call is made for. What was asked for somebody before is refused as `left`. */
export function actAs(userId) {
  actingAs = userId;
  turn += 1;
}

/** call("post", {channel, text}) → the answer; throws ApiError when it is not ok. */
export async function call(action, body = {}) {
  const mine = turn;
  const answer = await send(action, { as: actingAs, ...body });
  if (mine !== turn) throw new ApiError("left", "Whoever asked for this has left the page.");
  if (!answer.ok) throw new ApiError(answer.error, sentence(answer));
  return answer;
}

async function send(action, body) {
  try {
    const response = await fetch(`/client/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return { ok: false, error: "unreachable", message: "The sandbox does not answer. Is it still running?" };
  }
}

function sentence(answer) {
  return answer.message || `The sandbox refused: ${answer.error}`;
}

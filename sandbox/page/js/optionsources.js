// Where the options of a select come from. Every source offers the same three things:
//   find(query) → a promise of groups [{label, options: [{value, label, hint}]}]
//   known(input) → the option for a value that was chosen before or is the initial one
//   input(option) → what the client API wants to hear

import { channelTitle, nameOf, people, state } from "./store.js";

const WORDS = (query) => query.toLowerCase().split(/\s+/).filter(Boolean);
const fits = (option, query) =>
  WORDS(query).every((word) =>
    `${option.label} ${option.hint ?? ""} ${option.find ?? ""}`.toLowerCase().includes(word),
  );

export function optionSource(element, block, ctx) {
  if (element.type.endsWith("static_select")) return fixed(element);
  if (element.type.endsWith("external_select")) return external(element, block, ctx);
  if (element.type.endsWith("users_select")) return listed(userOptions);
  if (element.type.endsWith("channels_select"))
    return listed(() => channelOptions((each) => !each.is_private && !each.is_im));
  return listed(() => conversationOptions(element.filter ?? {}));
}

const optionOf = (option) => ({
  value: option.value,
  label: option.text?.text ?? option.text ?? option.value,
  hint: option.description?.text,
  raw: option,
});

function groupsOf({ options, option_groups: groups }) {
  if (groups) return groups.map((group) => ({ label: group.label?.text, options: group.options.map(optionOf) }));
  return [{ options: (options ?? []).map(optionOf) }];
}

function narrowed(groups, query) {
  return groups
    .map((group) => ({ ...group, options: group.options.filter((option) => fits(option, query)) }))
    .filter((group) => group.options.length);
}

function fixed(element) {
  const groups = groupsOf(element);
  const all = groups.flatMap((group) => group.options);
  return {
    find: async (query) => narrowed(groups, query),
    known: (input) => all.find((option) => option.value === (input.value ?? input)),
    input: (option) => option.value,
  };
}

function external(element, block, ctx) {
  const least = element.min_query_length ?? 3;
  return {
    least,
    find: async (query) => (query.length < least ? [] : groupsOf(await ctx.suggest(block, element, query))),
    known: (input) => optionOf(input),
    input: (option) => option.raw,
  };
}

function listed(options) {
  return {
    find: async (query) => narrowed([{ options: options() }], query),
    known: (input) => options().find((option) => option.value === input) ?? { value: input, label: nameOf(input) },
    input: (option) => option.value,
  };
}

const userOptions = () =>
  people().map((user) => ({
    value: user.id,
    label: user.real_name || user.name,
    hint: user.is_bot ? "app" : `@${user.name}`,
    find: user.name,
  }));

function channelOptions(accept) {
  return [...state.channels.values()]
    .filter((each) => !each.is_archived && accept(each))
    .sort((a, b) => channelTitle(a).localeCompare(channelTitle(b)))
    .map((each) => ({
      value: each.id,
      label: `${each.is_im ? "" : "#"}${channelTitle(each)}`,
      hint: each.is_im ? "direct message" : each.is_private ? "private" : "",
    }));
}

function conversationOptions(filter) {
  const kinds = filter.include ?? ["im", "mpim", "private", "public"];
  const kindOf = (each) => (each.is_im ? "im" : each.is_private ? "private" : "public");
  const isBot = (each) => each.is_im && state.users.get(each.user)?.is_bot;
  return channelOptions((each) => kinds.includes(kindOf(each)) && !(filter.exclude_bot_users && isBot(each)));
}

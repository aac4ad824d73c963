using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using static Bulwark.Waf.Parsing.ActionArgument;

namespace Bulwark.Waf.Parsing;

/// <summary>Every action of ModSecurity, and which of them are refused. What their arguments mean is the business of the rule set.</summary>
internal static class ActionTable
{
    private static readonly ActionRow[] Rows =
    [
        new("accuracy", Required),
        new("allow", Optional),
        new("auditlog", None),
        new("block", None),
        new("capture", None),
        new("chain", None),
        new("ctl", Required),
        new("deny", None),
        new("drop", None),
        new("expirevar", Required),
        new("id", Required),
        new("initcol", Required),
        new("log", None),
        new("logdata", Required),
        new("maturity", Required),
        new("msg", Required),
        new("multiMatch", None),
        new("noauditlog", None),
        new("nolog", None),
        new("pass", None),
        new("phase", Required),
        new("proxy", Required),
        new("redirect", Required),
        new("rev", Required),
        new("setenv", Required),
        new("setrsc", Required),
        new("setsid", Required),
        new("setuid", Required),
        new("setvar", Required),
        new("severity", Required),
        new("skip", Required),
        new("skipAfter", Required),
        new("status", Required),
        new("t", Required),
        new("tag", Required),
        new("ver", Required),
        new("xmlns", Required),
        new("append", Optional, "responses are not changed by rules"),
        new("deprecatevar", Optional, "counters do not decay here; use expirevar"),
        new("exec", Optional, "rules cannot run programs"),
        new("pause", Optional, "rules cannot hold a request back"),
        new("prepend", Optional, "responses are not changed by rules"),
        new("sanitiseArg", Optional, "values are not logged here"),
        new("sanitiseMatched", Optional, "values are not logged here"),
        new("sanitiseMatchedBytes", Optional, "values are not logged here"),
        new("sanitiseRequestHeader", Optional, "values are not logged here"),
        new("sanitiseResponseHeader", Optional, "values are not logged here"),
    ];

    private static readonly FrozenDictionary<string, ActionRow> ByName = Rows.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    public static bool TryFind(string name, [MaybeNullWhen(false)] out ActionRow row) => ByName.TryGetValue(name, out row);
}

using Bulwark.Waf;
using Bulwark.Waf.Acl.Exclusions;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>What the log says of a rule: those of its tags that an exclusion can name, and its level of paranoia. Tags come from rule sets, never from clients.</summary>
internal static class LoggedTags
{
    /// <summary>How many tags a line tells of a rule.</summary>
    public const int Most = 8;

    private const string Paranoia = "paranoia-level/";

    /// <summary>The tags in the order of the rule; null when there are none.</summary>
    public static IReadOnlyList<string>? Of(IReadOnlyList<string> tags)
    {
        List<string>? told = null;
        foreach (var tag in tags)
        {
            if (told is not { Count: Most } && (ExcludableTags.Contains(tag) || tag.StartsWith(Paranoia, StringComparison.Ordinal)))
                (told ??= []).Add(tag);
        }

        return told;
    }

    /// <summary>A severity in one word.</summary>
    public static string WordOf(Severity severity) => severity switch
    {
        Severity.Emergency => "emergency",
        Severity.Alert => "alert",
        Severity.Critical => "critical",
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Notice => "notice",
        Severity.Info => "info",
        Severity.Debug => "debug",
    };
}

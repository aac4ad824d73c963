using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Rules;

/// <summary>Words that settings and <c>ctl</c> actions share. They are compared without case.</summary>
internal static class Words
{
    private const string AuditLogLetters = "ABCDEFGHIJKZ";

    public static bool Is(string value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for <c>On</c>, false for <c>Off</c>.</summary>
    /// <exception cref="RuleException">It is another word.</exception>
    public static bool IsOn(string value)
    {
        if (Is(value, "On"))
            return true;

        return Is(value, "Off") ? false : throw new RuleException($"'{value}' is neither On nor Off");
    }

    public static RuleEngineMode RuleEngine(string value) =>
        Is(value, "On") ? RuleEngineMode.On
        : Is(value, "Off") ? RuleEngineMode.Off
        : Is(value, "DetectionOnly") ? RuleEngineMode.DetectionOnly
        : throw new RuleException($"'{value}' is none of On, Off and DetectionOnly");

    public static AuditEngineMode AuditEngine(string value) =>
        Is(value, "On") ? AuditEngineMode.On
        : Is(value, "Off") ? AuditEngineMode.Off
        : Is(value, "RelevantOnly") ? AuditEngineMode.RelevantOnly
        : throw new RuleException($"'{value}' is none of On, Off and RelevantOnly");

    public static string AuditLogParts(string value) =>
        value.Length > 0 && value.All(letter => AuditLogLetters.Contains(letter, StringComparison.Ordinal))
            ? value
            : throw new RuleException($"'{value}' are not parts of an audit log: the letters are {AuditLogLetters}");
}

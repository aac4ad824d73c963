namespace Bulwark.Waf.Tests.Parsing;

/// <summary>The rules of Debian's package modsecurity-crs. Its absence fails the tests that ask for them.</summary>
internal static class CoreRuleSet
{
    private const string Setup = "/etc/modsecurity/crs/crs-setup.conf";
    private const string Rules = "/usr/share/modsecurity-crs/rules";

    /// <summary>The files in the order in which they are to be loaded.</summary>
    public static IReadOnlyList<string> Files => [Setup, .. Directory.GetFiles(Rules, "*.conf").Order(StringComparer.Ordinal)];
}

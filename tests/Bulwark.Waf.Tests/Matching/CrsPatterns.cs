using System.Text;
using System.Text.RegularExpressions;

namespace Bulwark.Waf.Tests.Matching;

/// <summary>Every distinct pattern of the installed Core Rule Set (Debian's <c>modsecurity-crs</c>); without it the tests fail.</summary>
internal static partial class CrsPatterns
{
    private const string Rules = "/usr/share/modsecurity-crs/rules";

    public static IReadOnlyList<string> All { get; } = Read();

    private static List<string> Read()
    {
        var patterns = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Rules, "*.conf"))
        {
            var text = Continuation().Replace(File.ReadAllText(file, Encoding.UTF8), "");
            foreach (Match rule in Rule().Matches(text))
            {
                var argument = rule.Groups["operator"].Value.Replace("\\\"", "\"", StringComparison.Ordinal);
                var pattern = Operator().Match(argument);
                if (!argument.Contains("%{", StringComparison.Ordinal) && (pattern.Success || !argument.StartsWith('@') && !argument.StartsWith("!@", StringComparison.Ordinal)))
                    patterns.Add(pattern.Success ? pattern.Groups["pattern"].Value : argument);
            }
        }

        Assert.True(patterns.Count > 200, $"only {patterns.Count} patterns in {Rules}");
        return [.. patterns];
    }

    [GeneratedRegex(@"\\\n\s*", RegexOptions.None, 10_000)]
    private static partial Regex Continuation();

    [GeneratedRegex("""^\s*SecRule\s+(?:"(?:[^"\\]|\\.)*"|\S+)\s+"(?<operator>(?:[^"\\]|\\.)*)"(?=\s)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^!?@rx\s+(?<pattern>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Operator();
}

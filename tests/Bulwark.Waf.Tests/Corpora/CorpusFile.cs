using System.Text.RegularExpressions;

namespace Bulwark.Waf.Tests.Corpora;

/// <summary>Reads the pieces that the corpora are made of, from <c>TestData/corpora</c>.</summary>
internal static partial class CorpusFile
{
    /// <summary>Pieces of one line below headings: <c>[kind]</c>. A line that starts with <c># </c> above the first heading is a comment.</summary>
    public static IReadOnlyList<(string Kind, string Text)> ReadLines(string name)
    {
        var pieces = new List<(string, string)>();
        var kind = "";
        foreach (var line in File.ReadLines(PathOf(name)))
        {
            if (Heading().Match(line) is { Success: true } heading)
                kind = heading.Groups["kind"].Value;
            else if (kind.Length > 0 && line.Length > 0)
                pieces.Add((kind, line.Replace('⏎', '\n')));
        }

        return pieces;
    }

    /// <summary>Pieces of many lines, each below <c>=== kind</c>.</summary>
    public static IReadOnlyList<(string Kind, string Text)> ReadBlocks(string name) =>
        [.. File.ReadAllText(PathOf(name)).Split("=== ", StringSplitOptions.RemoveEmptyEntries).Select(Block)];

    /// <summary>What stands for each <c>‹name›</c>.</summary>
    public static Dictionary<string, string[]> ReadWords(string name) => File.ReadLines(PathOf(name))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(" = ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1].Split(" | "), StringComparer.Ordinal);

    private static (string Kind, string Text) Block(string block)
    {
        var end = block.IndexOf('\n', StringComparison.Ordinal);
        return (block[..end], block[(end + 1)..].TrimEnd('\n'));
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "TestData", "corpora", name);

    [GeneratedRegex(@"^\[(?<kind>[a-z-]+)\]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}

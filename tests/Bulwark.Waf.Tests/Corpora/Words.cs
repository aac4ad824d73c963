using System.Text.RegularExpressions;
using Bulwark.Waf.Tests.Matching;

namespace Bulwark.Waf.Tests.Corpora;

/// <summary>Puts words in place of the <c>‹names›</c> of a piece.</summary>
internal static partial class Words
{
    private static readonly Dictionary<string, string[]> Lists = CorpusFile.ReadWords("words.txt");
    private static readonly string[] Prose = [.. CorpusFile.ReadLines("chat.txt").Where(piece => piece.Kind is "plain" or "scripts").Select(piece => piece.Text)];
    private static readonly string[] Code = [.. CorpusFile.ReadBlocks("code.txt").Select(piece => piece.Text)];

    public static string Fill(string text, Dice dice) => Name().Replace(text, match => match.Groups["name"].Value switch
    {
        "text" => Fill(dice.Pick(Prose), dice),
        "title" => Fill(dice.Pick(Prose).Split('\n')[0], dice),
        "code" => Fill(dice.Pick(Code), dice),
        var name => dice.Pick(Lists[name]),
    });

    public static string User(Dice dice) => $"@{dice.Pick(Lists["first"]).ToUpperInvariant()[0]}{dice.Next(1000)}.{dice.Pick(["home", "work", "x-ray", "o_neill"])}:example.org".ToLowerInvariant();

    public static string Base64(Dice dice, int length) => Convert.ToBase64String([.. Enumerable.Range(0, length).Select(_ => (byte)dice.Next(256))]).TrimEnd('=');

    /// <summary>As event IDs are: URL-safe base64.</summary>
    public static string Id(Dice dice) => Base64(dice, 32).Replace('+', '-').Replace('/', '_');

    [GeneratedRegex("‹(?<name>[a-z]+)›", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}

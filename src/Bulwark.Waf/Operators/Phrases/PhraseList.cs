using System.Text;

namespace Bulwark.Waf.Operators.Phrases;

/// <summary>Reads the phrases of <c>@pm</c>.</summary>
internal static class PhraseList
{
    /// <summary>White space separates phrases, except between bars, where hexadecimal numbers stand for bytes.</summary>
    /// <exception cref="RuleException">There are no phrases, or what stands between bars are no hexadecimal numbers.</exception>
    public static IReadOnlyList<byte[]> Parse(string list)
    {
        var pieces = list.Split('|');
        if (pieces.Length % 2 == 0)
            throw new RuleException($"@pm: a bar is missing in '{list}'");

        var phrases = new List<List<byte>> { new() };
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i % 2 == 1)
                phrases[^1].AddRange(Bytes(pieces[i]));
            else
                AddWords(phrases, pieces[i]);
        }

        phrases.RemoveAll(phrase => phrase.Count == 0);
        return phrases.Count > 0 ? [.. phrases.Select(phrase => phrase.ToArray())] : throw new RuleException("@pm needs phrases");
    }

    private static void AddWords(List<List<byte>> phrases, string text)
    {
        foreach (var c in text.EnumerateRunes())
        {
            if (c.IsAscii && char.IsWhiteSpace((char)c.Value))
                phrases.Add([]);
            else
                phrases[^1].AddRange(Encoding.UTF8.GetBytes(c.ToString()));
        }
    }

    private static byte[] Bytes(string text)
    {
        try
        {
            return Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
        }
        catch (FormatException e)
        {
            throw new RuleException($"@pm: '{text}' between bars are no hexadecimal numbers", e);
        }
    }
}

namespace Bulwark.CommandLine.Waf;

/// <summary>What clients sent, for a terminal: characters that a terminal obeys stand as <c>?</c>, and what is long is cut.</summary>
internal static class Printable
{
    private const int Longest = 80;

    public static string Of(string text, int longest = Longest)
    {
        var shown = string.Concat(text.Select(character => char.IsControl(character) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format ? '?' : character));
        return shown.Length <= longest ? shown : $"{shown[..longest]}...";
    }
}

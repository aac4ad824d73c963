using System.Globalization;
using System.Text.Json;
using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What the log says of a request, in bounds: one request must not fill the disk, nor take the memory, with what it makes rules say. With all of these a line has 64 KiB at most, its rules' IDs aside.</summary>
internal static class LoggedText
{
    public const int MostMethod = 64;
    public const int MostUri = 2048;
    public const int MostId = 256;

    /// <summary>The most characters of a rule's message or data; ModSecurity's log has as many of the data.</summary>
    public const int MostText = 200;

    /// <summary>The most bytes for the messages of all rules, as they stand in the line.</summary>
    private const int MostBytes = 40 * 1024;

    /// <summary>The matches in the log's words, as many as there is room for.</summary>
    public static List<string> Of(IReadOnlyList<RuleMatch> matches)
    {
        var texts = new List<string>(matches.Count);
        var left = MostBytes;
        foreach (var match in matches)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"[id \"{match.Rule.Id}\"] [msg \"{Cut(match.Message, MostText)}\"] [data \"{Cut(match.Data, MostText)}\"]");
            left -= JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length + "\"\",".Length;
            if (left < 0)
                break;

            texts.Add(text);
        }

        return texts;
    }

    /// <summary>A text that is not too long, else its beginning and an ellipsis.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;

        // Half a character is none.
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "\u2026");
    }
}

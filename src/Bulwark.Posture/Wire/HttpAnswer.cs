using System.Globalization;
using System.Text;

namespace Bulwark.Posture.Wire;

/// <summary>An HTTP/1.1 answer, read leniently: a probe wants to know what is there, not whether it is well-formed.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The fields; of a repeated one the last.</param>
/// <param name="Body">The content, without chunking, as far as it came.</param>
internal sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const string EndOfLine = "\r\n";

    /// <summary>Null when the bytes do not begin with a status line.</summary>
    public static HttpAnswer? Parse(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var headEnd = text.IndexOf(EndOfLine + EndOfLine, StringComparison.Ordinal);
        var head = headEnd < 0 ? text : text[..headEnd];
        var lines = head.Split(EndOfLine);
        if (ParseStatus(lines[0]) is not { } status)
            return null;

        var headers = ParseHeaders(lines.AsSpan(1));
        var rest = headEnd < 0 ? "" : text[(headEnd + 4)..];
        return new HttpAnswer(status, headers, IsChunked(headers) ? Unchunk(rest) : rest);
    }

    private static int? ParseStatus(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 &&
        int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;

    private static Dictionary<string, string> ParseHeaders(ReadOnlySpan<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private static bool IsChunked(Dictionary<string, string> headers) =>
        headers.TryGetValue("Transfer-Encoding", out var coding) && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase);

    // Lengths count bytes; that they are taken for characters only matters for text beyond ASCII, which nothing here looks at.
    private static string Unchunk(string text)
    {
        var body = new StringBuilder();
        while (text.IndexOf(EndOfLine, StringComparison.Ordinal) is var end and > 0 &&
               int.TryParse(text.AsSpan(0, end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) && length > 0)
        {
            var from = end + 2;
            var to = Math.Min(from + length, text.Length);
            body.Append(text, from, to - from);
            text = text[Math.Min(to + 2, text.Length)..];
        }

        return body.ToString();
    }
}

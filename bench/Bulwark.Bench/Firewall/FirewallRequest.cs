using System.Globalization;
using System.Text;

namespace Bulwark.Bench.Firewall;

/// <summary>One request as the rules and the wire see it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query, encoded.</param>
/// <param name="ContentType">What the body is; null without one.</param>
/// <param name="Token">What stands in <c>Authorization</c>.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record FirewallRequest(string Method, string Target, string? ContentType, string Token, byte[] Body)
{
    /// <summary>The header that carries a request's number, by which its line of the log is found.</summary>
    public const string NumberHeader = "X-Bench-Number";

    public string Line => $"{Method} {Target} HTTP/1.1";

    /// <summary>The headers that a browser sends.</summary>
    public IEnumerable<(string Name, string Value)> Headers(long number)
    {
        yield return ("Host", "chat.example.org");
        yield return ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        yield return ("Accept", "application/json");
        yield return ("Accept-Language", "en-US,en;q=0.5");
        yield return ("Authorization", $"Bearer {Token}");
        yield return (NumberHeader, number.ToString(CultureInfo.InvariantCulture));
        if (ContentType is null)
            yield break;

        yield return ("Content-Type", ContentType);
        yield return ("Content-Length", Body.Length.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The whole request as HTTP/1.1 writes it.</summary>
    public byte[] ToWire(long number)
    {
        var head = new StringBuilder(Line).Append("\r\n");
        foreach (var (name, value) in Headers(number))
            head.Append(name).Append(": ").Append(value).Append("\r\n");

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }
}

using System.Net;
using System.Text;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What <c>bulwark waf serve</c> was told.</summary>
public sealed record WafServeOptions
{
    /// <summary>Where it listens for plain HTTP.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Where it sends what passes: an <c>http</c> address without a path.</summary>
    public required Uri Upstream { get; init; }

    /// <summary>The header whose value is the <c>id</c> of a log line. Default: none.</summary>
    public string? LogIdHeader { get; init; }

    /// <summary>How much of a request's body waits for the verdict. Default: 13,107,200 bytes, as <c>SecRequestBodyLimit</c> is set here; the rest is sent on as it comes.</summary>
    public int MostBodyBytes { get; init; } = 13_107_200;

    /// <summary>How much of an answer's body waits for the verdict. Default: 512 KiB; the rest is sent on as it comes.</summary>
    public int MostAnswerBytes { get; init; } = 512 * 1024;

    /// <summary>How much of all bodies together waits for the verdict. Default: 256 MiB.</summary>
    public long MostHeldBytes { get; init; } = 256L << 20;

    /// <summary>How many connections it serves at once. Default: 10,000; more are closed at once.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Whether a header may have this name.</summary>
    public static bool IsHeaderName(string name) =>
        name.Length is > 0 and <= ServedRules.MostHeaderName && Ascii.IsValid(name) && !Encoding.ASCII.GetBytes(name).AsSpan().ContainsAnyExcept(RawTokens.TokenBytes);
}

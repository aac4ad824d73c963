using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bulwark.Waf.Acl;

namespace Bulwark.Waf.Tests.Corpora;

/// <summary>A request of the corpora.</summary>
/// <param name="Class">What it is: a kind of message, a class of attacks.</param>
/// <param name="Place">Where in the request its piece stands.</param>
/// <param name="Piece">What it was made of. Halves are chosen by it, so that no piece is in both.</param>
/// <param name="Line">The request line.</param>
internal sealed record CorpusRequest(string Class, string Place, string Piece, string Line)
{
    private static readonly (string Name, string Value)[] ClientHeaders =
    [
        ("Host", "chat.example.org"),
        ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        ("Accept", "application/json"),
        ("Accept-Language", "en-US,en;q=0.5"),
        ("Authorization", "Bearer syt_dGVzdA_qLmVhkTzWcJrYbNx_2fWq1n"),
        ("Origin", "https://app.example.org"),
        ("Connection", "keep-alive"),
    ];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    /// <summary>Whether it belongs to the half that nothing is tuned on.</summary>
    public bool IsHeldOut => (SHA256.HashData(Encoding.UTF8.GetBytes(Piece))[0] & 1) != 0;

    // The body of an upload is streamed past the rules; they see its headers and the name of the file.
    private bool IsUpload => Line.StartsWith("POST /_matrix/media/v3/upload", StringComparison.Ordinal);

    public CorpusRequest WithJson(JsonNode body) => WithBody("application/json", Encoding.UTF8.GetBytes(body.ToJsonString(JsonText.Options)));

    public CorpusRequest WithBody(string contentType, byte[] body) =>
        this with { Body = body, Headers = [("Content-Type", contentType), ("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture))] };

    /// <summary>Adds a header in place of the one that is there.</summary>
    public CorpusRequest With(string name, string value) =>
        this with { Headers = [.. Headers.Where(header => !header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), (name, value)] };

    /// <summary>The headers of a client, and its own.</summary>
    public IEnumerable<(string Name, string Value)> AllHeaders => ClientHeaders.Where(header => Headers.All(own => own.Name != header.Name)).Concat(Headers);

    /// <summary>What the rules get to see of the body.</summary>
    public byte[]? InspectedBody => IsUpload ? null : Body;

    /// <summary>Asks a web ACL about it.</summary>
    public FirewallDecision DecideBy(WebAcl acl)
    {
        using var transaction = acl.Begin("0123456789abcdef"u8);
        transaction.SetConnection("192.0.2.1"u8, 40000, "192.0.2.2"u8, 443);
        transaction.SetRequestLine(Encoding.UTF8.GetBytes(Line));
        foreach (var (name, value) in AllHeaders)
            transaction.AddRequestHeader(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));

        transaction.EvaluateRequestHeaders();
        if (InspectedBody is { } body)
            transaction.AppendRequestBody(body);

        transaction.EvaluateRequestBody();
        return acl.Decide(transaction);
    }
}

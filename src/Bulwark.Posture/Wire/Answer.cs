using System.Net.Security;

namespace Bulwark.Posture.Wire;

/// <summary>What came of one request.</summary>
/// <param name="Kind">Which of the four it is.</param>
/// <param name="Detail">Why there was no answer; empty for one.</param>
internal sealed record Answer(AnswerKind Kind, string Detail)
{
    /// <summary>What the server sent, without TLS.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>What was wrong with the server's certificate. The exchange goes on all the same: refusing is the probe's business.</summary>
    public SslPolicyErrors CertificateErrors { get; init; }

    /// <summary>When the server's certificate expires; null: there was no TLS.</summary>
    public DateTimeOffset? CertificateNotAfter { get; init; }

    /// <summary>The protocol agreed on by ALPN.</summary>
    public SslApplicationProtocol Protocol { get; init; }

    /// <summary>The answer read as HTTP/1.1; null when it is none.</summary>
    public HttpAnswer? Http => Kind == AnswerKind.Answered ? HttpAnswer.Parse(Bytes.Span) : null;

    /// <summary>The answer for a line of evidence.</summary>
    public override string ToString() => Kind switch
    {
        AnswerKind.Answered => Http is { } http ? $"HTTP {http.Status}" : $"{Bytes.Length} bytes that are not HTTP/1.1",
        _ => Detail,
    };
}

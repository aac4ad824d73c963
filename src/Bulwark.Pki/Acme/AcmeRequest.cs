namespace Bulwark.Pki.Acme;

/// <summary>What is asked of an ACME server (RFC 8555).</summary>
public sealed record AcmeRequest
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>The server's directory; every other address of it has to have the same scheme, host and port.</summary>
    public required Uri Directory { get; init; }

    /// <summary>The DNS names that the certificate has to cover.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Where the server may write to: <c>mailto:</c> addresses.</summary>
    public IReadOnlyList<string> Contact { get; init; } = [];

    /// <summary>The account at the CA that ours is bound to, for servers that ask for one.</summary>
    public ExternalAccount? ExternalAccount { get; init; }

    /// <summary>How names are proved: over plain HTTP instead of TLS-ALPN.</summary>
    public bool UsesHttp01 { get; init; }

    /// <summary>Who may sign the server's own certificate; null: the CAs of the system.</summary>
    public TrustStore? TrustedAuthority { get; init; }

    /// <summary>The shortest time between two questions about the same thing. Tests have less patience.</summary>
    internal TimeSpan ShortestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The name of the challenge type.</summary>
    internal string ChallengeType => UsesHttp01 ? "http-01" : "tls-alpn-01";

    /// <summary>How long to wait until the next question about the same thing.</summary>
    /// <param name="wanted">What the server asks for.</param>
    internal TimeSpan PauseAfter(TimeSpan? wanted)
    {
        var pause = wanted ?? UsualPause;
        return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
    }
}

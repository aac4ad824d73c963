namespace Bulwark.Pki.Acme;

/// <summary>What has to be known after a restart: <c>pki/acme.json</c>. It holds no secret.</summary>
public sealed record AcmeState
{
    /// <summary>The directory that account and order belong to.</summary>
    public string? Directory { get; init; }

    /// <summary>The account's address.</summary>
    public string? Account { get; init; }

    /// <summary>Thumbprint of the key that the account is known by.</summary>
    public string? AccountKey { get; init; }

    /// <summary>The contacts that the server knows.</summary>
    public IReadOnlyList<string> Contact { get; init; } = [];

    /// <summary>An order that is under way; its key is <c>pki/acme-order.key.pem</c>.</summary>
    public string? Order { get; init; }

    /// <summary>The names of that order.</summary>
    public IReadOnlyList<string> OrderNames { get; init; } = [];

    /// <summary>The directory that the certificate came from.</summary>
    public string? CertificateDirectory { get; init; }

    /// <summary>How many attempts in a row have failed.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last attempt failed; null: it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Not before then the next attempt after a failure.</summary>
    public DateTimeOffset? NextTry { get; init; }

    internal AcmeState WithoutFailure() => this with { Failures = 0, LastError = null, LastErrorAt = null, NextTry = null };

    internal AcmeState WithoutOrder() => this with { Order = null, OrderNames = [] };
}

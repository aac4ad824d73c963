namespace Bulwark.Pki.Acme;

/// <summary>How things stand with the certificate of an ACME server.</summary>
public sealed record AcmeStatus
{
    /// <summary><c>off</c>; <c>waiting</c> for the time to renew; <c>working</c>; <c>failing</c>: the last attempt failed.</summary>
    public string State { get; init; } = "off";

    /// <summary>The server.</summary>
    public string? Directory { get; init; }

    /// <summary>The names that the certificate has to cover.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How they are proved.</summary>
    public string? Challenge { get; init; }

    /// <summary>The end of the certificate that is in use; null: there is none.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Its serial number in hexadecimal.</summary>
    public string? Serial { get; init; }

    /// <summary>When the server is asked next.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>How many attempts in a row have failed.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last one did.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }
}
